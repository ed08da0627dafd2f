import { z } from 'zod';
import type { RawGraph } from './raw-graph.ts';
import { entriesOf } from './runs.ts';
import type { Stage } from './stage.ts';

const text = z.string().nullish();
const contactItem = z.looseObject({
  displayName: text,
  givenName: text,
  surname: text,
  companyName: text,
  mobilePhone: text,
  businessPhones: z.array(z.string()),
  homePhones: z.array(z.string()),
  emailAddresses: z.array(z.looseObject({ address: text })),
  singleValueExtendedProperties: z.array(z.looseObject({ value: text })).optional(),
});
const person = z.looseObject({
  displayName: text,
  givenName: text,
  surname: text,
  companyName: text,
  mail: text,
  mobilePhone: text,
  faxNumber: text,
  businessPhones: z.array(z.string()).optional(),
  accountEnabled: z.boolean().nullish(),
  userType: text,
  phones: z.array(z.looseObject({ type: text, number: text })).optional(),
});

const contactSelect = 'displayName,givenName,surname,companyName,mobilePhone,businessPhones,homePhones,emailAddresses';
const fax = encodeURIComponent("singleValueExtendedProperties($filter=id eq 'String 0x3a24')");

type PlainRecord = Record<string, string>;

/** What books must hold, read from Graph by requests and rules that have nothing to do with the product's. */
export class ExpectedBooks {
  readonly #graph: RawGraph;

  constructor(graph: RawGraph) {
    this.#graph = graph;
  }

  /** The records of a mailbox: every contact of every folder. */
  async mailbox(mailbox: string, account = ''): Promise<PlainRecord[]> {
    const folders = await this.#foldersIn(mailbox, 'contactFolders');
    const records: PlainRecord[] = [];
    for (const path of ['contacts', ...folders.map((id) => `contactFolders/${id}/contacts`)]) {
      const query = `$top=100&$select=${contactSelect},singleValueExtendedProperties&$expand=${fax}`;
      const items = await this.#graph.all(`/users/${mailbox}/${path}?${query}`);
      records.push(...items.map((item) => fromContact(contactItem.parse(item), account)));
    }
    return records;
  }

  /** The records of the directory: its enabled members and its organisation contacts. */
  async directory(): Promise<PlainRecord[]> {
    const select = 'displayName,givenName,surname,companyName,mail,mobilePhone,businessPhones,accountEnabled,userType';
    const users = (await this.#graph.all(`/users?$select=id,${select},faxNumber`)).map((item) => person.parse(item));
    const members = users.filter((one) => one.accountEnabled === true && one.userType === 'Member');
    const contacts = (await this.#graph.all('/contacts')).map((item) => person.parse(item));
    return [...members, ...contacts].map(fromPerson);
  }

  async #foldersIn(mailbox: string, path: string): Promise<string[]> {
    const folders = (await this.#graph.all(`/users/${mailbox}/${path}`)).map(({ id }) => id);
    const below = await Promise.all(folders.map((id) => this.#foldersIn(mailbox, `contactFolders/${id}/childFolders`)));
    return [...folders, ...below.flat()];
  }
}

function fromContact(item: z.infer<typeof contactItem>, account: string): PlainRecord {
  return record({
    '028pho_bez': item.displayName,
    '028pho_phone': item.businessPhones[0],
    '028pho_firstname': item.givenName,
    '028pho_lastname': item.surname,
    '028pho_organisation': item.companyName,
    '028pho_fax': item.singleValueExtendedProperties?.[0]?.value,
    '028pho_email': item.emailAddresses[0]?.address,
    '028pho_mobile': item.mobilePhone,
    '028pho_homephone': item.homePhones[0],
    '028pho_notes': '',
    '011acc_id': account,
  });
}

function fromPerson(one: z.infer<typeof person>): PlainRecord {
  const phone = (type: string) => one.phones?.find((each) => each.type === type)?.number;
  return record({
    '028pho_bez': one.displayName,
    '028pho_phone': one.businessPhones?.[0] ?? phone('business'),
    '028pho_firstname': one.givenName,
    '028pho_lastname': one.surname,
    '028pho_organisation': one.companyName,
    '028pho_fax': one.faxNumber ?? phone('businessFax'),
    '028pho_email': one.mail,
    '028pho_mobile': one.mobilePhone ?? phone('mobile'),
    '028pho_homephone': '',
    '028pho_notes': '',
    '011acc_id': '',
  });
}

function record(values: Record<string, string | null | undefined>): PlainRecord {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
}

/** Records in an order that makes two equal sets equal lists; doubled ones stay doubled. */
export function sorted(records: readonly unknown[]): string[] {
  return records.map((each) => JSON.stringify(each)).sort();
}

/** The records that a book holds now, by the API. */
export async function recordsOf({ admin }: Stage, profile: string, book: string): Promise<string[]> {
  return sorted((await entriesOf(admin, profile, book)).map((entry) => entry.record));
}
