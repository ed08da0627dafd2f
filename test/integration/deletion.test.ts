import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { waitFor } from './stage/wait.ts';
import { ANNA, BERT, office } from './stage/office.ts';
import { allStoredRows } from './stage/rows.ts';
import { endOf, entriesOf, runNow, startRun } from './stage/runs.ts';
import { accounts, connectionBody, createConnection, createKey, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office() });
const problem = z.looseObject({ status: z.number(), code: z.string().optional(), detail: z.string() });
let connection = '';

beforeAll(async () => {
  connection = await createConnection(set());
});

async function rowsAbout(id: string): Promise<string[]> {
  const rows = (await allStoredRows(set().azurite.connectionString)).map((row) => JSON.stringify(row));
  return rows.filter((row) => row.includes(id));
}

/** Waits for lines of the log about a profile. */
async function saidOf(profile: string, event: string, times = 1): Promise<void> {
  const said = (): number => set().lines.filter((line) => line.includes(`"${event}"`) && line.includes(profile)).length;
  await waitFor(`${event} of ${profile}`, () => said() >= times, 15_000);
}

describe('while a profile runs', () => {
  it('nothing that the run uses can be changed, and no second run starts', async () => {
    const { admin, simulator } = set();
    const profile = await createProfile(admin, profileBody(connection));
    const slow = simulator.control.addFault({ match: { mailbox: ANNA }, effect: { delayMs: 400 } });
    const run = await startRun(admin, profile);
    const refused = [
      ['POST', `/profiles/${profile}/runs`, undefined],
      ['PUT', `/profiles/${profile}`, profileBody(connection)],
      ['DELETE', `/profiles/${profile}`, undefined],
      ['PUT', `/connections/${connection}`, connectionBody(set())],
      ['POST', `/profiles/${profile}/runs/${run}/release`, undefined],
    ] as const;
    for (const [method, path, body] of refused) {
      const reply = await admin.send(method, path, body);
      expect([reply.status, path]).toEqual([409, path]);
      expect(problem.parse(reply.json).detail).toContain(run);
    }
    expect((await endOf(admin, profile, run)).state).toBe('succeeded');
    slow.remove();
    expect((await admin.send('DELETE', `/profiles/${profile}`)).status).toBe(204);
  });

  it('two starts at the same moment make one run', async () => {
    const { admin } = set();
    const profile = await createProfile(admin, profileBody(connection));
    const replies = await Promise.all(Array.from({ length: 6 }, () => admin.send('POST', `/profiles/${profile}/runs`)));
    expect(replies.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409, 409]);
    const list = z.object({ items: z.array(z.object({ id: z.string() })) });
    const { items } = await admin.ask(list, 'GET', `/profiles/${profile}/runs`);
    expect(items).toHaveLength(1);
    expect((await endOf(admin, profile, items[0]!.id)).state).toBe('succeeded');
  });
});

describe('a profile', () => {
  const list = (mailboxes: string[]) => ({ sources: { personal: { from: 'list', mailboxes, match: 'userName' } } });
  let gone = '';
  let shrunk = '';
  let kept = '';
  let rowsKept: string[] = [];

  beforeAll(async () => {
    const { admin } = set();
    gone = await createProfile(admin, profileBody(connection, { notify: BERT }));
    shrunk = await createProfile(admin, profileBody(connection, list([ANNA, BERT])));
    kept = await createProfile(admin, profileBody(connection, list([BERT])));
    await runNow(admin, kept);
    rowsKept = await rowsAbout(kept);
  });

  it('is changed and deleted only in the version that If-Match names', async () => {
    const { admin } = set();
    const profile = await createProfile(admin, profileBody(connection));
    const first = (await admin.send('GET', `/profiles/${profile}`)).headers.get('etag') ?? '';
    const change = (tag: string, name: string) =>
      admin.send('PUT', `/profiles/${profile}`, profileBody(connection, { name }), { 'if-match': tag });
    const changed = await change(first, 'One');
    expect(changed.status).toBe(200);
    expect((await change(first, 'Two')).status).toBe(412);
    expect((await change('"other"', 'Two')).status).toBe(412);
    const second = changed.headers.get('etag') ?? '';
    expect((await admin.send('GET', `/profiles/${profile}`)).headers.get('etag')).toBe(second);
    // A run is no change of the profile.
    await runNow(admin, profile);
    expect((await change(`"other", ${second}`, 'Three')).status).toBe(200);
    expect((await admin.send('DELETE', `/profiles/${profile}`, undefined, { 'if-match': second })).status).toBe(412);
    expect((await admin.send('DELETE', `/profiles/${profile}`)).status).toBe(204);
  });

  it('has accounts that are replaced only in the version that If-Match names', async () => {
    const { admin } = set();
    const profile = await createProfile(admin, profileBody(connection));
    const path = `/profiles/${profile}/accounts`;
    const first = (await admin.send('GET', path)).headers.get('etag') ?? '';
    const put = async (tag: string) => (await admin.send('PUT', path, { accounts }, { 'if-match': tag })).status;
    expect([await put(first), await put(first), await put('*')]).toEqual([200, 412, 200]);
    const before = await admin.send('GET', path);
    expect(before.json).toEqual({ accounts });
    const several = await Promise.all(
      Array.from({ length: 5 }, () => admin.send('PUT', path, { accounts: [{ id: 'one' }] })),
    );
    expect(several.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(several.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect((await admin.send('GET', path)).json).toEqual({ accounts: [{ id: 'one' }] });
  });

  it('is gone for everybody at once when it is deleted', async () => {
    const { admin } = set();
    const phone = await createKey(set(), { name: 'a phone', role: 'phone', profile: gone });
    const run = await runNow(admin, gone);
    expect((await rowsAbout(gone)).length).toBeGreaterThan(100);
    expect((await admin.send('DELETE', `/profiles/${gone}`)).status).toBe(204);
    for (const path of ['', '/accounts', '/mailboxes', '/runs', '/books', '/lookup?number=1', '/incidents']) {
      expect((await admin.send('GET', `/profiles/${gone}${path}`)).status, path).toBe(404);
    }
    expect((await admin.send('GET', `/profiles/${gone}/books/company/entries`)).status).toBe(404);
    expect((await phone.api.send('GET', `/profiles/${gone}/books`)).status).toBe(404);
    expect((await admin.send('POST', `/profiles/${gone}/runs`)).status).toBe(404);
    expect((await admin.send('PUT', `/profiles/${gone}/accounts`, { accounts })).status).toBe(404);
    expect((await admin.send('POST', `/profiles/${gone}/runs/${run.id}/release`)).status).toBe(404);
    // Its phone's key still names it; no profile will ever be called so again.
    expect((await admin.send('DELETE', `/keys/${phone.id}`)).status).toBe(204);
  });

  it('gives up what a mailbox had that it no longer covers, once that is released', async () => {
    const { admin } = set();
    await runNow(admin, shrunk);
    await admin.send('PUT', `/profiles/${shrunk}`, profileBody(connection, list([ANNA])));
    const run = await runNow(admin, shrunk);
    expect(run).toMatchObject({ state: 'held', totals: { jobs: { held: 1 } } });
    await admin.send('POST', `/profiles/${shrunk}/runs/${run.id}/release`);
    expect((await endOf(admin, shrunk, run.id)).state).toBe('succeeded');
    expect((await admin.send('GET', `/profiles/${shrunk}/books/account:bert/entries`)).status).toBe(404);
    expect((await entriesOf(admin, shrunk, 'account:anna')).length).toBe(30);
    // The notices that the hold began and ended are done with: there is nobody to send them to.
    await saidOf(shrunk, 'notice.nobody', 2);
    expect((await admin.send('DELETE', `/profiles/${shrunk}`)).status).toBe(204);
  });

  it('leaves nothing behind when it was deleted, and nothing of another one is touched', async () => {
    for (const profile of [gone, shrunk]) await saidOf(profile, 'profile.purged');
    expect([...(await rowsAbout(gone)), ...(await rowsAbout(shrunk))]).toEqual([]);
    expect(await rowsAbout(kept)).toEqual(rowsKept);
  });
});
