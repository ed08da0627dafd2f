import { badRequest } from '../graph/errors.ts';

/** Query options by name (`$select`, `$top`, ...), decoded; `+` is a space, as Graph reads it. */
export type Query = ReadonlyMap<string, string>;

/** Reads the part behind `?`. Of an option that is repeated the last one counts. */
export function parseQuery(search: string): Query {
  return new Map(new URLSearchParams(search));
}

/** Writes options back, values encoded. `encodedDollar` writes `%24` for `$`, as some of Graph's links do. */
export function formatQuery(query: Query, encodedDollar = false): string {
  const pairs = [...query].map(([name, value]) => {
    const plain = encodeURIComponent(name);
    return `${encodedDollar ? plain : plain.replaceAll('%24', '$')}=${encodeURIComponent(value)}`;
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** A non-negative whole number, or undefined when the option is absent. */
export function integerOption(query: Query, name: string): number | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`Invalid value '${text}' for ${name} query option found.`);
  return Number(text);
}

/** `$count=true` or `false`; absent is false. */
export function countOption(query: Query): boolean {
  const text = query.get('$count')?.toLowerCase();
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  throw badRequest(`Invalid value '${text}' for $count query option found.`);
}

const known = new Set(
  '$select $filter $orderby $search $top $skip $count $expand $format $skiptoken $deltatoken'.split(' '),
);

/** Refuses system query options that OData does not have; options without `$` are the operation's own. */
export function requireKnownOptions(query: Query): void {
  for (const name of query.keys()) {
    if (name.startsWith('$') && !known.has(name)) {
      throw badRequest(
        `The query option '${name}' is not recognized. Did you mean to ask for a different query option?`,
      );
    }
  }
}
