import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordsOf, sorted } from './stage/expected-books.ts';
import { ANNA, BERT, CARLA, OFFICE, office, richFields } from './stage/office.ts';
import { allStoredRows } from './stage/rows.ts';
import { entriesOf, lookUp, runNow } from './stage/runs.ts';
import { createConnection, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office() });
const simulation = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.looseObject({ action: z.string(), source: z.string(), values: z.array(z.unknown()) })),
  totals: z.record(z.string(), z.number()),
  complete: z.boolean(),
});
let connection = '';
let profile = '';

beforeAll(async () => {
  connection = await createConnection(set());
  profile = await createProfile(set().admin, profileBody(connection));
});

function simulate() {
  return set().admin.ask(simulation, 'POST', `/profiles/${profile}/simulate`);
}

describe('the first run', () => {
  it('does what the simulation said', async () => {
    const { admin, azurite, expected } = set();
    const rows = async () => (await allStoredRows(azurite.connectionString)).filter(({ table }) => table === 'books');
    const foretold = await simulate();
    expect(await rows()).toEqual([]);
    const run = await runNow(admin, profile);
    expect(run).toMatchObject({ state: 'succeeded', trigger: 'manual', unmatched: { count: 1, names: [CARLA] } });
    const { created, updated, deleted, unchanged } = run.totals.counts;
    expect(foretold.totals).toEqual({ create: created, update: updated, delete: deleted, unchanged, skip: 1 });
    const shown = foretold.rows.filter(({ action }) => action === 'create');
    expect(shown).toHaveLength(created);
    const stored = [
      ...(await entriesOf(admin, profile, 'account:anna')).map(({ record }) => [record, 'anna'] as const),
      ...(await entriesOf(admin, profile, 'account:bert')).map(({ record }) => [record, 'bert'] as const),
      ...(await entriesOf(admin, profile, 'company')).map(({ record }) => [record, ''] as const),
    ];
    const cells = stored.map(([record, account]) => [...Object.values(record), account]);
    expect(sorted(shown.map(({ values }) => values))).toEqual(sorted(cells));
    expect(await recordsOf(set(), profile, 'account:anna')).toEqual(sorted(await expected.mailbox(ANNA, 'anna')));
    expect(await recordsOf(set(), profile, 'account:bert')).toEqual(sorted(await expected.mailbox(BERT, 'bert')));
    const company = [...(await expected.mailbox(OFFICE)), ...(await expected.directory())];
    expect(await recordsOf(set(), profile, 'company')).toEqual(sorted(company));
  });

  it('leaves nothing to do', async () => {
    const { totals, complete } = await simulate();
    expect(complete).toBe(true);
    expect(totals).toMatchObject({ create: 0, update: 0, delete: 0, unchanged: 59, skip: 1 });
    const { totals: second } = await runNow(set().admin, profile);
    expect(second.counts).toMatchObject({ created: 0, updated: 0, deleted: 0 });
  });

  it('can be foretold as a file', async () => {
    const reply = await set().admin.send('POST', `/profiles/${profile}/simulate?format=csv`);
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(reply.headers.get('content-disposition')).toContain(`simulation-${profile}.csv`);
    const lines = reply.text.split('\r\n');
    expect(lines[0]).toMatch(/^action,reason,source,028pho_bez,/);
    expect(lines.filter((line) => line.startsWith('unchanged,'))).toHaveLength(59);
    expect(reply.text).toContain('"Rosa ""Rosi"" Reich & {{Söhne}}"');
  });
});

describe('books', () => {
  it('are listed with what they have', async () => {
    const list = z.object({ items: z.array(z.unknown()), next: z.null() });
    expect(await set().admin.ask(list, 'GET', `/profiles/${profile}/books`)).toEqual({
      items: [
        { id: 'company', entries: 17, sources: 3 },
        { id: 'account:anna', account: 'anna', entries: 30, sources: 1 },
        { id: 'account:bert', account: 'bert', entries: 12, sources: 1 },
      ],
      next: null,
    });
  });

  it('give the same entries page by page, whatever the size of a page', async () => {
    const { admin } = set();
    const whole = await entriesOf(admin, profile, 'account:anna', 1000);
    for (const limit of [1, 7, 29, 30, 31]) {
      expect(await entriesOf(admin, profile, 'account:anna', limit)).toEqual(whole);
    }
  });

  it('hold a fax number, which Graph has as an extended property only', async () => {
    const [rosa] = (await entriesOf(set().admin, profile, 'account:anna')).filter(({ displayName }) =>
      displayName.startsWith('Rosa'),
    );
    expect(rosa?.record['028pho_fax']).toBe('+49 841 9100-99');
  });

  it('hold all 41 fields and the labels that have a value', async () => {
    const { admin } = set();
    const fields = Object.keys(richFields);
    expect(fields).toHaveLength(41);
    const label = (name: string, value: string) => ({ '050lab_bez': name, '028050pholab_value': value });
    const labels = [label('Abteilung', '{{{Department}}}'), label('Pager', 'P {{{PhoneNumbers_Pager}}}')];
    const structure = {
      phonebook: [
        {
          ...Object.fromEntries(fields.map((field) => [`f_${field}`, `{{{${field}}}}`])),
          post: { 'phonebook.phonebooklabel': labels },
        },
      ],
    };
    const body = profileBody(connection, {
      sources: { personal: { from: 'list', mailboxes: [ANNA], match: 'email' } },
      mapping: { variables: [], structure },
    });
    const other = await createProfile(admin, body);
    expect((await runNow(admin, other)).state).toBe('succeeded');
    const entries = await entriesOf(admin, other, 'account:anna');
    const rosa = entries.find(({ displayName }) => displayName === richFields['DisplayName']);
    const record = Object.fromEntries(Object.entries(richFields).map(([field, value]) => [`f_${field}`, value]));
    expect(rosa?.record).toEqual(record);
    expect(Object.keys(rosa?.record ?? {})).toEqual(Object.keys(record));
    expect(rosa?.labels).toEqual([label('Abteilung', 'Hochbau'), label('Pager', 'P +49 841 9100-50')]);
    expect(entries.filter(({ labels: rows }) => rows.length > 0)).toHaveLength(1);
  });
});

describe('a lookup', () => {
  it.each([
    '+49 841 9100-10',
    '+49841910010',
    '0049841910010',
    '0841910010',
    '0841 / 9100 - 10',
    '49841910010',
    '(0841) 910010',
    'tel:+49-841-9100-10',
    'sip:+49841910010@pbx.example;user=phone',
    '00841910010',
  ])('finds %s', async (number) => {
    const [match, ...more] = await lookUp(set().admin, profile, number, 'anna');
    expect(match).toMatchObject({ displayName: richFields['DisplayName'], book: 'account:anna', matched: 'exact' });
    expect(more).toEqual([]);
  });

  it('finds an extension by its head office, and nobody who is not there', async () => {
    const { admin } = set();
    expect(await lookUp(admin, profile, '+49841880011')).toMatchObject([{ book: 'company', matched: 'exact' }]);
    expect(await lookUp(admin, profile, '+4930000000')).toEqual([]);
    expect(await lookUp(admin, profile, 'anonymous')).toEqual([]);
    // A fax number is nobody who calls.
    expect(await lookUp(admin, profile, '+49 841 9100-99', 'anna')).toEqual([]);
  });

  it('shows nobody the contacts of another account', async () => {
    const { admin } = set();
    expect(await lookUp(admin, profile, '+49841910010')).toEqual([]);
    expect(await lookUp(admin, profile, '+49841910010', 'bert')).toEqual([]);
    expect(await lookUp(admin, profile, '+49841910010', 'carla')).toEqual([]);
  });

  it('knows every number in every book', async () => {
    const { admin } = set();
    for (const account of ['anna', 'bert']) {
      for (const { displayName, numbers } of await entriesOf(admin, profile, `account:${account}`)) {
        const callable = numbers.filter(({ kind, e164 }) => e164 !== undefined && !/fax|pager/i.test(kind));
        for (const { e164 = '' } of callable) {
          const found = await lookUp(admin, profile, e164, account);
          expect(found.map((match) => match.displayName)).toContain(displayName);
        }
      }
    }
  });
});

describe('the log', () => {
  // The host's own lines say `time`, those of the app `at`.
  const lineSchema = z.looseObject({ at: z.string(), event: z.string() });
  const own = (): z.output<typeof lineSchema>[] =>
    set().lines.flatMap((line) => lineSchema.safeParse(JSON.parse(line)).data ?? []);

  it('says in every line which function and invocation it comes from', () => {
    const anonymous = own().filter((line) => !('function' in line && 'invocation' in line));
    expect(own().length).toBeGreaterThan(10);
    expect(anonymous).toEqual([]);
  });

  it('leads from the start of a run through its messages to its end, and names only mailboxes that brought something', async () => {
    const { admin, simulator } = set();
    simulator.control.addContact(ANNA, { properties: { displayName: 'New in the log' } });
    const { id } = await runNow(admin, profile);
    const steps = own().filter(({ run }) => run === id);
    expect(steps.filter((line) => line['profile'] !== profile)).toEqual([]);
    expect([...new Set(steps.map(({ event, function: name }) => `${event} ${String(name)}`))]).toEqual(
      expect.arrayContaining([
        'run.started startRun',
        'queue.taken planRun',
        'run.planned planRun',
        'queue.taken workJobs',
        'job.read workJobs',
        'run.ended workJobs',
      ]),
    );
    expect(steps.filter(({ event }) => event === 'job.read')).toMatchObject([{ created: 1, updated: 0, deleted: 0 }]);
  });
});
