import { describe, expect, it } from 'vitest';
import { ThrottledError, UnavailableError } from '../../../shared/errors.ts';
import { jobMessageSchema } from '../../../shared/runs/messages.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { workGroup } from '../../../shared/runs/work-group.ts';
import { fill, runNow, staffed } from './staff.ts';
import { expectBooks, incidentsOf, lastRun } from './truth.ts';

describe('throttling', () => {
  it('puts the mailbox off by as long as the source asks, and burns no attempt', async () => {
    const all = await staffed();
    const { made, profile, functions } = all;
    let times = 8;
    made.tenant.trouble = ({ do: call, of }) =>
      call === 'contacts' && of === 'id-anna' && times-- > 0
        ? new ThrottledError('Too many requests.', 2400)
        : undefined;
    await startRun(made.ports(), profile);
    await functions.drain();
    expect(functions.pending()).toMatchObject([{ queue: 'jobs', dequeued: 0, visibleAt: made.now + 2400_000 }]);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded', totals: { jobs: { done: 3 } } });
    await expectBooks(made, profile, { 'account:a-anna': ['anna'], 'account:a-ben': ['ben'] });
    // One message at a time, however long it lasts: the watch has not sent it again beside.
    expect(functions.delivered.filter(({ queue }) => queue === 'jobs')).toHaveLength(3 + 8);
    expect(await incidentsOf(made, profile)).toEqual([]);
  });

  it('while mailboxes are listed puts off the plan', async () => {
    const { made, profile, functions } = await staffed();
    let times = 8;
    made.tenant.trouble = ({ do: call }) =>
      call === 'mailboxes' && times-- > 0 ? new ThrottledError('Too many requests.', 120) : undefined;
    await startRun(made.ports(), profile);
    await functions.drain();
    expect(functions.pending()).toMatchObject([{ queue: 'runs', dequeued: 0, visibleAt: made.now + 120_000 }]);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
  });

  it('that never ends is given up', async () => {
    const { made, profile, functions } = await staffed();
    made.tenant.trouble = ({ do: call, of }) =>
      call === 'contacts' && of === 'id-anna' ? new ThrottledError('Too many requests.', 60) : undefined;
    await startRun(made.ports(), profile);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'partial', totals: { jobs: { done: 2, failed: 1 } } });
    expect(await incidentsOf(made, profile)).toEqual(['mailboxFailed open, mail sent']);
  });
});

describe('a message of several mailboxes', () => {
  it('sends on what it put back although its own write was sent twice', async () => {
    const all = await staffed();
    const { made, profile, functions } = all;
    await runNow(all);
    made.later(1);
    let times = 1;
    made.tenant.trouble = ({ of }) => (of === 'id-ben' && times-- > 0 ? new UnavailableError('No answer.') : undefined);
    await startRun(made.ports(), profile);
    await functions.deliver();
    const [message] = functions.pending().splice(0);
    const ports = made.ports();
    const { groups } = ports;
    ports.groups = (...of) => {
      const ledger = groups(...of);
      const finish = async (...given: Parameters<typeof ledger.finish>): Promise<void> => {
        await ledger.finish(...given);
        await ledger.finish(...given);
      };
      return { ...ledger, finish };
    };
    await workGroup(ports, jobMessageSchema.parse(message?.message));
    expect(functions.pending()).toHaveLength(1);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded', totals: { jobs: { done: 3 } } });
  });

  it('puts back alone what fails of twenty, and the others are done', async () => {
    const all = await staffed();
    const { made, profile, functions } = all;
    const names = Array.from({ length: 20 }, (_, n) => `p${n}`);
    for (const name of ['anna', 'ben', 'cleo']) made.tenant.people.delete(`id-${name}`);
    for (const name of names) {
      made.tenant.addPerson(name);
      fill(made, name, 0, 1);
    }
    await made.putAccounts(profile, ...names);
    await runNow(all);
    for (const name of names) fill(made, name, 1, 2);
    let times = 3;
    made.tenant.trouble = ({ of }) =>
      of === 'id-p7' && times-- > 0 ? new UnavailableError('Nobody answers.') : undefined;
    const before = functions.delivered.length;
    await startRun(made.ports(), profile);
    await functions.deliver();
    expect(functions.pending()).toHaveLength(1);
    await functions.deliver();
    expect((await made.ports().mailboxes.list(profile)).filter(({ entries }) => entries === 2)).toHaveLength(19);
    expect(functions.pending()).toMatchObject([{ queue: 'jobs', visibleAt: made.now + 30_000 }]);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({
      state: 'succeeded',
      jobs: 20,
      totals: { jobs: { done: 20, failed: 0 }, counts: { created: 20 } },
    });
    expect(functions.delivered.slice(before).filter(({ queue }) => queue === 'jobs')).toHaveLength(1 + 3);
    for (const name of names) await expectBooks(made, profile, { [`account:a-${name}`]: [name] });
  });
});

describe('a slice that is over', () => {
  it('passes the mailbox on, and the totals are those of the whole', async () => {
    const { made, profile, functions } = await staffed();
    fill(made, 'anna', 5, 300);
    made.tenant.pageSize = 10;
    made.sliceSeconds = 3;
    made.msPerCall = 400;
    await startRun(made.ports(), profile);
    await functions.settle();
    const run = await lastRun(made, profile);
    expect(run).toMatchObject({
      state: 'succeeded',
      totals: { jobs: { done: 3 }, counts: { read: 310, created: 310 } },
    });
    expect(functions.delivered.filter(({ queue }) => queue === 'jobs').length).toBeGreaterThan(6);
    expect(run.totals?.requests).toBeGreaterThanOrEqual(30 + 2);
    await expectBooks(made, profile, { 'account:a-anna': ['anna'], 'account:a-ben': ['ben'] });
  });

  it('shows how far it is while it goes on', async () => {
    const { made, profile, functions } = await staffed();
    fill(made, 'anna', 5, 300);
    made.tenant.pageSize = 10;
    made.sliceSeconds = 8;
    made.msPerCall = 400;
    await startRun(made.ports(), profile);
    await functions.deliver();
    await functions.deliver();
    const { activeRun = '' } = await made.ports().states.get(profile);
    const groups = await made.ports().groups(profile, activeRun).list();
    expect(groups.map(({ progress }) => progress?.created ?? 0).filter((created) => created > 0)).toHaveLength(1);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ totals: { counts: { created: 310 } } });
  });
});
