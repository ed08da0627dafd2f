const isLong = process.env['TEST_LONG'] === 'true';

/** How much a search does: `npm test` has to end within minutes, `npm run test:long` takes the time it needs. */
export function thorough(usual: number, long: number): number {
  return isLong ? long : usual;
}
