import { describe, expect, it } from 'vitest';
import { bookPartition } from '../../../shared/phonebook/book.ts';
import { fill, runNow, staffed } from './staff.ts';
import { expectBooks, lastRun } from './truth.ts';
import type { World } from './world.ts';

/** Row keys of a personal book. */
async function rowsIn(made: World, profile: string, account: string): Promise<string[]> {
  const partition = bookPartition(profile, `account:${account}`);
  return (await made.tables.books.all()).filter((row) => row.partition === partition).map(({ key }) => key);
}

const mailbox = (made: World, profile: string, name: string) => made.ports().mailboxes.find(profile, `id-${name}`);

describe.each(['mirror', 'createAndUpdate'] as const)('an account that changes, in the mode %s', (importMode) => {
  it('takes the contacts along and leaves nothing in the old book', async () => {
    const all = await staffed({ importMode });
    const { made, profile } = all;
    await runNow(all);
    await made.putAccounts(profile, 'x:anna', 'ben', 'cleo');
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({
      state: 'succeeded',
      totals: { counts: { created: 5, deleted: 5 } },
    });
    await expectBooks(made, profile, { 'account:x': ['anna'], 'account:a-anna': [], 'account:a-ben': ['ben'] });
    expect(await rowsIn(made, profile, 'a-anna')).toEqual([]);
    expect(await mailbox(made, profile, 'anna')).toMatchObject({ account: 'x', formerAccounts: '', entries: 5 });
  });

  it('may be swapped with another', async () => {
    const all = await staffed({ importMode });
    const { made, profile } = all;
    await runNow(all);
    await made.putAccounts(profile, 'a-ben:anna', 'a-anna:ben', 'cleo');
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
    await expectBooks(made, profile, {
      'account:a-anna': ['ben'],
      'account:a-ben': ['anna'],
      'account:a-cleo': ['cleo'],
    });
  });

  it('may go to the successor of somebody who left', async () => {
    const all = await staffed({ importMode });
    const { made, profile } = all;
    await runNow(all);
    made.tenant.addPerson('dora');
    fill(made, 'dora', 0, 4);
    made.tenant.people.delete('id-anna');
    await made.putAccounts(profile, 'a-anna:dora', 'ben', 'cleo');
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
    await expectBooks(made, profile, { 'account:a-anna': ['dora'] });
    expect(await mailbox(made, profile, 'anna')).toBeUndefined();
  });

  it('may change back before the old book was cleared', async () => {
    const all = await staffed({ importMode });
    const { made, profile, functions } = all;
    await runNow(all);
    await made.putAccounts(profile, 'x:anna', 'ben', 'cleo');
    // Every job of this run is lost but for one that reads; the run is given up.
    functions.loses = ({ queue }) => queue === 'jobs';
    await runNow({ ...all, functions: { ...functions, settle: functions.drain } });
    const { activeRun = '' } = await made.ports().states.get(profile);
    for (const name of await made.ports().groups(profile, activeRun).waiting(99)) {
      const message = { v: 1, type: 'jobs', profile, run: activeRun, group: name };
      expect(await functions.handle({ queue: 'jobs', poison: true, message })).toBeUndefined();
    }
    functions.loses = () => false;
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'failed' });
    expect(await mailbox(made, profile, 'anna')).toMatchObject({ account: 'x', formerAccounts: 'a-anna' });
    await made.putAccounts(profile, 'anna', 'ben', 'cleo');
    await runNow(all);
    await expectBooks(made, profile, { 'account:x': [], 'account:a-anna': ['anna'] });
    expect(await mailbox(made, profile, 'anna')).toMatchObject({ account: 'a-anna', formerAccounts: '' });
  });
});
