import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { waitFor } from './stage/wait.ts';
import { recordsOf, sorted } from './stage/expected-books.ts';
import { ANNA, BERT, CARLA, OFFICE, office } from './stage/office.ts';
import { endOf, entriesOf, readRun, runNow } from './stage/runs.ts';
import { connectionBody, createConnection, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office(3) });
const mailSchema = z.object({
  subject: z.string(),
  toRecipients: z.array(z.object({ emailAddress: z.object({ address: z.string() }) })),
  body: z.looseObject({ content: z.string() }),
});
const incidents = z.object({ items: z.array(z.object({ kind: z.string(), mail: z.string() })) });
let profile = '';

beforeAll(async () => {
  const connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection, { notify: `${BERT}; ${CARLA}` }));
  expect((await runNow(set().admin, profile)).state).toBe('succeeded');
});

function mails() {
  return set().simulator.control.outbox.map(({ message }) => mailSchema.parse(message));
}

async function mailsAre(count: number): Promise<void> {
  await waitFor(`mail number ${count}`, () => mails().length >= count);
}

/** Waits until nothing is under way that could still send a mail. */
async function settled(): Promise<void> {
  await waitFor('the mails to be sent', async () => {
    const { items } = await set().admin.ask(incidents, 'GET', `/profiles/${profile}/incidents`);
    return items.every(({ mail }) => mail === 'sent' || mail === 'none');
  });
}

describe('an address book that is suddenly empty', () => {
  it('holds the run, keeps everything and is reported once', async () => {
    const { admin, simulator } = set();
    const before = await recordsOf(set(), profile, 'account:anna');
    expect(simulator.control.emptyMailbox(ANNA)).toBe(before.length);
    const run = await runNow(admin, profile);
    expect(run.state).toBe('held');
    expect(run.reason).toMatch(/^1 of 5 sources are held: anna@contoso\.example: All \d+ entries/);
    const held = run.mailboxes.filter(({ outcome }) => outcome === 'held');
    expect(held).toMatchObject([{ name: ANNA, heldEntries: before.length, entries: before.length }]);
    expect(await recordsOf(set(), profile, 'account:anna')).toEqual(before);
    await mailsAre(1);
    const [mail] = mails();
    expect(mail?.subject).toBe('Patchbay: Everything: a deletion waits for your release');
    expect(mail?.toRecipients.map(({ emailAddress }) => emailAddress.address)).toEqual([BERT, CARLA]);
    expect(mail?.body.content).toContain(ANNA);
  });

  it('stays held, unreported, whatever else a run brings', async () => {
    const { admin, simulator } = set();
    simulator.control.addContact(BERT, { properties: { displayName: 'Beside it' } });
    const again = await runNow(admin, profile);
    expect([again.state, again.totals.counts.created, again.totals.counts.deleted]).toEqual(['held', 1, 0]);
    expect((await entriesOf(admin, profile, 'account:anna')).length).toBeGreaterThan(70);
    await settled();
    expect(mails()).toHaveLength(1);
  });

  it('goes after the release, which is reported once', async () => {
    const { admin } = set();
    const list = z.object({ items: z.array(z.object({ id: z.string() })) });
    const { items } = await admin.ask(list, 'GET', `/profiles/${profile}/runs`);
    const [latest, earlier] = items;
    expect((await admin.send('POST', `/profiles/${profile}/runs/${latest!.id}/release`)).status).toBe(202);
    const run = await endOf(admin, profile, latest!.id);
    expect(run.state).toBe('succeeded');
    expect(await entriesOf(admin, profile, 'account:anna')).toEqual([]);
    await mailsAre(2);
    expect(mails()[1]?.subject).toBe('Patchbay: Everything: over: a deletion waits for your release');
    // The earlier run was held, too, but a later one has judged everything anew.
    const late = await admin.send('POST', `/profiles/${profile}/runs/${earlier!.id}/release`);
    expect([late.status, z.looseObject({ code: z.string() }).parse(late.json).code]).toEqual([409, 'overtaken']);
    expect((await admin.send('POST', `/profiles/${profile}/runs/${latest!.id}/release`)).status).toBe(409);
    await settled();
    expect(mails()).toHaveLength(2);
  });

  it('that is only found by a full read is held as well', async () => {
    const { admin, simulator } = set();
    const before = await recordsOf(set(), profile, 'account:bert');
    simulator.control.emptyMailbox(BERT);
    simulator.control.expireSyncState(BERT);
    const run = await runNow(admin, profile);
    expect([run.state, run.totals.jobs.held]).toEqual(['held', 1]);
    expect(await recordsOf(set(), profile, 'account:bert')).toEqual(before);
    await mailsAre(3);
  });

  it('that fills again ends the hold by itself', async () => {
    const { admin, simulator, expected } = set();
    for (let count = 0; count < 4; count++) {
      simulator.control.addContact(BERT, { properties: { displayName: `Again ${count}` } });
    }
    const run = await runNow(admin, profile);
    // What is gone is still more than a quarter of the book.
    expect(run.state).toBe('held');
    expect((await admin.send('POST', `/profiles/${profile}/runs/${run.id}/release`)).status).toBe(202);
    expect((await endOf(admin, profile, run.id)).state).toBe('succeeded');
    expect(await recordsOf(set(), profile, 'account:bert')).toEqual(sorted(await expected.mailbox(BERT, 'bert')));
    await mailsAre(4);
  });
});

describe('the guard of the company book', () => {
  it('counts what several sources of a run would delete together', async () => {
    const { admin, simulator } = set();
    const contacts = simulator.control.contacts(OFFICE);
    for (const { id } of contacts.slice(0, Math.ceil(contacts.length * 0.4))) {
      simulator.control.deleteContact(OFFICE, id);
    }
    const run = await runNow(admin, profile);
    expect(run.state).toBe('held');
    const [held] = run.mailboxes.filter(({ outcome }) => outcome === 'held');
    expect(held).toMatchObject({ name: OFFICE, heldEntries: 16 });
    expect(held?.reason).toMatch(/^16 of \d+ entries of the book \(\d+ %\) would be deleted/);
    await admin.send('POST', `/profiles/${profile}/runs/${run.id}/release`);
    await endOf(admin, profile, run.id);
    expect((await readRun(admin, profile, run.id)).totals.counts.deleted).toBe(16);
  });

  it('lets a few deletions pass', async () => {
    const { admin, simulator } = set();
    const [one, two] = simulator.control.contacts(OFFICE);
    simulator.control.deleteContact(OFFICE, one!.id);
    simulator.control.deleteContact(OFFICE, two!.id);
    const run = await runNow(admin, profile);
    expect([run.state, run.totals.counts.deleted]).toEqual(['succeeded', 2]);
  });
});

describe('a secret that ends soon', () => {
  it('is warned of once, and once more is said that it is over', async () => {
    const { admin, wire, lines } = set();
    const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const credential = (days: number) => ({ kind: 'secret', secret: set().clientSecret, expiresOn: day(days) });
    const connection = await createConnection(set(), { credential: credential(10) });
    const id = await createProfile(admin, profileBody(connection, { name: 'Soon', notify: BERT }));
    const before = mails().length;
    const looked = (): number => lines.filter((line) => line.includes('"function":"warnOfExpiry","invocation"')).length;
    const look = async (): Promise<void> => {
      const done = looked();
      await wire.trigger('warnOfExpiry');
      await waitFor('the timer', () => looked() > done);
    };
    await look();
    await mailsAre(before + 1);
    expect(mails().at(-1)?.body.content).toContain(`expires on ${day(10)}`);
    await look();
    const renewed = { ...connectionBody(set()), credential: credential(700) };
    expect((await admin.send('PUT', `/connections/${connection}`, renewed)).status).toBe(200);
    await look();
    await mailsAre(before + 2);
    expect(mails().at(-1)?.subject).toMatch(/^Patchbay: Soon: over: /);
    await look();
    expect(mails()).toHaveLength(before + 2);
    expect((await admin.send('DELETE', `/profiles/${id}`)).status).toBe(204);
  });
});
