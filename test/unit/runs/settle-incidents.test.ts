import { describe, expect, it } from 'vitest';
import { settleIncidents, type RunIncident } from '../../../shared/runs/settle-incidents.ts';
import type { JobResult } from '../../../shared/runs/job.ts';
import type { Run, RunState } from '../../../shared/runs/run.ts';
import { noCounts } from '../../../shared/sync/counts.ts';
import { incidentsOf } from '../runs/truth.ts';
import { world, type World } from '../runs/world.ts';

let minute = 0;

function run(state: RunState, more: Partial<Run> = {}): Run {
  minute += 1;
  const at = new Date(Date.UTC(2026, 10, 2, 8, minute)).toISOString();
  return {
    id: `r${minute}`,
    state,
    trigger: 'manual',
    startedAt: at,
    finishedAt: at,
    jobs: 1,
    unmatched: { count: 0, names: [] },
    parked: 0,
    problems: [],
    ...more,
  };
}

function result(outcome: JobResult['outcome'], name = 'anna', reason = 'Why.'): JobResult {
  const shown = { name, mailbox: name, job: name, reason };
  return { ...shown, outcome, counts: noCounts(), entries: 0, requests: 0, durationMs: 0 };
}

const settle = (made: World, ended: Run, results: JobResult[] = [], standing: RunIncident[] = []): Promise<void> =>
  settleIncidents(made.ports(), 'p1', { run: ended, results, standing: new Set(standing) });

const messages = (made: World): unknown[] => made.queues.notices.sent.map(({ message }) => message);

const problem = { source: 'personal', reason: 'There is no group g1.' };

describe('what a run leaves for the operator', () => {
  it.each<[string, Run, JobResult[], string[]]>([
    ['nothing when all is well', run('succeeded'), [result('done')], []],
    [
      'that it could not be planned',
      run('failed', { reason: 'The secret has expired.' }),
      [],
      ['runFailed: The secret has expired.'],
    ],
    ['that nothing could be listed', run('failed', { problems: [problem] }), [], ['runFailed: There is no group g1.']],
    [
      'that a source cannot be read',
      run('partial', { problems: [problem] }),
      [result('done')],
      ['sourceFailed: personal: There is no group g1.'],
    ],
    ['that it is held', run('held'), [result('held')], ['held: anna: Why.']],
    [
      'that mailboxes cannot be read, the first by name',
      run('partial'),
      [result('failed'), result('failed', 'ben'), result('done', 'cleo')],
      ['mailboxFailed: anna (and 1 more): Why.'],
    ],
    [
      'all of it',
      run('held', { problems: [problem] }),
      [result('failed'), result('held', 'ben')],
      ['held: ben: Why.', 'mailboxFailed: anna: Why.', 'sourceFailed: personal: There is no group g1.'],
    ],
  ])('%s', async (_name, ended, results, expected) => {
    const made = world();
    await settle(made, ended, results);
    const list = await made.ports().incidents.list('p1');
    expect(list.map(({ kind, reason }) => `${kind}: ${reason}`).sort()).toEqual(expected);
    expect(messages(made)).toHaveLength(expected.length);
    for (const { run: by, openedAt } of list) expect([by, openedAt]).toEqual([ended.id, ended.finishedAt]);
  });

  it('is told once while it lasts, and once when it is over', async () => {
    const made = world();
    await settle(made, run('held'), [result('held')]);
    await settle(made, run('held'), [result('held')]);
    await settle(made, run('held'), [result('held')]);
    expect(messages(made)).toHaveLength(1);
    await settle(made, run('succeeded'), [result('done')]);
    await settle(made, run('succeeded'), [result('done')]);
    expect(messages(made)).toMatchObject([
      { kind: 'held', phase: 'opened' },
      { kind: 'held', phase: 'closed' },
    ]);
    await settle(made, run('held'), [result('held')]);
    expect(messages(made)).toHaveLength(3);
  });

  it('is ordered again when it was cut off before', async () => {
    const made = world();
    const [bad, good] = [run('held'), run('succeeded')];
    for (const ended of [bad, bad]) await settle(made, ended, [result('held')]);
    for (const ended of [good, good]) await settle(made, ended, [result('done')]);
    expect(messages(made)).toMatchObject(['opened', 'opened', 'closed', 'closed'].map((phase) => ({ phase })));
    expect(await incidentsOf(made, 'p1')).toEqual(['held over, mails waiting waiting']);
  });

  it('is not over because a run could not be planned', async () => {
    const made = world();
    await settle(made, run('held'), [result('held')]);
    await settle(made, run('failed', { reason: 'No token.' }));
    expect(await incidentsOf(made, 'p1')).toEqual(['held open, mail waiting', 'runFailed open, mail waiting']);
    await settle(made, run('succeeded'), [result('done')]);
    expect(await incidentsOf(made, 'p1')).toEqual([
      'held over, mails waiting waiting',
      'runFailed over, mails waiting waiting',
    ]);
  });

  it('is not over while a mailbox that was not tried still suffers from it', async () => {
    const made = world();
    await settle(made, run('held'), [result('held'), result('failed', 'ben')]);
    await settle(made, run('succeeded'), [result('done')], ['mailboxFailed', 'held']);
    expect(await incidentsOf(made, 'p1')).toEqual(['held open, mail waiting', 'mailboxFailed open, mail waiting']);
    await settle(made, run('succeeded'), [result('done')], ['held']);
    expect(await incidentsOf(made, 'p1')).toEqual([
      'held open, mail waiting',
      'mailboxFailed over, mails waiting waiting',
    ]);
  });
});
