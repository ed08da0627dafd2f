/** Whether this is `npm run test:long`, which takes the time it needs; `npm test` has to end within minutes. */
export const isLong = process.env['TEST_LONG'] === 'true';

/** How much a search does. */
export function thorough(usual: number, long: number): number {
  return isLong ? long : usual;
}
