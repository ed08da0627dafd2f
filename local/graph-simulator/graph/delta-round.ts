import type { TrackedCollection } from '../tracked-collection.ts';
import type { TrackedChange } from '../tracked-collection.ts';

/** Where a delta round stands; part of every delta token. */
export interface RoundState {
  /** `enumerate` = first round, all items; `changes` = what happened since the last one. */
  mode: 'enumerate' | 'changes';
  /** Ordinal of the last item shown, or position in the change log. */
  position: number;
  /** Position in the change log when the round began. */
  since: number;
}

/** A page of a delta round. */
export interface RoundPage<T> {
  entries: TrackedChange<T>[];
  /** State for the nextLink, or for the deltaLink when the round is `finished`. */
  next: RoundState;
  finished: boolean;
}

/** Start of a first round. */
export function firstRound<T>(collection: TrackedCollection<T>): RoundState {
  return { mode: 'enumerate', position: -1, since: collection.position };
}

/**
 * The next page of a round. What changes while a first round is under way may be seen in it, and comes again in the round
 * after it.
 * @param until position in the change log up to which changes may be shown
 */
export function nextPage<T>(
  collection: TrackedCollection<T>,
  state: RoundState,
  size: number,
  until = collection.position,
): RoundPage<T> {
  if (state.mode === 'enumerate') {
    const page = collection.enumerate(state.position, size);
    return {
      entries: page.entries.map((item) => ({ removed: false, key: '', item, properties: 'all' })),
      next: page.more
        ? { ...state, position: page.next }
        : { mode: 'changes', position: state.since, since: state.since },
      finished: !page.more,
    };
  }
  const page = collection.changes(state.since, state.position, size, until);
  const since = page.more ? state.since : page.next;
  return { entries: page.entries, next: { mode: 'changes', position: page.next, since }, finished: !page.more };
}
