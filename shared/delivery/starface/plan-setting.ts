import { isDeepStrictEqual } from 'node:util';
import type { HeldSetting } from './held.ts';

/** What is to be done about one setting. */
export interface SettingPlan<S> {
  /** What to store before anything is changed; undefined: nothing is held any more. */
  held: HeldSetting<S> | undefined;
  /** What to change it to; undefined: nothing. */
  write: S | undefined;
}

const same = isDeepStrictEqual;

/**
 * Decides about one setting from what is there now, what is held of it, and what is wanted (undefined: nothing, so that what was there
 * before comes back). Pure. What a person has changed since is never overwritten for the same wish, and never put back.
 */
export function planSetting<S>(current: S, held: HeldSetting<S> | undefined, wanted: S | undefined): SettingPlan<S> {
  if (wanted === undefined) return held ? takenBack(current, held) : { held: undefined, write: undefined };
  if (!held) return fresh(current, wanted);
  switch (held.phase) {
    case 'theirs':
      return same(wanted, held.set) ? { held, write: undefined } : fresh(current, wanted);
    case 'restoring':
      return isOurs(current, held) ? replaced(current, held, wanted) : fresh(current, wanted);
    case 'setting':
      // Perhaps it was never changed, perhaps only the answer was lost.
      if (isOurs(current, held) || same(current, held.before)) return replaced(current, held, wanted);
      return changedByOthers(current, held, wanted);
    case 'set':
      return isOurs(current, held) ? replaced(current, held, wanted) : changedByOthers(current, held, wanted);
  }
}

/** What is held when a setting was changed as planned and `now` is what is there since; undefined: nothing any more. */
export function confirmed<S>(held: HeldSetting<S>, now: S): HeldSetting<S> | undefined {
  if (held.phase === 'restoring') return undefined;
  const { before, set } = held;
  return { phase: 'set', before, set, ...(!same(now, set) && { likewise: now }) };
}

function fresh<S>(current: S, wanted: S): SettingPlan<S> {
  const isThere = same(current, wanted);
  return {
    held: { phase: isThere ? 'set' : 'setting', before: current, set: wanted },
    write: isThere ? undefined : wanted,
  };
}

function replaced<S>(current: S, held: HeldSetting<S>, wanted: S): SettingPlan<S> {
  const { before } = held;
  if (held.phase === 'set' && same(wanted, held.set)) return { held, write: undefined };
  if (same(current, wanted)) return { held: { phase: 'set', before, set: wanted }, write: undefined };
  return { held: { phase: 'setting', before, set: wanted, likewise: current }, write: wanted };
}

function changedByOthers<S>(current: S, held: HeldSetting<S>, wanted: S): SettingPlan<S> {
  if (!same(wanted, held.set)) return fresh(current, wanted);
  return { held: { phase: 'theirs', before: held.before, set: held.set }, write: undefined };
}

function takenBack<S>(current: S, held: HeldSetting<S>): SettingPlan<S> {
  const isLeft = held.phase === 'theirs' || !isOurs(current, held) || same(current, held.before);
  if (isLeft) return { held: undefined, write: undefined };
  return { held: { ...held, phase: 'restoring' }, write: held.before };
}

function isOurs<S>(current: S, { set, likewise }: HeldSetting<S>): boolean {
  return same(current, set) || (likewise !== undefined && same(current, likewise));
}
