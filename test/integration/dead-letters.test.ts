import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { waitFor } from './stage/wait.ts';
import { recordsOf, sorted } from './stage/expected-books.ts';
import { ANNA, BERT, office } from './stage/office.ts';
import { sendText } from './stage/rows.ts';
import { endOf, startRun } from './stage/runs.ts';
import { createConnection, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office(), retryAfterSeconds: 0 });
const letters = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      queue: z.string(),
      profile: z.string(),
      run: z.string(),
      reason: z.string(),
      replayedAt: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});
const incidents = z.object({ items: z.array(z.object({ kind: z.string(), closedAt: z.string().nullable() })) });
let profile = '';

beforeAll(async () => {
  const connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection, { notify: BERT }));
});

async function lettersOf(queue: string) {
  const { items } = await set().admin.ask(letters, 'GET', '/deadletters');
  return items.filter((letter) => letter.queue === queue);
}

async function openIncidents(): Promise<string[]> {
  const { items } = await set().admin.ask(incidents, 'GET', `/profiles/${profile}/incidents`);
  return items.filter(({ closedAt }) => closedAt === null).map(({ kind }) => kind);
}

function subjects(): unknown[] {
  return set().simulator.control.outbox.map(({ message }) => message?.['subject']);
}

describe('a job that fails five times', () => {
  it('is recorded with its reason, and its run ends without it', async () => {
    const { admin, simulator } = set();
    // An error that no waiting helps against, and that is none of the mailbox's.
    const fault = simulator.control.addFault({ match: { mailbox: BERT }, effect: { status: 507 } });
    const run = await startRun(admin, profile);
    const [letter] = await waitFor(
      'the dead letter',
      async () => {
        const found = await lettersOf('jobs');
        return found.length > 0 && found;
      },
      30_000,
    );
    fault.remove();
    expect(letter).toMatchObject({ profile, run, replayedAt: null });
    expect(letter?.reason).toMatch(/because the mailbox is full/);
    const ended = await endOf(admin, profile, run);
    expect(ended).toMatchObject({ state: 'partial', totals: { jobs: { done: 4, failed: 1, waiting: 0 } } });
    expect(await recordsOf(set(), profile, 'account:bert')).toEqual([]);
    expect(await openIncidents()).toEqual(['mailboxFailed']);
    await waitFor('the mail', () => subjects().length >= 1);
    expect(subjects()).toEqual(['Patchbay: Everything: mailboxes cannot be read']);
  });

  it('can be replayed once, which completes its run', async () => {
    const { admin, expected } = set();
    const [letter] = await lettersOf('jobs');
    const replayed = await admin.send('POST', `/deadletters/${letter!.id}/replay`);
    expect(replayed.status).toBe(202);
    expect(z.object({ replayedAt: z.string() }).safeParse(replayed.json).success).toBe(true);
    const run = await endOf(admin, profile, letter!.run);
    expect(run).toMatchObject({ state: 'succeeded', totals: { jobs: { done: 5, failed: 0, held: 0, waiting: 0 } } });
    expect(await recordsOf(set(), profile, 'account:bert')).toEqual(sorted(await expected.mailbox(BERT, 'bert')));
    expect((await admin.send('POST', `/deadletters/${letter!.id}/replay`)).status).toBe(409);
    await waitFor('the mail that it is over', () => subjects().length >= 2);
    expect(await openIncidents()).toEqual([]);
  });
});

describe('a message that nobody understands', () => {
  it('ends as a dead letter that cannot be replayed', async () => {
    const { admin, tap } = set();
    const texts = {
      runs: 'no JSON',
      jobs: '{"v":99,"type":"jobs","profile":"x","run":"y","group":"z"}',
      notices: '{"v":1,"type":"notice"}',
    };
    const known = new Set((await admin.ask(letters, 'GET', '/deadletters')).items.map(({ id }) => id));
    for (const [queue, text] of Object.entries(texts)) await sendText(tap.connectionString, queue, text);
    const found = await waitFor(
      'three dead letters',
      async () => {
        const { items } = await admin.ask(letters, 'GET', '/deadletters');
        const fresh = items.filter(({ id }) => !known.has(id));
        return fresh.length === 3 && fresh;
      },
      30_000,
    );
    expect(found.map(({ queue }) => queue).sort()).toEqual(['jobs', 'notices', 'runs']);
    for (const { id, reason } of found) {
      expect(Object.values(texts).some((text) => reason.includes(text))).toBe(false);
      expect((await admin.send('POST', `/deadletters/${id}/replay`)).status).toBe(400);
    }
  });

  it('does not keep the others from being worked on', async () => {
    const { admin, simulator } = set();
    simulator.control.addContact(ANNA, { properties: { displayName: 'After all' } });
    const run = await endOf(admin, profile, await startRun(admin, profile));
    expect([run.state, run.totals.counts.created]).toEqual(['succeeded', 1]);
  });
});

describe('dead letters', () => {
  it('are listed newest first, page by page', async () => {
    const { admin } = set();
    const all = (await admin.ask(letters, 'GET', '/deadletters')).items.map(({ id }) => id);
    expect(all).toHaveLength(4);
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? 'limit=3' : `limit=3&cursor=${cursor}`;
      const { items, next } = await admin.ask(letters, 'GET', `/deadletters?${query}`);
      paged.push(...items.map(({ id }) => id));
      cursor = next;
    }
    expect(paged).toEqual(all);
    expect((await admin.send('POST', '/deadletters/nothing/replay')).status).toBe(404);
  });
});
