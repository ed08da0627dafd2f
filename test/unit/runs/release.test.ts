import { describe, expect, it } from 'vitest';
import { ConflictError } from '../../../shared/errors.ts';
import { releaseRun } from '../../../shared/runs/release-run.ts';
import { runDetail } from '../../../shared/runs/run-view.ts';
import { watchRuns } from '../../../shared/runs/watch-runs.ts';
import { drop, fill, idOf, runNow, staffed } from './staff.ts';
import { expectBooks, incidentsOf, lastRun, mailsOf, namesIn, runsOf } from './truth.ts';

/** Two mailboxes of which one has lost 12 of 17 contacts; the run that found that out is held. */
async function held(): ReturnType<typeof staffed> {
  const all = await staffed();
  const { made, profile } = all;
  fill(made, 'anna', 5, 17);
  await runNow(all);
  drop(made, 'anna', 0, 12);
  made.tenant.put('ben', idOf('ben', 0), { name: 'Renamed' });
  await runNow(all);
  expect(await lastRun(made, profile)).toMatchObject({ state: 'held', totals: { jobs: { done: 2, held: 1 } } });
  expect(await namesIn(made, profile, 'account:a-anna')).toHaveLength(17);
  return all;
}

describe('a held run', () => {
  it('deletes exactly what was held once it is released', async () => {
    const all = await held();
    const { made, profile, functions } = all;
    const { id } = await lastRun(made, profile);
    const detail = await runDetail(await lastRun(made, profile), made.ports().groups(profile, id));
    expect(detail.mailboxes).toContainEqual(
      expect.objectContaining({ mailbox: 'id-anna', outcome: 'held', heldEntries: 12, code: 'held' }),
    );
    const released = await releaseRun(made.ports(), profile, id);
    expect(released).toMatchObject({ id, state: 'running' });
    expect(released.finishedAt).toBeUndefined();
    await functions.settle();
    const run = await lastRun(made, profile);
    expect(run).toMatchObject({
      id,
      state: 'succeeded',
      totals: { jobs: { done: 3, held: 0 }, counts: { updated: 1, deleted: 12 } },
    });
    expect(run).not.toHaveProperty('reason');
    await expectBooks(made, profile, { 'account:a-anna': ['anna'], 'account:a-ben': ['ben'] });
    expect(await runsOf(made, profile)).toHaveLength(2);
    expect(await incidentsOf(made, profile)).toEqual(['held over, mails sent sent']);
    expect(mailsOf(made)).toEqual(['a deletion waits for your release', 'over: a deletion waits for your release']);
  });

  it('counts what it did before and after', async () => {
    const all = await staffed();
    const { made, profile, functions } = all;
    await runNow(all);
    drop(made, 'anna', 0, 5);
    fill(made, 'anna', 20, 23);
    await runNow(all);
    const held = await lastRun(made, profile);
    expect(held).toMatchObject({ state: 'held', totals: { counts: { created: 3, deleted: 0 } } });
    await releaseRun(made.ports(), profile, held.id);
    await functions.settle();
    const { totals } = await lastRun(made, profile);
    expect(totals?.counts).toMatchObject({ created: 3, deleted: 5 });
    expect(totals?.requests).toBeGreaterThan(held.totals?.requests ?? 0);
  });

  it('is told once, however many runs find it, and read on meanwhile', async () => {
    const all = await held();
    const { made, profile } = all;
    fill(made, 'anna', 17, 20);
    for (let time = 0; time < 3; time += 1) {
      await runNow(all);
      expect(await lastRun(made, profile)).toMatchObject({ state: 'held' });
    }
    expect(await namesIn(made, profile, 'account:a-anna')).toHaveLength(20);
    expect(await incidentsOf(made, profile)).toEqual(['held open, mail sent']);
    expect(mailsOf(made)).toHaveLength(1);
  });

  it('stays so while the mailbox cannot be read', async () => {
    const all = await held();
    const { made, profile } = all;
    await made.ports().mailboxes.merge(profile, [{ key: 'id-anna', retryAt: '2027-01-01T00:00:00.000Z' }]);
    made.now = Date.UTC(2026, 10, 3, 11);
    await all.functions.tick();
    await all.functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ trigger: 'schedule', state: 'partial', parked: 1 });
    expect(await incidentsOf(made, profile)).toEqual(['held open, mail sent']);
  });

  it('is released once', async () => {
    const { made, profile, functions } = await held();
    const { id } = await lastRun(made, profile);
    const ends = await Promise.allSettled([1, 2, 3].map(() => releaseRun(made.ports(), profile, id)));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(ConflictError);
    await expect(releaseRun(made.ports(), profile, id)).rejects.toThrow('it is running');
    await functions.settle();
    await expect(releaseRun(made.ports(), profile, id)).rejects.toThrow('it is succeeded');
    expect(await lastRun(made, profile)).toMatchObject({ totals: { jobs: { done: 3 }, counts: { deleted: 12 } } });
  });

  it('is held again when more would go meanwhile', async () => {
    const { made, profile, functions } = await held();
    const { id } = await lastRun(made, profile);
    drop(made, 'anna', 12, 15);
    await releaseRun(made.ports(), profile, id);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ id, state: 'held' });
    expect(await namesIn(made, profile, 'account:a-anna')).toHaveLength(17);
    expect(mailsOf(made)).toHaveLength(1);
    await releaseRun(made.ports(), profile, id);
    await functions.settle();
    await expectBooks(made, profile, { 'account:a-anna': ['anna'] });
    expect(await lastRun(made, profile)).toMatchObject({ id, state: 'succeeded', totals: { jobs: { done: 3 } } });
  });

  it('is held again when others would go meanwhile, however many they are', async () => {
    const { made, profile, functions } = await held();
    const { id } = await lastRun(made, profile);
    fill(made, 'anna', 0, 4);
    drop(made, 'anna', 12, 16);
    await releaseRun(made.ports(), profile, id);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ id, state: 'held' });
    expect(await namesIn(made, profile, 'account:a-anna')).toHaveLength(17);
    await releaseRun(made.ports(), profile, id);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ id, state: 'succeeded', totals: { counts: { deleted: 12 } } });
    await expectBooks(made, profile, { 'account:a-anna': ['anna'] });
  });

  it('deletes nothing when all came back', async () => {
    const { made, profile, functions } = await held();
    fill(made, 'anna', 0, 12);
    await releaseRun(made.ports(), profile, (await lastRun(made, profile)).id);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded', totals: { counts: { deleted: 0 } } });
    await expectBooks(made, profile, { 'account:a-anna': ['anna'] });
  });

  it('cannot be released after a later run: the mailbox may belong to another account by now', async () => {
    const all = await held();
    const { made, profile } = all;
    const { id } = await lastRun(made, profile);
    await made.putAccounts(profile, 'x:anna', 'ben', 'cleo');
    await runNow(all);
    await expectBooks(made, profile, { 'account:x': ['anna'], 'account:a-anna': [] });
    await expect(releaseRun(made.ports(), profile, id)).rejects.toMatchObject({ code: 'overtaken' });
    await all.functions.settle();
    await expectBooks(made, profile, { 'account:x': ['anna'], 'account:a-anna': [] });
  });

  it('cannot be released while the profile runs, nor a run that does not exist', async () => {
    const all = await held();
    const { made, profile } = all;
    const { id } = await lastRun(made, profile);
    await expect(releaseRun(made.ports(), profile, 'unknown')).rejects.toMatchObject({ kind: 'notFound' });
    const { states } = made.ports();
    await states.change(await states.get(profile), { activeRun: 'other' });
    await expect(releaseRun(made.ports(), profile, id)).rejects.toMatchObject({ kind: 'conflict', code: 'running' });
  });

  it('keeps the lock while it is being reopened, whoever looks after it', async () => {
    const all = await held();
    const { made, profile, functions } = all;
    const { id } = await lastRun(made, profile);
    const ports = made.ports();
    const replace = ports.runs.replace.bind(ports.runs);
    ports.runs.replace = async (...given) => {
      // Between lock and reopening: the watch, and every message of the run once more.
      await watchRuns(made.ports());
      for (const late of functions.delivered) await functions.handle(late);
      expect(await made.ports().states.get(profile)).toMatchObject({ activeRun: id });
      return replace(...given);
    };
    await releaseRun(ports, profile, id);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ id, state: 'succeeded', totals: { jobs: { done: 3 } } });
  });
});
