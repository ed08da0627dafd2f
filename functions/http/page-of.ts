import { InvalidError } from '../../shared/errors.ts';
import { listAnswer } from '../../shared/http/paging.ts';

/** The answer of a list that is in memory whole: as many items as asked for, after the one that the cursor names. */
export function pageOf<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): { items: T[]; next: string | null } {
  const start = cursor === undefined ? 0 : items.findIndex((item) => idOf(item) === cursor) + 1;
  if (cursor !== undefined && start === 0) {
    const detail = 'The cursor is not one of this list any more; start again without it.';
    throw new InvalidError(detail, [{ pointer: '/query/cursor', detail }]);
  }
  const shown = items.slice(start, start + limit);
  const last = shown.at(-1);
  return listAnswer(shown, last !== undefined && start + limit < items.length ? idOf(last) : undefined);
}
