import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_CLIENT_ID } from '../../local/graph-simulator/demo.ts';
import { startGraphSimulator } from '../../local/graph-simulator/simulator.ts';
import type { GraphSimulator } from '../../local/graph-simulator/simulator.ts';
import { QUIRKS } from '../../local/graph-simulator/traffic/quirks.ts';
import type { Tenant, TenantContact, TenantUser } from '../../local/tenant/tenant.ts';
import type { Contact, ContactField } from '../../shared/contacts/contact.ts';
import { openGraphSource } from '../../shared/source/graph/graph-source.ts';
import { probeGraph } from '../../shared/source/graph/probe.ts';
import { defaultFolderId } from '../../shared/source/source.ts';
import type { ContactFeed, Mailbox, Source } from '../../shared/source/source.ts';
import { simulatorOptions } from './source-graph-options.ts';
import { trust } from './trust.ts';

const tenantId = '11111111-1111-4111-8111-111111111111';
const groupId = '22222222-2222-4222-8222-222222222222';
const anna = user('a', 'anna');
const ben = user('b', 'ben');
const desk = { ...user('c', 'desk'), accountEnabled: false, userPurpose: 'shared' as const };
const guest = { ...user('d', 'guest'), userType: 'Guest' as const };
const plain: ContactField[] = ['DisplayName', 'PhoneNumbers_MobilePhone'];
const extended: ContactField[] = [...plain, 'PhoneNumbers_Pager'];

function user(letter: string, name: string): TenantUser {
  return {
    id: `${letter.repeat(8)}-0000-4000-8000-000000000000`,
    userPrincipalName: `${name}@contoso.example`,
    displayName: name,
    mail: `${name}.mail@contoso.example`,
    accountEnabled: true,
    userType: 'Member',
    userPurpose: 'user',
  };
}

function contact(number: number): TenantContact {
  return {
    properties: { givenName: `G${number}`, displayName: `Contact ${number}`, mobilePhone: `+49 170 ${number}` },
    extended: number % 3 === 0 ? { 'String 0x3a21': `+49 30 ${number}` } : {},
  };
}

function tenant(contacts: number): Tenant {
  const folder = (displayName: string, from: number, to: number) => ({
    displayName,
    contacts: Array.from({ length: to - from }, (_, index) => contact(from + index)),
    folders: [],
  });
  const empty = { contacts: folder('Contacts', 0, 0), calendar: undefined };
  const suppliers = {
    ...folder('Suppliers', contacts, contacts + 5),
    folders: [folder('Old', contacts + 5, contacts + 8)],
  };
  return {
    id: tenantId,
    domain: 'contoso.example',
    users: [anna, ben, desk, guest],
    groups: [{ id: groupId, displayName: 'Sales', members: [ben.id, guest.id, desk.id] }],
    organisationContacts: [
      {
        id: user('e', 'x').id,
        displayName: 'Supplier',
        mail: 's@y.example',
        phones: [{ type: 'business', number: '+49 30 7' }],
      },
    ],
    mailboxes: new Map([
      [anna.id, { contacts: { ...folder('Contacts', 0, contacts), folders: [suppliers] }, calendar: undefined }],
      [ben.id, empty],
      [desk.id, empty],
    ]),
  };
}

/** What a reader keeps of a feed, applied as the port says; a full round ends by sweeping what it did not prove. */
class Replica {
  readonly #source: Source;
  readonly #feed: ContactFeed;
  readonly #fields: ContactField[];
  readonly held = new Map<string, Contact>();
  #proven: Set<string> | undefined;
  #position: string | undefined;

  constructor(source: Source, feed: ContactFeed, fields: ContactField[]) {
    this.#source = source;
    this.#feed = feed;
    this.#fields = fields;
  }

  /** @param pages after how many pages to stop, as a killed run does; the next read goes on there */
  async read(pages = Infinity): Promise<void> {
    this.#proven ??= this.#position === undefined ? new Set() : undefined;
    let left = pages;
    const request = { feed: this.#feed, fields: this.#fields, categories: false, position: this.#position };
    const holds = (id: string, version: string) => this.held.get(id)?.version === version;
    for await (const page of this.#source.contacts({ ...request, holds })) {
      for (const one of page.contacts) this.held.set(one.id, one);
      for (const id of page.removed) this.held.delete(id);
      if (page.phase === 'proving') {
        for (const id of [...page.contacts.map((one) => one.id), ...page.confirmed]) this.#proven?.add(id);
      }
      this.#position = page.position;
      if (page.last && page.phase === 'proving') this.#sweep();
      if ((left -= 1) === 0) return;
    }
  }

  async readOrResync(): Promise<'read' | 'resync'> {
    try {
      await this.read();
      return 'read';
    } catch (error) {
      if (!(error instanceof Error && 'kind' in error && error.kind === 'resync')) throw error;
      this.#position = undefined;
      this.#proven = undefined;
      await this.read();
      return 'resync';
    }
  }

  #sweep(): void {
    for (const id of this.held.keys()) if (this.#proven?.has(id) !== true) this.held.delete(id);
    this.#proven = undefined;
  }
}

let simulator: GraphSimulator;
let distrust: () => Promise<void>;

beforeAll(async () => {
  simulator = await startGraphSimulator({ tenant: tenant(430) });
  distrust = trust(simulator);
});
afterAll(async () => {
  await distrust();
  await simulator.close();
});
beforeEach(() => {
  simulator.control.clearFaults();
  simulator.control.clearQuirks();
  simulator.control.clearViolations();
  simulator.control.resetRequests();
});

const open = (secret?: string) => simulatorOptions(simulator, tenantId, secret);

const inFolder = (folder: string): ContactFeed => ({ kind: 'folder', mailbox: anna.id, folder });

function expected(path: string, fields: ContactField[]): Record<string, unknown> {
  const there = simulator.control.contacts(anna.id).filter(({ folder }) => folder === path);
  return Object.fromEntries(
    there.map(({ id, properties, extended: more }) => {
      const values = {
        DisplayName: properties.displayName,
        PhoneNumbers_MobilePhone: properties.mobilePhone,
        PhoneNumbers_Pager: fields === extended ? more['String 0x3a21'] : undefined,
      };
      return [
        id,
        Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== '')),
      ];
    }),
  );
}

const valuesOf = (replica: Replica) => Object.fromEntries([...replica.held].map(([id, { values }]) => [id, values]));

describe('Graph through the simulator', () => {
  it('finds mailboxes and folders', async () => {
    const source = openGraphSource(open());
    const idsOf = async (pages: AsyncIterable<Mailbox[]>) => {
      const ids: string[] = [];
      for await (const page of pages) ids.push(...page.map(({ id }) => id));
      return ids;
    };
    expect(await idsOf(source.mailboxes({ from: 'all' }))).toEqual([anna.id, ben.id]);
    expect(await idsOf(source.mailboxes({ from: 'group', group: groupId }))).toEqual([ben.id]);
    const named = [desk.userPrincipalName, anna.mail ?? ''];
    expect((await idsOf(source.mailboxes({ from: 'list', mailboxes: named }))).sort()).toEqual([anna.id, desk.id]);
    expect(await source.mailbox(anna.mail ?? '')).toMatchObject({ id: anna.id });
    expect((await source.folders(anna.id)).map(({ path }) => path)).toEqual(['', 'Suppliers', 'Suppliers/Old']);
    expect(simulator.control.violations).toEqual([]);
  });

  it.each([
    ['native fields', plain, 3],
    ['extended properties', extended, 4],
  ])('reads and follows a folder with %s', async (_name, fields, requests) => {
    const source = openGraphSource(open());
    const replica = new Replica(source, inFolder(defaultFolderId), fields);
    await replica.read();
    expect(source.count.requests).toBe(requests);
    expect(valuesOf(replica)).toEqual(expected('Contacts', fields));
    await replica.read();
    expect(source.count.requests).toBe(requests + 1);

    const [first, second, third] = [...replica.held.keys()];
    simulator.control.patchContact(anna.id, first ?? '', {
      properties: { mobilePhone: '1' },
      extended: { 'String 0x3a21': '2' },
    });
    simulator.control.deleteContact(anna.id, second ?? '');
    simulator.control.moveContact(anna.id, third ?? '', 'Suppliers');
    await replica.read();
    expect(valuesOf(replica)).toEqual(expected('Contacts', fields));
    expect(simulator.control.violations).toEqual([]);
  });

  it.each(QUIRKS.filter((quirk) => quirk !== 'mutateNothing').map((quirk) => [quirk]))(
    'keeps up in spite of %s',
    async (quirk) => {
      simulator.control.setQuirk(quirk);
      for (const fields of [plain, extended]) {
        const source = openGraphSource(open());
        const suppliers = (await source.folders(anna.id)).find(({ path }) => path === 'Suppliers')?.id ?? '';
        const replicas = [
          new Replica(source, inFolder(defaultFolderId), fields),
          new Replica(source, inFolder(suppliers), fields),
        ];
        for (let round = 0; round < 3; round += 1) {
          await Promise.all(replicas.map((replica) => replica.read()));
          const [home, sub] = replicas.map((replica) => [...replica.held.keys()]);
          simulator.control.patchContact(anna.id, home?.[round] ?? '', {
            properties: { mobilePhone: `${quirk} ${round}` },
          });
          simulator.control.patchContact(anna.id, home?.[round + 1] ?? '', {
            extended: { 'String 0x3a21': `${quirk} ${round}` },
          });
          simulator.control.moveContact(anna.id, home?.[round + 2] ?? '', 'Suppliers');
          simulator.control.moveContact(anna.id, sub?.[0] ?? '', 'Contacts');
          simulator.control.addContact(anna.id, contact(1000 + round));
        }
        // The second one is for changes that come late.
        for (let round = 0; round < 2; round += 1) await Promise.all(replicas.map((replica) => replica.read()));
        expect(valuesOf(replicas[0]!)).toEqual(expected('Contacts', fields));
        expect(valuesOf(replicas[1]!)).toEqual(expected('Contacts/Suppliers', fields));
      }
    },
  );

  it('starts again when the position expired, wherever it was', async () => {
    for (const fields of [plain, extended]) {
      for (const pages of [2, 3, Infinity]) {
        const replica = new Replica(openGraphSource(open()), inFolder(defaultFolderId), fields);
        await replica.read(pages);
        simulator.control.deleteContact(anna.id, [...replica.held.keys()][0] ?? '');
        simulator.control.expireSyncState(anna.id);
        expect(await replica.readOrResync()).toBe('resync');
        expect(valuesOf(replica)).toEqual(expected('Contacts', fields));
      }
    }
  });

  it('goes on after every page as if nothing had happened', async () => {
    for (const fields of [plain, extended]) {
      const replica = new Replica(openGraphSource(open()), inFolder(defaultFolderId), fields);
      for (let step = 0; step < 8; step += 1) {
        await replica.read(1);
        simulator.control.deleteContact(anna.id, [...replica.held.keys()][step] ?? '');
        simulator.control.addContact(anna.id, contact(2000 + step));
      }
      await replica.read();
      expect(valuesOf(replica)).toEqual(expected('Contacts', fields));
    }
  });

  it('sends refused parts of a batch again', async () => {
    const replica = new Replica(openGraphSource(open()), inFolder(defaultFolderId), extended);
    await replica.read();
    for (const id of [...replica.held.keys()].slice(0, 45)) {
      simulator.control.patchContact(anna.id, id, { extended: { 'String 0x3a21': `new ${id.slice(-4)}` } });
    }
    const effect = { status: 429, headers: { 'Retry-After': '1' } };
    const fault = simulator.control.addFault({ match: { path: '/contacts/[^d]', times: 9 }, effect });
    await replica.read();
    expect(fault.fired).toBe(9);
    expect(valuesOf(replica)).toEqual(expected('Contacts', extended));
  });

  it('survives every passing failure once on every request', async () => {
    const effects = [
      { status: 429, headers: { 'Retry-After': '1' } },
      { status: 503 },
      { status: 504, headers: { 'Retry-After': '' } },
      { html: '<html>Bad gateway</html>' },
      { drop: 'after' as const },
      { dropAfterBytes: 100 },
    ];
    for (const effect of effects) {
      for (let nth = 1; nth <= 4; nth += 1) {
        simulator.control.clearFaults();
        const fault = simulator.control.addFault({ match: { mailbox: anna.id, nth }, effect });
        const replica = new Replica(openGraphSource(open()), inFolder(defaultFolderId), extended);
        await replica.read();
        expect(fault.fired).toBe(1);
        expect(valuesOf(replica)).toEqual(expected('Contacts', extended));
      }
    }
  });

  it('stays within four requests at a time for a mailbox', async () => {
    simulator.control.setLatency(5);
    const source = openGraphSource(open());
    const folders = await source.folders(anna.id);
    const reads = [...folders, ...folders].map(({ id }) => new Replica(source, inFolder(id), extended).read());
    await Promise.all(reads);
    simulator.control.setLatency(0);
    expect(simulator.control.requests.throttled).toBe(0);
    expect(simulator.control.requests.maxConcurrency[anna.userPrincipalName]).toBeLessThanOrEqual(4);
  });

  it('reads and follows the people of the directory', async () => {
    const source = openGraphSource(open());
    const fields: ContactField[] = [
      'DisplayName',
      'JobTitle',
      'EmailAddresses_EmailAddress1',
      'PhoneNumbers_BusinessPhone',
    ];
    const people = new Replica(source, { kind: 'users' }, fields);
    await people.read();
    expect([...people.held.keys()].sort()).toEqual([anna.id, ben.id]);
    simulator.control.patchUser(anna.id, { jobTitle: 'CEO' });
    simulator.control.patchUser(ben.id, { accountEnabled: false });
    await people.read();
    expect([...people.held.values()].map(({ values }) => values)).toEqual([
      { DisplayName: 'anna', JobTitle: 'CEO', EmailAddresses_EmailAddress1: 'anna.mail@contoso.example' },
    ]);
    simulator.control.patchUser(ben.id, { accountEnabled: true });
    const partners = new Replica(source, { kind: 'organisationContacts' }, fields);
    await partners.read();
    expect([...partners.held.values()].map(({ values }) => values)).toEqual([
      { DisplayName: 'Supplier', EmailAddresses_EmailAddress1: 's@y.example', PhoneNumbers_BusinessPhone: '+49 30 7' },
    ]);
  });

  it('goes on with a new token when Graph no longer takes the old one', async () => {
    const source = openGraphSource(open());
    await source.mailbox(anna.id);
    simulator.control.expireTokens();
    expect(await source.mailbox(anna.id)).toMatchObject({ id: anna.id });
  });

  it('says in words what is wrong with the connection', async () => {
    const ok = await probeGraph(open(), { mailbox: anna.userPrincipalName, group: groupId });
    expect(ok.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'unproven']);
    expect((await probeGraph(open('wrong')))[0]).toMatchObject({ permission: 'token', outcome: 'failed' });
    await expect(openGraphSource(open('wrong')).mailbox(anna.id)).rejects.toMatchObject({
      kind: 'denied',
      code: 'secretInvalid',
    });
    simulator.control.setSecretExpired(DEMO_CLIENT_ID);
    await expect(openGraphSource(open()).mailbox(anna.id)).rejects.toMatchObject({
      kind: 'denied',
      code: 'secretExpired',
    });
    simulator.control.setSecretExpired(DEMO_CLIENT_ID, false);
    simulator.control.setScope(DEMO_CLIENT_ID, [ben.userPrincipalName]);
    await expect(openGraphSource(open()).folders(anna.id)).rejects.toMatchObject({
      kind: 'denied',
      code: 'ErrorAccessDenied',
    });
    simulator.control.setScope(DEMO_CLIENT_ID, undefined);
    simulator.control.setMailboxEnabled(anna.id, false);
    await expect(openGraphSource(open()).folders(anna.id)).rejects.toMatchObject({ kind: 'notFound' });
    simulator.control.setMailboxEnabled(anna.id, true);
  });

  it('sends a mail', async () => {
    simulator.control.clearOutbox();
    await openGraphSource(open()).sendMail(desk.userPrincipalName, {
      to: ['ops@contoso.example'],
      subject: 'S',
      text: 'T',
    });
    expect(simulator.control.outbox).toHaveLength(1);
  });
});
