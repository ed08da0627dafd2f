import { describe, expect, it } from 'vitest';
import { SignInError } from '../../../shared/errors.ts';
import { fill, runNow, staffed } from './staff.ts';
import { expectBooks, incidentsOf, lastRun, mailsOf, namesIn, namesOf } from './truth.ts';

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
