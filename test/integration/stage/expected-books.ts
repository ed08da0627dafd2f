import { z } from 'zod';
import { Client } from '../../contract/graph-simulator/harness.ts';
import type { GraphSimulator } from '../../../local/graph-simulator/simulator.ts';
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

const fax = encodeURIComponent("singleValueExtendedProperties($filter=id eq 'String 0x3a24')");

type PlainRecord = Record<string, string>;

/** Reads Graph by itself, with requests and rules that have nothing to do with the product's, and says what a book must hold. */
export class ExpectedBooks {
  readonly #client: Client;
  readonly #secret: string;

  constructor(simulator: GraphSimulator, secret: string) {
    this.#client = new Client(simulator);
    this.#secret = secret;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  /** The records of a mailbox: every contact of every folder. */
  async mailbox(mailbox: string, account = ''): Promise<PlainRecord[]> {
    const headers = await this.#headers();
    const folders = await this.#below(`/users/${mailbox}/contactFolders`);
    const paths = ['contacts', ...folders.map((id) => `contactFolders/${id}/contacts`)];
    const records: PlainRecord[] = [];
    for (const path of paths) {
      const { items } = await this.#client.pages(`/users/${mailbox}/${path}?$top=50&$expand=${fax}`, headers);
      records.push(...items.map((item) => fromContact(contactItem.parse(item), account)));
    }
    return records;
  }

  /** The records of the directory: its enabled members and its organisation contacts. */
  async directory(): Promise<PlainRecord[]> {
    const headers = await this.#headers();
    const select = 'id,displayName,givenName,surname,companyName,mail,mobilePhone,businessPhones,accountEnabled,userType';
    const users = (await this.#client.pages(`/users?$select=${select},faxNumber`, headers)).items;
    const members = users.map((item) => person.parse(item)).filter((one) => one.accountEnabled && one.userType === 'Member');
    const contacts = (await this.#client.pages('/contacts', headers)).items.map((item) => person.parse(item));
    return [...members, ...contacts].map(fromPerson);
  }

  async #below(path: string): Promise<string[]> {
    const { items } = await this.#client.pages(path, await this.#headers());
    const below = await Promise.all(items.map(({ id }) => this.#below(`${path}/${id}/childFolders`)));
    return [...items.map(({ id }) => id), ...below.flat()];
  }

  async #headers(): Promise<Record<string, string>> {
    const token = await this.#client.freshToken({ client_secret: this.#secret });
    return { authorization: `Bearer ${token}`, prefer: 'IdType="ImmutableId"' };
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
