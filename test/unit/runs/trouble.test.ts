import { describe, expect, it } from 'vitest';
import { SignInError, ThrottledError, UnavailableError } from '../../../shared/errors.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { fill, runNow, staffed } from './staff.ts';
import { expectBooks, incidentsOf, lastRun, mailsOf, namesIn, namesOf } from './truth.ts';

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
    expect(await incidentsOf(made, profile)).toEqual(['deadLetter open, mail sent', 'mailboxFailed open, mail sent']);
  });
});

describe('a message of twenty mailboxes', () => {
  it('puts back alone what fails, and the others are done', async () => {
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

describe('an expired secret', () => {
  it('fails the run while it is planned, deletes nothing, and is told once until it is repaired', async () => {
    const all = await staffed({ sources: { personal: { from: 'all' }, directory: { users: true } } });
    const { made, profile } = all;
    fill(made, 'users', 0, 4);
    await runNow(all);
    const expired = new SignInError('AADSTS7000222: the secret has expired.', { code: 'expiredSecret' });
    made.tenant.trouble = ({ do: call }) => (call === 'sendMail' ? undefined : expired);
    for (let time = 0; time < 3; time += 1) {
      await runNow(all);
      expect(await lastRun(made, profile)).toMatchObject({
        state: 'failed',
        code: 'expiredSecret',
        reason: expired.message,
        jobs: 0,
      });
      await expectBooks(made, profile, { 'account:a-anna': ['anna'], company: ['users'] });
    }
    expect(await incidentsOf(made, profile)).toEqual(['runFailed open, mail sent']);
    for (const { outcome, retryAt } of await made.ports().mailboxes.list(profile))
      expect([outcome, retryAt]).toEqual(['done', '']);
    made.tenant.trouble = () => undefined;
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
    expect(await incidentsOf(made, profile)).toEqual(['runFailed over, mails sent sent']);
    expect(mailsOf(made)).toEqual(['the run failed', 'over: the run failed']);
  });

  it('in the middle of a run fails what is left, parks nothing, and is told once', async () => {
    const all = await staffed();
    const { made, profile } = all;
    await runNow(all);
    made.tenant.trouble = ({ do: call }) => (call === 'contacts' ? new SignInError('It has expired.') : undefined);
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'failed', totals: { jobs: { failed: 3 } } });
    for (const { retryAt } of await made.ports().mailboxes.list(profile)) expect(retryAt).toBe('');
    made.tenant.trouble = () => undefined;
    await runNow(all);
    expect(await incidentsOf(made, profile)).toEqual(['mailboxFailed over, mails sent sent']);
    await expectBooks(made, profile, { 'account:a-anna': ['anna'] });
  });
});

describe('a source that cannot be listed', () => {
  const group = '5f0c1a0e-52b4-4b5f-9d3c-0d7a2f6b1c11';
  it('is a problem of the run, and nothing of it is cleared or said to be over', async () => {
    const all = await staffed({
      sources: { personal: { from: 'group', group }, shared: [{ mailbox: 'info@contoso.com' }] },
    });
    const { made, profile } = all;
    made.tenant.addShared('info');
    fill(made, 'info', 0, 4);
    made.tenant.groups.set(group, new Set(['id-anna', 'id-ben']));
    await runNow(all);
    made.tenant.groups.set(group, new Set(['id-anna']));
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'held' });
    made.tenant.groups.delete(group);
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({
      state: 'partial',
      jobs: 1,
      problems: [{ source: 'personal' }],
    });
    expect(await namesIn(made, profile, 'account:a-ben')).toEqual(namesOf(made, 'ben'));
    await expectBooks(made, profile, { 'account:a-anna': ['anna'], company: ['info'] });
    expect(await incidentsOf(made, profile)).toEqual(['held open, mail sent', 'sourceFailed open, mail sent']);
    made.tenant.groups.set(group, new Set(['id-anna', 'id-ben']));
    await runNow(all);
    expect(await incidentsOf(made, profile)).toEqual([
      'held over, mails sent sent',
      'sourceFailed over, mails sent sent',
    ]);
    expect(mailsOf(made)).toHaveLength(4);
  });
});

describe('another tenant or client behind the connection', () => {
  it('has everything read anew, and nothing that is still there is deleted', async () => {
    const all = await staffed();
    const { made, profile } = all;
    await runNow(all);
    made.connection = { ...made.connection, version: 2 };
    await runNow(all);
    const { state, totals } = await lastRun(made, profile);
    expect(state).toBe('succeeded');
    expect(totals?.counts).toMatchObject({ read: 15, unchanged: 15, created: 0, deleted: 0 });
    await runNow(all);
    expect((await lastRun(made, profile)).totals?.counts).toMatchObject({ read: 0 });
  });
});
