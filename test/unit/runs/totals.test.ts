import { describe, expect, it } from 'vitest';
import type { JobGroup } from '../../../shared/runs/job-groups.ts';
import type { Job, JobResult } from '../../../shared/runs/job.ts';
import type { RunState } from '../../../shared/runs/run.ts';
import { endReason, endState, resultsOf, totalsOf } from '../../../shared/runs/totals.ts';
import { noCounts } from '../../../shared/sync/counts.ts';

const job = (key: string): Job => ({
  key,
  name: key,
  source: { kind: 'users' },
  requestsSoFar: 0,
  releasedHold: '',
  unguarded: false,
});

function result(mailbox: string, outcome: JobResult['outcome'], more: Partial<JobResult> = {}): JobResult {
  const counts = { ...noCounts(), read: 10, created: 2, skipped: { withoutNumber: 1 } };
  return {
    job: `${mailbox}||users`,
    mailbox,
    name: mailbox,
    outcome,
    counts,
    entries: 0,
    requests: 3,
    durationMs: 5,
    ...more,
  };
}

function group(state: JobGroup['state'], jobs: Job[], results: JobResult[], more: Partial<JobGroup> = {}): JobGroup {
  return {
    group: '000000',
    state,
    jobs,
    results,
    progress: undefined,
    postponed: 0,
    reason: undefined,
    updatedAt: new Date(0),
    etag: '',
    ...more,
  };
}

describe('totalsOf', () => {
  it('adds up what ended, and counts a job that moved only where it ended', () => {
    const groups = [
      group(
        'done',
        [job('a'), job('b'), job('c')],
        [
          result('a', 'done'),
          result('b', 'moved', { counts: noCounts(), requests: 0, group: '000000-x' }),
          result('c', 'held'),
        ],
      ),
      group('done', [job('b')], [result('b', 'failed')]),
    ];
    expect(totalsOf(groups)).toEqual({
      counts: { ...noCounts(), read: 30, created: 6, skipped: { withoutNumber: 3 } },
      requests: 9,
      jobs: { done: 1, failed: 1, held: 1, waiting: 0 },
    });
    expect(resultsOf(groups).map(({ mailbox, outcome }) => `${mailbox} ${outcome}`)).toEqual([
      'a done',
      'c held',
      'b failed',
    ]);
  });

  it('counts what waits and how far it is', () => {
    const progress = { ...noCounts(), read: 7, updated: 1 };
    const groups = [
      group('waiting', [job('a'), job('b')], [], { progress }),
      group('done', [job('c')], [result('c', 'done')]),
    ];
    expect(totalsOf(groups)).toMatchObject({
      counts: { read: 17, created: 2, updated: 1 },
      jobs: { waiting: 2, done: 1 },
    });
  });
});

describe('how a run ends', () => {
  const problem = { source: 'personal', reason: 'There is no group g1.' };

  it.each<[number, number, number, number, number, RunState]>([
    [3, 0, 0, 0, 0, 'succeeded'],
    [0, 0, 0, 0, 0, 'succeeded'],
    [2, 1, 0, 0, 0, 'partial'],
    [0, 1, 0, 0, 0, 'failed'],
    [0, 0, 0, 1, 0, 'failed'],
    [1, 0, 0, 1, 0, 'partial'],
    [1, 0, 1, 0, 0, 'held'],
    [0, 1, 1, 1, 0, 'held'],
    [3, 0, 0, 0, 1, 'partial'],
    [0, 0, 0, 0, 2, 'partial'],
    [0, 1, 0, 0, 2, 'failed'],
    [0, 0, 1, 0, 2, 'held'],
  ])('%i done, %i failed, %i held, %i problems, %i parked: %s', (done, failed, held, problems, parked, expected) => {
    const totals = { counts: noCounts(), requests: 0, jobs: { done, failed, held, waiting: 0 } };
    expect(endState(totals, { problems: Array.from({ length: problems }, () => problem), parked })).toBe(expected);
  });

  it('says why in one sentence, and nothing when all is well', () => {
    const results = [
      result('a', 'done'),
      result('b', 'failed', { reason: 'It is gone.' }),
      result('c', 'held', { reason: 'Too much.' }),
    ];
    expect(endReason('held', results, { problems: [], parked: 0 })).toBe('1 of 3 sources are held: c: Too much.');
    expect(endReason('partial', results.slice(0, 2), { problems: [], parked: 0 })).toBe(
      '1 sources failed; the first: b: It is gone.',
    );
    expect(endReason('failed', [], { problems: [problem], parked: 0 })).toBe(
      '1 sources failed; the first: There is no group g1.',
    );
    expect(endReason('partial', [], { problems: [], parked: 2 })).toBe(
      '2 mailboxes that failed lately were left alone until their retry time; start a run to try them now.',
    );
    expect(endReason('succeeded', results.slice(0, 1), { problems: [], parked: 0 })).toBeUndefined();
  });
});
