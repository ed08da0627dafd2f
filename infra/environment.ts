import { command } from './az.ts';

/** A value of the azd environment: hooks find it among their environment variables, everybody else asks azd. */
export function setting(name: string): string | undefined {
  const given = process.env[name];
  if (given !== undefined && given !== '') return given;
  const line = command('azd', ['env', 'get-values'])
    .split('\n')
    .find((text) => text.startsWith(`${name}=`));
  const value = line?.slice(name.length + 1).replace(/^"|"$/g, '');
  return value === '' ? undefined : value;
}

/** The same for a value that must be there. */
export function needed(name: string): string {
  const value = setting(name);
  if (value === undefined) throw new Error(`The azd environment has no ${name}; run azd up first.`);
  return value;
}
