import { describe, expect, it } from 'vitest';
import { newSubmissionId } from '../../../shared/cards/submission-id.ts';
import { repeatOf } from '../../../shared/cards/repeat.ts';
import { takeSubmission, type Candidate } from '../../../shared/cards/take-submission.ts';
import type { Submission, Visitor } from '../../../shared/cards/submission.ts';
import { addressHashes } from '../../../shared/cards/visitor-address.ts';
import { ThrottledError } from '../../../shared/errors.ts';
import type { CardLimits } from '../../../shared/profiles/cards-profile.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { allRows } from '../../../shared/storage/table.ts';
import { manyLimits } from './world/installation.ts';

const noon = Date.UTC(2026, 10, 2, 12);
const secret = Buffer.alloc(32, 7);
const nobody: Visitor = {
  ...{ firstName: '', lastName: '', email: '', phone: '', phoneE164: '', company: '', jobTitle: '', website: '' },
  ...{ street: '', postalCode: '', city: '', country: '', note: '' },
};

const waiting = {
  ...{ role: 'owner' as const, mailbox: 'id-anna', folder: '', state: 'waiting' as const, contact: '', reason: '' },
  ...{ attempts: 0, since: '', until: '', doubtful: false },
};

/** A table with a clock; `press` sends one submission, each of another visitor unless told. */
function taking(limits: Partial<CardLimits> = {}) {
  const submissionTable = memoryTable();
  const state = { now: noon, keys: [secret], count: 0 };
  const now = (): Date => new Date(state.now);
  const press = (card: string, address?: string, name?: string, key?: string): Promise<string> => {
    const visitor = { ...nobody, firstName: name ?? `Visitor ${(state.count += 1)}` };
    const submission: Submission = {
      ...{ id: newSubmissionId(now()), profile: 'aa', card, receivedAt: now().toISOString(), from: 'page' },
      ...{ language: 'de', visitor, consent: undefined, targets: [waiting], ownerMail: 'none', etag: '' },
    };
    const candidate: Candidate = {
      submission,
      repeat: repeatOf(card, { from: 'page', key }, visitor, state.keys),
      addresses: address === undefined ? [] : addressHashes(address, [secret], now()),
      limits: { ...manyLimits, ...limits },
    };
    return takeSubmission({ submissionTable, now, pause: () => Promise.resolve() }, candidate);
  };
  return { state, press, rows: () => allRows(submissionTable, 'aa'), table: submissionTable };
}

async function outcomes(
  pressed: readonly Promise<string>[],
): Promise<{ taken: number; codes: Set<string | undefined> }> {
  const settled = await Promise.allSettled(pressed);
  const codes = new Set<string | undefined>();
  for (const one of settled) {
    if (one.status === 'fulfilled') continue;
    if (!(one.reason instanceof ThrottledError)) throw one.reason;
    codes.add(one.reason.code);
  }
  return { taken: settled.filter(({ status }) => status === 'fulfilled').length, codes };
}

describe('limits across instances', () => {
  it.each([
    ['perCardAndHour', 20],
    ['perCardAndDay', 20],
    ['perAddressIn10Minutes', 5],
  ] as const)('64 callers at once never get more than the limit: %s', async (limit, most) => {
    const { press, rows } = taking({ [limit]: most });
    let taken = 0;
    for (let round = 0; round < 4; round += 1) {
      const done = await outcomes(Array.from({ length: 64 }, () => press('aa-1', '198.51.100.1')));
      taken += done.taken;
      expect([...done.codes].every((code) => code === limit || code === 'busy')).toBe(true);
    }
    expect(taken).toBe(most);
    expect((await rows()).filter(({ key }) => key.startsWith('s|'))).toHaveLength(most);
  });

  it('the limit of the profile is exact where one comes after the other', async () => {
    const { press } = taking({ perProfileAndHour: 3 });
    for (let card = 0; card < 3; card += 1) await press(`aa-${card}`);
    await expect(press('aa-9')).rejects.toMatchObject({ code: 'perProfileAndHour' });
  });

  it('one card at its limit neither refuses nor slows another', async () => {
    const { press, table } = taking({ perCardAndHour: 2 });
    const storm = outcomes(Array.from({ length: 200 }, () => press('aa-1', '198.51.100.1')));
    let commits = 0;
    const { commit } = table;
    table.commit = (partition, changes) => {
      if (changes.some(({ key }) => key.includes('aa-2'))) commits += 1;
      return commit(partition, changes);
    };
    await Promise.all([press('aa-2', '203.0.113.1'), press('aa-3', '203.0.113.2')]);
    expect(commits, 'the other card is written at the first try').toBe(1);
    expect((await storm).taken).toBe(2);
  });

  it('hold over midnight, when the hash of an address changes', async () => {
    const { press, state } = taking({ perAddressIn10Minutes: 5 });
    state.now = Date.UTC(2026, 10, 2, 23, 58);
    for (let time = 0; time < 3; time += 1) await press('aa-1', '198.51.100.1');
    state.now = Date.UTC(2026, 10, 3, 0, 2);
    for (let time = 0; time < 2; time += 1) await press('aa-1', '198.51.100.1');
    await expect(press('aa-1', '198.51.100.1')).rejects.toMatchObject({ code: 'perAddressIn10Minutes' });
    state.now = Date.UTC(2026, 10, 3, 0, 8, 1);
    for (let time = 0; time < 3; time += 1) await press('aa-1', '198.51.100.1');
    await expect(press('aa-1', '198.51.100.1')).rejects.toMatchObject({ code: 'perAddressIn10Minutes' });
  });

  it.each(['198.51.100.77', '2001:db8:7:7::/64'])('keep no address, only a keyed hash: %s', async (address) => {
    const { press, rows } = taking();
    await press('aa-1', address);
    expect(JSON.stringify(await rows())).not.toContain(address);
  });
});

describe('repeats', () => {
  it('of equal content have one answer for ten minutes, of a key for a day', async () => {
    const { press, state } = taking();
    const [byContent, byKey] = [await press('aa-1', undefined, 'Vera'), await press('aa-1', undefined, 'Ben', 'k')];
    state.now += 599_000;
    expect(await press('aa-1', undefined, 'Vera')).toBe(byContent);
    state.now += 2000;
    expect(await press('aa-1', undefined, 'Vera')).not.toBe(byContent);
    state.now = noon + 24 * 3_600_000 - 1000;
    expect(await press('aa-1', undefined, 'Ben', 'k')).toBe(byKey);
    state.now += 2000;
    expect(await press('aa-1', undefined, 'Ben', 'k')).not.toBe(byKey);
  });

  it('count neither against a limit nor for another card', async () => {
    const { press } = taking({ perCardAndHour: 1 });
    const first = await press('aa-1', '198.51.100.1', 'Vera');
    for (let time = 0; time < 5; time += 1) expect(await press('aa-1', '198.51.100.1', 'Vera')).toBe(first);
    expect(await press('aa-2', '198.51.100.1', 'Vera')).not.toBe(first);
  });

  it('with other content under the same key are refused, and store nothing', async () => {
    const { press, rows } = taking();
    await press('aa-1', undefined, 'Vera', 'k');
    const before = await rows();
    await expect(press('aa-1', undefined, 'Ben', 'k')).rejects.toMatchObject({ code: 'keyReused' });
    expect(await rows()).toEqual(before);
  });

  it('are known after our own key was changed', async () => {
    const { press, state } = taking();
    const first = await press('aa-1', undefined, 'Vera', 'k');
    state.keys = [Buffer.alloc(32, 8), secret];
    expect(await press('aa-1', undefined, 'Vera', 'k')).toBe(first);
    await expect(press('aa-1', undefined, 'Ben', 'k')).rejects.toMatchObject({ code: 'keyReused' });
  });
});
