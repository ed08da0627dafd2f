import { badRequest } from '../graph/errors.ts';

/** `$orderby`, first key first. */
export interface Ordering {
  path: readonly string[];
  descending: boolean;
}

/** Reads `$orderby=displayName desc,surname`; undefined when the option is absent. */
export function parseOrderBy(text: string | undefined): Ordering[] | undefined {
  return text?.split(',').map((part) => {
    const match = /^\s*([A-Za-z]+(?:\/[A-Za-z]+)*)(?:\s+(asc|desc))?\s*$/.exec(part);
    if (match?.[1] === undefined) throw badRequest(`Syntax error in $orderby '${text}'.`);
    return { path: match[1].split('/'), descending: match[2] === 'desc' };
  });
}

/** A sorted copy; equal items keep their order, absent values come first. */
export function sorted<T>(
  items: readonly T[],
  orderings: readonly Ordering[],
  value: (item: T, path: readonly string[]) => unknown,
): T[] {
  const keyed = items.map((item) => ({ item, keys: orderings.map((ordering) => sortKey(value(item, ordering.path))) }));
  keyed.sort((a, b) => {
    for (const [index, ordering] of orderings.entries()) {
      const left = a.keys[index] ?? '';
      const right = b.keys[index] ?? '';
      if (left !== right) return (left < right ? -1 : 1) * (ordering.descending ? -1 : 1);
    }
    return 0;
  });
  return keyed.map((entry) => entry.item);
}

function sortKey(value: unknown): string {
  return typeof value === 'string'
    ? value.toLowerCase()
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value);
}
