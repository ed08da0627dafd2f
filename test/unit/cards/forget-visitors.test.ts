import { describe, expect, it } from 'vitest';
import { deliverSubmission } from '../../../shared/cards/deliver-submission.ts';
import { erasePerson, forgetVisitors, submissionsOf } from '../../../shared/cards/forget-visitors.ts';
import { replaySubmission } from '../../../shared/cards/replay-submission.ts';
import { submissionMessageSchema } from '../../../shared/cards/submission-message.ts';
import { UnavailableError } from '../../../shared/errors.ts';
import { ofKind } from '../../../shared/profiles/profile.ts';
import { allRows } from '../../../shared/storage/table.ts';
import { installation, type Installation } from './world/installation.ts';
import { send } from './world/visitors.ts';

const dayMs = 24 * 3_600_000;

/** Everything that is stored anywhere, as it stands there. */
async function kept({ tables, queues }: Installation): Promise<string> {
  const partitions = ['aa', 'profile'];
  const rows = await Promise.all(
    Object.values(tables).flatMap((table) => partitions.map((partition) => allRows(table, partition))),
  );
  return JSON.stringify([rows, queues.submissions.sent, queues.notices.sent]);
}

/** What only this visitor has entered, as text and as JSON inside JSON would have it. */
function canariesOf(visitor: number): string[] {
  const texts = [`visitor${visitor}@example.org`, `Nr. ${visitor}"`, `0841 ${10_000 + visitor}`, `84110${visitor}`];
  return texts.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
}

async function deliverAll(made: Installation): Promise<void> {
  for (const { message } of made.queues.submissions.sent.splice(0))
    await deliverSubmission(made.ports(), submissionMessageSchema.parse(message));
}

/** Visitors 3, 6 and 9 have pressed the button of one card, each by page and by platform. */
async function pressed(): Promise<{ made: Installation; ids: Map<number, string[]>; later(days: number): void }> {
  const made = installation();
  await made.addProfile('aa', { retentionDays: 30, mailbox: 'office@contoso.com' });
  made.exchange.addresses.set('office@contoso.com', 'id-office');
  const card = await made.addCard('aa', 'anna');
  const ids = new Map<number, string[]>();
  for (const visitor of [3, 6, 9]) {
    const one = { card, visitor, key: undefined, parallel: 1, retries: 0 };
    const page = await send(made.ports(), made, { ...one, from: 'page' });
    ids.set(visitor, [page, await send(made.ports(), made, { ...one, from: 'platform', key: `k${visitor}` })]);
  }
  return { made, ids, later: (days) => (made.clockOffsetMs += days * dayMs) };
}

async function expectForgotten(made: Installation, gone: readonly number[], there: readonly number[]): Promise<void> {
  const text = await kept(made);
  for (const visitor of gone) for (const canary of canariesOf(visitor)) expect(text).not.toContain(canary);
  for (const visitor of there) expect(text).toContain(`visitor${visitor}@example.org`);
}

describe('erasing a person', () => {
  it('leaves nothing of theirs in any table or queue, and everything of others', async () => {
    const { made, ids } = await pressed();
    await deliverAll(made);
    await expectForgotten(made, [], [3, 6, 9]);
    expect(await erasePerson(made.ports(), 'aa', 'VISITOR6@example.ORG')).toBe(2);
    await expectForgotten(made, [6], [3, 9]);
    for (const id of ids.get(6) ?? []) {
      const { targets, consent } = await made.ports().submissions.get('aa', id);
      expect(targets.map(({ state }) => state)).toEqual(['created', 'created']);
      expect(consent).toBeUndefined();
      await expect(replaySubmission(made.ports(), 'aa', id)).rejects.toMatchObject({ kind: 'conflict' });
    }
    expect(await submissionsOf(made.ports(), 'aa', 'visitor6@example.org')).toEqual([]);
    expect(await erasePerson(made.ports(), 'aa', 'visitor6@example.org')).toBe(0);
  });

  it('means that what waits is never written, whatever is sent again', async () => {
    const { made, ids } = await pressed();
    const messages = [...made.queues.submissions.sent];
    await erasePerson(made.ports(), 'aa', 'visitor6@example.org');
    made.queues.submissions.sent.push(...messages);
    await deliverAll(made);
    expect(made.exchange.of('id-anna').map(({ draft }) => draft.email)).not.toContain('visitor6@example.org');
    expect(made.exchange.of('id-anna')).toHaveLength(4);
    for (const id of ids.get(6) ?? [])
      expect((await made.ports().submissions.get('aa', id)).targets).toMatchObject([
        { state: 'refused', reason: 'The person was erased before it was written.' },
        { state: 'refused', reason: 'The person was erased before it was written.' },
      ]);
    await expectForgotten(made, [6], [3, 9]);
  });

  it('while a worker is at it, says what that one did', async () => {
    const { made, ids } = await pressed();
    const ports = made.ports();
    const source = made.exchange.open;
    made.exchange.open = (process) => {
      const opened = source(process);
      const { createContact } = opened;
      opened.createContact = async (...asked) => {
        await erasePerson(ports, 'aa', 'visitor3@example.org');
        return createContact(...asked);
      };
      return opened;
    };
    const [first = ''] = ids.get(3) ?? [];
    await deliverSubmission(made.ports(), { v: 1, type: 'submission', profile: 'aa', submission: first });
    const { targets } = await ports.submissions.get('aa', first);
    const there = made.exchange.contacts.filter(({ tag }) => tag === first);
    expect(targets.map(({ state }) => state)).toEqual(['created', 'created']);
    expect(there.map(({ id }) => id).sort()).toEqual(targets.map(({ contact }) => contact).sort());
    await expectForgotten(made, [3], [6, 9]);
  });

  it('while a worker is at it that then dies or fails, settles it as refused', async () => {
    const { made, ids, later } = await pressed();
    made.exchange.trouble = () => new UnavailableError('Nobody answers.');
    await deliverAll(made);
    await erasePerson(made.ports(), 'aa', 'visitor3@example.org');
    made.exchange.trouble = () => undefined;
    later(1);
    await deliverAll(made);
    const [first = ''] = ids.get(3) ?? [];
    const { targets } = await made.ports().submissions.get('aa', first);
    expect(targets.map(({ state }) => state)).toEqual(['refused', 'refused']);
    expect(targets[0]?.reason).toContain('may have written');
    expect(made.exchange.contacts.map(({ tag }) => tag)).not.toContain(first);
  });

  it('exports everything of theirs before, whatever became of it', async () => {
    const { made, ids } = await pressed();
    const found = await submissionsOf(made.ports(), 'aa', 'Visitor9@Example.org');
    expect(found.map(({ id }) => id).sort()).toEqual([...(ids.get(9) ?? [])].sort());
    expect(found.every(({ visitor }) => visitor?.phone === '0841 10009' && visitor.note === 'Hello')).toBe(true);
    await deliverAll(made);
    expect(await submissionsOf(made.ports(), 'aa', 'visitor9@example.org')).toHaveLength(2);
  });
});

describe('forgetting visitors', () => {
  it('takes out what they entered when its days are over, and their outcome after a year', async () => {
    const { made, later } = await pressed();
    await deliverAll(made);
    const profile = ofKind(await made.ports().profiles.get('aa'), 'cards');
    later(29.9);
    await forgetVisitors(made.ports(), profile);
    await expectForgotten(made, [], [3, 6, 9]);
    later(0.2);
    await forgetVisitors(made.ports(), profile);
    await expectForgotten(made, [3, 6, 9], []);
    expect(
      (await made.rows('aa')).map(({ key }) => key[0]),
      'only outcomes',
    ).toEqual(Array(6).fill('s'));
    later(336);
    await forgetVisitors(made.ports(), profile);
    expect(await made.rows('aa')).toEqual([]);
  });

  it('clears guards in transactions, but none that is in use again', async () => {
    const made = installation();
    await made.addProfile('aa');
    const card = await made.addCard('aa', 'anna');
    const press = (visitor: number): Promise<string> =>
      send(made.ports(), made, { card, visitor, from: 'page', key: undefined, parallel: 1, retries: 0 });
    for (let visitor = 0; visitor < 250; visitor += 1) await press(visitor);
    const guards = async (): Promise<number> => (await made.rows('aa')).filter(({ key }) => /^[kn]/.test(key)).length;
    expect(await guards()).toBe(250 + 250 + 1);
    made.clockOffsetMs += dayMs + 1000;
    await press(1);
    const table = made.tables.submissions;
    const { commit } = table;
    let commits = 0;
    table.commit = (partition, changes) => {
      commits += 1;
      return commit(partition, changes);
    };
    await made.ports().submissions.clearGuards('aa', new Date(made.time.now + made.clockOffsetMs));
    expect(await guards()).toBe(3);
    expect(commits).toBeLessThan(10);
  });
});
