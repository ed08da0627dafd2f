import { describe, expect, it } from 'vitest';
import { recordDeadLetter } from '../../../shared/deadletters/record-dead-letter.ts';
import { pruneHistory, runsKept } from '../../../shared/retention/prune-history.ts';
import { newRunId, type Run, type RunState } from '../../../shared/runs/run.ts';
import { runNow, staffed } from '../runs/staff.ts';
import { incidentsOf, lastRun, mailsOf, runsOf } from '../runs/truth.ts';
import type { World } from '../runs/world.ts';

const dayMs = 24 * 3_600_000;

function runOf(made: World, daysAgo: number, state: RunState = 'succeeded'): Run {
  const startedAt = new Date(made.now - daysAgo * dayMs);
  const blank = { jobs: 0, unmatched: { count: 0, names: [] }, parked: 0, problems: [] };
  return { id: newRunId(startedAt), state, trigger: 'schedule', startedAt: startedAt.toISOString(), ...blank };
}

/** Adds runs with a ledger each. */
async function addRuns(made: World, profile: string, runs: readonly Run[]): Promise<void> {
  const ports = made.ports();
  for (const run of runs) {
    await ports.runs.insert(profile, run);
    await ports.groups(profile, run.id).add([{ group: '000000', jobs: [] }], new Date(made.now));
  }
}

const days = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n);

async function agesOf(made: World, profile: string): Promise<number[]> {
  return (await runsOf(made, profile)).map(({ startedAt }) => Math.round((made.now - Date.parse(startedAt)) / dayMs));
}

const ledgerRows = async (made: World, profile: string): Promise<number> =>
  (await made.tables.runs.all()).filter(({ partition }) => partition.startsWith(`${profile}|`)).length;

describe('the history of runs', () => {
  it('goes back 90 days, with everything about those that go', async () => {
    const { made, profile } = await staffed();
    await addRuns(
      made,
      profile,
      [...days(0, 100), 400].map((ago) => runOf(made, ago)),
    );
    await pruneHistory(made.ports());
    expect(await agesOf(made, profile)).toEqual(days(0, 90));
    expect(await ledgerRows(made, profile)).toBe(90 * 2);
    await pruneHistory(made.ports());
    expect(await runsOf(made, profile)).toHaveLength(90);
  });

  it('has the newest 50 of each profile, however old they are', async () => {
    const { made, profile } = await staffed();
    const other = await made.addProfile({ name: 'Other' });
    await addRuns(
      made,
      profile,
      days(200, 60).map((ago) => runOf(made, ago)),
    );
    await addRuns(
      made,
      other,
      days(200, 7).map((ago) => runOf(made, ago)),
    );
    await pruneHistory(made.ports());
    expect(await agesOf(made, profile)).toEqual(days(200, runsKept));
    expect(await runsOf(made, other)).toHaveLength(7);
  });

  it('keeps what is going on, and a hold as long as any other run', async () => {
    const { made, profile } = await staffed();
    const [active, held, cutOff] = [runOf(made, 300, 'running'), runOf(made, 301, 'held'), runOf(made, 302, 'running')];
    await addRuns(made, profile, [...days(0, 60).map((ago) => runOf(made, ago)), active, held, cutOff]);
    const { states } = made.ports();
    await states.change(await states.get(profile), { activeRun: active.id });
    await pruneHistory(made.ports());
    expect((await agesOf(made, profile)).slice(60)).toEqual([300]);
  });

  it('is removed in slices, the next of which goes on where the last one ended', async () => {
    const { made, profile } = await staffed();
    await addRuns(
      made,
      profile,
      [...days(0, 50), ...days(100, 40)].map((ago) => runOf(made, ago)),
    );
    made.sliceSeconds = 10;
    made.msPerCall = 1000;
    const counts: number[] = [];
    for (let nights = 0; nights < 6; nights += 1) {
      await pruneHistory(made.ports());
      counts.push((await runsOf(made, profile)).length);
    }
    expect(counts[0]).toBeLessThan(90);
    expect(counts[0]).toBeGreaterThan(70);
    expect(counts.at(-1)).toBe(50);
    expect([...counts].sort((a, b) => b - a)).toEqual(counts);
  });

  it('of a profile that cannot be read does not keep that of the others', async () => {
    const { made, profile } = await staffed();
    const broken = await made.addProfile({ name: 'Broken' });
    for (const id of [broken, profile])
      await addRuns(
        made,
        id,
        days(100, 55).map((ago) => runOf(made, ago)),
      );
    for (const { key } of (await made.tables.runs.all()).filter(({ partition }) => partition === broken))
      await made.tables.runs.commit(broken, [{ do: 'merge', key, cells: { v: 99 } }]);
    await pruneHistory(made.ports());
    expect(await runsOf(made, profile)).toHaveLength(50);
  });
});

describe('other history', () => {
  it('has dead letters for 90 days, and no open incident of one that is gone', async () => {
    const { made, profile, functions } = await staffed();
    const message = (run: string): object => ({ v: 1, type: 'jobs', profile, run, group: '000000' });
    await recordDeadLetter(made.ports(), 'jobs', message('old'));
    await functions.settle();
    made.now += 60 * dayMs;
    await recordDeadLetter(made.ports(), 'jobs', message('new'));
    made.now += 30 * dayMs + 1;
    await pruneHistory(made.ports());
    const { letters } = await made.ports().deadLetters.page(9, undefined);
    expect(letters.map(({ run }) => run)).toEqual(['new']);
    expect(await incidentsOf(made, profile)).toEqual(['deadLetter over, mails sent none']);
    await functions.settle();
    expect(mailsOf(made)).toEqual(['a message was given up']);
  });

  it('has closed incidents for a year, and open ones for as long as they last', async () => {
    const { made, profile } = await staffed();
    const { incidents } = made.ports();
    const at = new Date(made.now);
    const open = await incidents.open(profile, { kind: 'held', reason: '', run: '' }, at);
    await incidents.close(await incidents.open(profile, { kind: 'runFailed', reason: '', run: '' }, at), at, 'none');
    made.now += 365 * dayMs;
    await pruneHistory(made.ports());
    expect(await incidents.list(profile)).toHaveLength(2);
    made.now += 1;
    await pruneHistory(made.ports());
    expect(await incidents.list(profile)).toEqual([open]);
  });

  it('is left alone while a profile just lives', async () => {
    const all = await staffed();
    for (let n = 0; n < 3; n += 1) await runNow(all);
    const before = JSON.stringify(await Promise.all(Object.values(all.made.tables).map((table) => table.all())));
    await pruneHistory(all.made.ports());
    expect(JSON.stringify(await Promise.all(Object.values(all.made.tables).map((table) => table.all())))).toBe(before);
    expect(await lastRun(all.made, all.profile)).toMatchObject({ state: 'succeeded' });
  });
});
