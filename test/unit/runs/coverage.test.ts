import { describe, expect, it } from 'vitest';
import { DeniedError, NotFoundError } from '../../../shared/errors.ts';
import { bookPartition } from '../../../shared/phonebook/book.ts';
import { releaseRun } from '../../../shared/runs/release-run.ts';
import { fill, runNow, staffed } from './staff.ts';
import { expectBooks, incidentsOf, lastRun, mailsOf, namesIn, namesOf, runsOf } from './truth.ts';
import type { World } from './world.ts';

const group = '5f0c1a0e-52b4-4b5f-9d3c-0d7a2f6b1c11';
const ofGroup = { sources: { personal: { from: 'group', group } } } as const;

/** Row keys of a personal book. */
async function rowsIn(made: World, profile: string, account: string): Promise<string[]> {
  const partition = bookPartition(profile, `account:${account}`);
  return (await made.tables.books.all()).filter((row) => row.partition === partition).map(({ key }) => key);
}

const mailbox = (made: World, profile: string, name: string) => made.ports().mailboxes.find(profile, `id-${name}`);

describe('a mailbox that leaves the selection', () => {
  it('is held when it had three entries or more, and cleared once that is released', async () => {
    const all = await staffed(ofGroup);
    const { made, profile, functions } = all;
    made.tenant.groups.set(group, new Set(['id-anna', 'id-ben']));
    await runNow(all);
    made.tenant.groups.set(group, new Set(['id-anna']));
    await runNow(all);
    const held = await lastRun(made, profile);
    expect(held).toMatchObject({ state: 'held', totals: { jobs: { done: 1, held: 1 } } });
    expect(held.reason).toContain('ben@contoso.com');
    expect(await namesIn(made, profile, 'account:a-ben')).toEqual(namesOf(made, 'ben'));
    expect(await mailbox(made, profile, 'ben')).toMatchObject({ covered: false, held: true });
    await releaseRun(made.ports(), profile, held.id);
    await functions.settle();
    const released = await lastRun(made, profile);
    expect(released).toMatchObject({ id: held.id, state: 'succeeded', totals: { counts: { deleted: 5 } } });
    expect(released).not.toHaveProperty('reason');
    expect(await rowsIn(made, profile, 'a-ben')).toEqual([]);
    expect(await mailbox(made, profile, 'ben')).toBeUndefined();
    expect(await incidentsOf(made, profile)).toEqual(['held over, mails sent sent']);
  });

  it('is cleared unasked when it had fewer', async () => {
    const all = await staffed(ofGroup);
    const { made, profile } = all;
    made.tenant.addPerson('dora');
    fill(made, 'dora', 0, 2);
    await made.putAccounts(profile, 'anna', 'dora');
    made.tenant.groups.set(group, new Set(['id-anna', 'id-dora']));
    await runNow(all);
    made.tenant.groups.set(group, new Set(['id-anna']));
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
    expect(await rowsIn(made, profile, 'a-dora')).toEqual([]);
    expect(await mailbox(made, profile, 'dora')).toBeUndefined();
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded', jobs: 1 });
  });

  it('keeps its entries where nothing is ever deleted, and is still known', async () => {
    const all = await staffed({ ...ofGroup, importMode: 'createAndUpdate' });
    const { made, profile } = all;
    made.tenant.groups.set(group, new Set(['id-anna', 'id-ben']));
    await runNow(all);
    made.tenant.groups.set(group, new Set(['id-anna']));
    await runNow(all);
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
    expect(await namesIn(made, profile, 'account:a-ben')).toEqual(namesOf(made, 'ben'));
    expect(await mailbox(made, profile, 'ben')).toMatchObject({ covered: false, entries: 5 });
  });

  it('is read on where it was when it comes back', async () => {
    const all = await staffed(ofGroup);
    const { made, profile } = all;
    for (const members of [['id-anna', 'id-ben'], ['id-anna'], ['id-anna', 'id-ben']]) {
      made.tenant.groups.set(group, new Set(members));
      await runNow(all);
    }
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
    await expectBooks(made, profile, { 'account:a-ben': ['ben'] });
    expect(await mailbox(made, profile, 'ben')).toMatchObject({ covered: true, held: false });
    expect(await incidentsOf(made, profile)).toEqual(['held over, mails sent sent']);
  });
});

describe('a mailbox that is switched off', () => {
  it('is not read, keeps what it has, and is read again when it is switched on', async () => {
    const all = await staffed();
    const { made, profile } = all;
    await runNow(all);
    await made.ports().mailboxes.merge(profile, [{ key: 'id-anna', enabled: false }]);
    const before = namesOf(made, 'anna');
    fill(made, 'anna', 5, 7);
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded', jobs: 2 });
    expect(await namesIn(made, profile, 'account:a-anna')).toEqual(before);
    await made.ports().mailboxes.merge(profile, [{ key: 'id-anna', enabled: true }]);
    await runNow(all);
    await expectBooks(made, profile, { 'account:a-anna': ['anna'] });
  });
});

describe('a mailbox without an account', () => {
  it('is skipped and named', async () => {
    const all = await staffed();
    const { made, profile } = all;
    await made.putAccounts(profile, 'anna', 'cleo');
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({
      state: 'succeeded',
      jobs: 2,
      unmatched: { count: 1, names: ['ben@contoso.com'] },
    });
    expect(await mailbox(made, profile, 'ben')).toBeUndefined();
    expect((await made.tables.books.all()).filter(({ partition }) => partition.includes('ben'))).toEqual([]);
  });
});

describe.each([
  ['denied', new DeniedError('The application may not read this mailbox.'), 60],
  ['not found', new NotFoundError('The mailbox is on-premises.', { code: 'MailboxNotEnabledForRESTAPI' }), 24 * 60],
])('a mailbox that is %s', (_name, error, minutes) => {
  it('is parked, tried by whoever asks, and told once', async () => {
    const all = await staffed({ schedule: { everyMinutes: 10 } });
    const { made, profile, functions } = all;
    let asked = 0;
    made.tenant.trouble = ({ of }) => {
      if (of !== 'id-anna') return undefined;
      asked += 1;
      return error;
    };
    const scheduled = async (after: number): Promise<string> => {
      const before = (await runsOf(made, profile)).length;
      made.later(after);
      await functions.tick();
      await functions.settle();
      const [run] = await runsOf(made, profile);
      expect(await runsOf(made, profile)).toHaveLength(before + 1);
      return `${run?.state ?? ''}, ${run?.parked ?? 0} parked`;
    };
    expect(await scheduled(10)).toBe('partial, 0 parked');
    expect(await mailbox(made, profile, 'anna')).toMatchObject({ outcome: 'failed', reason: error.message });
    expect(await incidentsOf(made, profile)).toEqual(['mailboxFailed open, mail sent']);
    expect(asked).toBe(1);
    expect(await scheduled(10)).toBe('partial, 1 parked');
    expect(await scheduled(minutes - 20)).toBe('partial, 1 parked');
    expect(asked).toBe(1);
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ trigger: 'manual', state: 'partial', parked: 0 });
    expect(asked).toBe(2);
    expect(await scheduled(10)).toBe('partial, 1 parked');
    expect(await scheduled(minutes)).toBe('partial, 0 parked');
    expect(asked).toBe(3);
    expect(await incidentsOf(made, profile)).toEqual(['mailboxFailed open, mail sent']);
    made.tenant.trouble = () => undefined;
    expect(await scheduled(minutes + 10)).toBe('succeeded, 0 parked');
    expect(await mailbox(made, profile, 'anna')).toMatchObject({ outcome: 'done', reason: '', retryAt: '' });
    expect(await incidentsOf(made, profile)).toEqual(['mailboxFailed over, mails sent sent']);
    expect(mailsOf(made)).toEqual(['mailboxes cannot be read', 'over: mailboxes cannot be read']);
    await expectBooks(made, profile, { 'account:a-anna': ['anna'] });
  });
});
