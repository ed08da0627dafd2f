import { describe, expect, it } from 'vitest';
import { ConflictError } from '../../../shared/errors.ts';
import { startDueRuns, startRun } from '../../../shared/runs/start-run.ts';
import { watchRuns } from '../../../shared/runs/watch-runs.ts';
import { fill, idOf, runNow, staffed } from './staff.ts';
import { expectBooks, incidentsOf, lastRun, mailsOf, runsOf } from './truth.ts';
import type { World } from './world.ts';

const personalBooks = { 'account:a-anna': ['anna'], 'account:a-ben': ['ben'], 'account:a-cleo': ['cleo'] } as const;
const books = Object.fromEntries(Object.entries(personalBooks).map(([book, names]) => [book, [...names]]));

/** Everything that is stored, but for etags. */
async function stored(made: World): Promise<unknown> {
  const tables = await Promise.all(Object.entries(made.tables).map(async ([name, table]) => [name, await table.all()]));
  return JSON.parse(JSON.stringify(tables, (name, value: unknown) => (name === 'etag' ? undefined : value)));
}

describe('a run', () => {
  it('starts, is planned, worked on and closed', async () => {
    const { made, profile, functions } = await staffed();
    const run = await startRun(made.ports(), profile);
    expect(run).toMatchObject({ state: 'queued', trigger: 'manual', jobs: 0 });
    expect(await made.ports().states.get(profile)).toMatchObject({ activeRun: run.id });
    await functions.settle();
    const ended = await lastRun(made, profile);
    expect(ended).toMatchObject({ id: run.id, state: 'succeeded', jobs: 3, parked: 0, problems: [] });
    expect(ended.totals).toMatchObject({
      jobs: { done: 3, failed: 0, held: 0, waiting: 0 },
      counts: { read: 15, created: 15 },
    });
    expect(ended.totals?.requests).toBeGreaterThanOrEqual(6);
    expect(await made.ports().states.get(profile)).toMatchObject({ activeRun: undefined });
    await expectBooks(made, profile, books);
    expect(await incidentsOf(made, profile)).toEqual([]);
  });

  it('brings what changed, and an unchanged mailbox costs nothing but being asked', async () => {
    const all = await staffed();
    const { made, profile } = all;
    await runNow(all);
    made.tenant.put('anna', idOf('anna', 1), { name: 'Renamed', phone: '+49 30 5551234' });
    made.tenant.remove('anna', idOf('anna', 2));
    fill(made, 'ben', 5, 7);
    await runNow(all);
    const { totals, state } = await lastRun(made, profile);
    expect(state).toBe('succeeded');
    expect(totals?.counts).toMatchObject({ created: 2, updated: 1, deleted: 1, unchanged: 0 });
    await expectBooks(made, profile, books);
  });

  it('has one starter when two start at the same moment', async () => {
    const { made, profile, functions } = await staffed();
    made.later(24 * 60);
    const starts = [startRun(made.ports(), profile), startRun(made.ports(), profile), startDueRuns(made.ports())];
    const ends = await Promise.allSettled(starts);
    const started = ends.filter((end) => end.status === 'fulfilled' && end.value !== 0);
    expect(started).toHaveLength(1);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(ConflictError);
    expect(await runsOf(made, profile)).toHaveLength(1);
    expect(functions.pending()).toHaveLength(1);
    await functions.settle();
    // The tick that the manual start has won against, if it did, is answered after it.
    for (const run of await runsOf(made, profile)) expect(run.state).toBe('succeeded');
  });

  it('refuses a second start while it goes on, naming the run', async () => {
    const { made, profile, functions } = await staffed();
    const { id } = await startRun(made.ports(), profile);
    await expect(startRun(made.ports(), profile)).rejects.toMatchObject({ kind: 'conflict', code: 'running' });
    await expect(startRun(made.ports(), profile)).rejects.toThrow(id);
    await functions.deliver();
    await expect(startRun(made.ports(), profile)).rejects.toThrow(ConflictError);
    await functions.settle();
    await expect(startRun(made.ports(), profile)).resolves.toBeDefined();
  });

  it('makes a tick of the schedule wait until it has ended', async () => {
    const { made, profile, functions } = await staffed();
    made.now = Date.UTC(2026, 10, 2, 10, 59);
    await startRun(made.ports(), profile);
    made.later(2);
    expect(await startDueRuns(made.ports())).toBe(0);
    await functions.drain();
    expect(await startDueRuns(made.ports())).toBe(1);
    await functions.settle();
    expect((await runsOf(made, profile)).map(({ trigger, state }) => `${trigger} ${state}`)).toEqual([
      'schedule succeeded',
      'manual succeeded',
    ]);
  });
});

describe('messages', () => {
  it('are handled twice without a second effect', async () => {
    const { made, profile, functions } = await staffed();
    await startRun(made.ports(), profile);
    const { deliver } = functions;
    functions.deliver = async () => {
      const before = functions.delivered.length;
      const delivered = await deliver();
      for (const envelope of functions.delivered.slice(before))
        expect(await functions.handle(envelope)).toBeUndefined();
      return delivered;
    };
    await functions.settle();
    const { state, totals } = await lastRun(made, profile);
    expect(state).toBe('succeeded');
    expect(totals).toMatchObject({ jobs: { done: 3, failed: 0, held: 0, waiting: 0 }, counts: { created: 15 } });
    await expectBooks(made, profile, books);
  });

  it('are handled by two workers at the same moment', async () => {
    const { made, profile, functions } = await staffed();
    await startRun(made.ports(), profile);
    await functions.deliver();
    const [job] = functions.pending();
    if (!job) throw new Error('There is no job.');
    await Promise.all([functions.handle(job), functions.handle(job), functions.handle(job)]);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({
      state: 'succeeded',
      totals: { jobs: { done: 3, waiting: 0 } },
    });
    await expectBooks(made, profile, books);
  });

  it('come in any order', async () => {
    const { made, profile, functions } = await staffed();
    functions.choose = (visible) => visible.at(-1);
    await startRun(made.ports(), profile);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded', totals: { counts: { created: 15 } } });
    await expectBooks(made, profile, books);
  });

  it('come late, after the run has ended and others followed, and change nothing', async () => {
    const all = await staffed();
    const { made, functions, profile } = all;
    await runNow(all);
    fill(made, 'anna', 5, 8);
    await runNow(all);
    // Nobody has read this yet: a late message must not read it either.
    fill(made, 'ben', 5, 8);
    const before = await stored(made);
    for (const late of functions.delivered) expect(await functions.handle(late)).toBeUndefined();
    expect(functions.pending()).toEqual([]);
    expect(await stored(made)).toEqual(before);
    expect((await runsOf(made, profile)).map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
  });

  it('of a plan that got lost are sent again by the watch, once', async () => {
    const { made, profile, functions } = await staffed();
    await startRun(made.ports(), profile);
    functions.pending().splice(0);
    made.later(9);
    await watchRuns(made.ports());
    expect(functions.pending()).toEqual([]);
    made.later(1);
    await watchRuns(made.ports());
    await watchRuns(made.ports());
    expect(functions.pending()).toHaveLength(1);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
  });

  it('of jobs that got lost are sent again by the watch, only those', async () => {
    const { made, profile, functions } = await staffed();
    await startRun(made.ports(), profile);
    await functions.deliver();
    functions.pending().splice(0, 1);
    await functions.drain();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'running' });
    made.later(29);
    await watchRuns(made.ports());
    expect(functions.pending()).toEqual([]);
    made.later(1);
    await watchRuns(made.ports());
    await watchRuns(made.ports());
    expect(functions.pending()).toHaveLength(1);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({
      state: 'succeeded',
      totals: { jobs: { done: 3 }, counts: { created: 15 } },
    });
    await expectBooks(made, profile, books);
  });

  it('of a profile that cannot be watched do not keep the watch from the others', async () => {
    const { made, profile, functions } = await staffed();
    const broken = await made.addProfile({ name: 'Broken' });
    const { states } = made.ports();
    for (const id of [broken, profile]) {
      await startRun(made.ports(), id);
      expect((await states.get(id)).activeRun).toBeDefined();
    }
    functions.pending().splice(0);
    const [row] = (await made.tables.runs.all()).filter(({ partition }) => partition === broken);
    await made.tables.runs.commit(broken, [{ do: 'merge', key: row?.key ?? '', cells: { v: 99 } }]);
    made.later(20);
    await watchRuns(made.ports());
    expect(functions.pending().map(({ message }) => message)).toEqual([expect.objectContaining({ profile })]);
    expect(mailsOf(made)).toEqual([]);
  });
});
