import type { Submission, Target } from '../../../../shared/cards/submission.ts';
import type { Told } from './visitors.ts';

/** How many of what a history had. */
export interface Tally {
  submissions: number;
  acknowledged: number;
  created: number;
  filled: number;
  skipped: number;
  refused: number;
  /** Not acknowledged, and in a mailbox all the same. */
  recovered: number;
}

export const none: Tally = {
  submissions: 0,
  acknowledged: 0,
  created: 0,
  filled: 0,
  skipped: 0,
  refused: 0,
  recovered: 0,
};
export function sum(one: Tally, other: Tally): Tally {
  return {
    submissions: one.submissions + other.submissions,
    acknowledged: one.acknowledged + other.acknowledged,
    created: one.created + other.created,
    filled: one.filled + other.filled,
    skipped: one.skipped + other.skipped,
    refused: one.refused + other.refused,
    recovered: one.recovered + other.recovered,
  };
}

/** Counts what became of submissions. */
export function tallyOf(all: readonly Submission[], history: readonly Told[]): Tally {
  const targets = all.flatMap((submission) => submission.targets);
  const ofState = (state: Target['state']): number => targets.filter((target) => target.state === state).length;
  const acknowledged = new Set(history.flatMap((told) => [...told.acknowledged]));
  return {
    submissions: all.length,
    acknowledged: acknowledged.size,
    ...{ created: ofState('created'), filled: ofState('filled') },
    ...{ skipped: ofState('skipped'), refused: ofState('refused') },
    recovered: all.filter(({ id }) => !acknowledged.has(id)).length,
  };
}
