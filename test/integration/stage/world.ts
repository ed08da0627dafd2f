import { expect } from 'vitest';
import { recordsOf, sorted } from './expected-books.ts';
import { ANNA, BERT, OFFICE } from './office.ts';
import { allStoredRows, queueTexts } from './rows.ts';
import type { Stage } from './stage.ts';
import { waitFor } from './wait.ts';

/** All books of the profile over everything are what Graph has now: nothing is missing, doubled or left over. */
export async function expectBooksAsInGraph(stage: Stage, profile: string): Promise<void> {
  const { expected } = stage;
  expect(await recordsOf(stage, profile, 'account:anna')).toEqual(sorted(await expected.mailbox(ANNA, 'anna')));
  expect(await recordsOf(stage, profile, 'account:bert')).toEqual(sorted(await expected.mailbox(BERT, 'bert')));
  const company = [...(await expected.mailbox(OFFICE)), ...(await expected.directory())];
  expect(await recordsOf(stage, profile, 'company')).toEqual(sorted(company));
}

/** The rows of a profile's books fit together, and nothing is left of the work that made them. */
export async function expectTidy({ azurite }: Stage, profile: string): Promise<void> {
  const rows = await allStoredRows(azurite.connectionString);
  const books = rows.filter(({ table, partition }) => table === 'books' && partition.startsWith(`${profile}|`));
  const entries = new Set(
    books.filter(({ key }) => key.startsWith('e|')).map(({ partition, key }) => `${partition} ${key}`),
  );
  const index = books.filter(({ key }) => key.startsWith('n|'));
  const strayIndex = index.filter(({ partition, cells }) => !entries.has(`${partition} ${String(cells['entry'])}`));
  expect(strayIndex.map(({ key }) => key)).toEqual([]);
  const indexed = new Set(
    index.map(({ partition, cells }) => `${partition} ${String(cells['entry'])} ${String(cells['number'])}`),
  );
  for (const { partition, key, cells } of books.filter((row) => row.key.startsWith('e|'))) {
    const mobile = /"e164":"(\+49171\d+)"/.exec(String(cells['numbers']))?.[1];
    if (mobile !== undefined) expect(indexed).toContain(`${partition} ${key} ${mobile}`);
  }
  const counted = books.filter(({ key }) => key.startsWith('c|') && !key.endsWith('|-'));
  const sum = counted.reduce((total, { cells }) => total + Number(cells['entries']), 0);
  expect(sum).toBe(entries.size);
  expect(books.filter(({ key }) => /^[dp]\|/.test(key)).map(({ key }) => key)).toEqual([]);
  const waiting = rows.filter(
    ({ table, partition, key }) => table === 'runs' && partition.startsWith(`${profile}|`) && key.startsWith('p|'),
  );
  expect(waiting).toEqual([]);
  // A message that a killed host had may still be on its way; whoever gets it finds nothing to do.
  for (const queue of ['runs', 'jobs', 'runs-poison', 'jobs-poison']) {
    const isEmpty = async () => (await queueTexts(azurite.connectionString, queue)).length === 0;
    await waitFor(`the queue ${queue} to be empty`, isEmpty);
  }
}

/** Lets the jobs of a run that wait for their time have it now. */
export async function workNow({ azurite, wire }: Stage, profile: string, run: string): Promise<void> {
  const rows = await allStoredRows(azurite.connectionString);
  const markers = rows.filter(
    ({ table, partition, key }) => table === 'runs' && partition === `${profile}|${run}` && key.startsWith('p|'),
  );
  for (const { key } of markers) {
    await wire.trigger('workJobs', { v: 1, type: 'jobs', profile, run, group: key.slice('p|'.length) });
  }
}

/** Changes something of every kind in each mailbox, different at each turn. */
export function editEverywhere({ simulator: { control } }: Stage, turn: number): void {
  for (const mailbox of [ANNA, BERT, OFFICE]) {
    const contacts = control.contacts(mailbox).filter(({ folder }) => folder === 'Contacts');
    const [changed, renumbered, gone] = contacts.slice(turn % 3);
    const name = `Turn ${turn} of ${mailbox}`;
    control.addContact(mailbox, {
      properties: { displayName: name, surname: 'New', mobilePhone: `+4917139${10000 + turn}` },
      extended: { 'String 0x3a24': `+4984199${1000 + turn}` },
    });
    if (changed) control.patchContact(mailbox, changed.id, { properties: { displayName: `${name}, changed` } });
    if (renumbered)
      control.patchContact(mailbox, renumbered.id, { properties: { mobilePhone: `+4917138${10000 + turn}` } });
    if (gone) control.deleteContact(mailbox, gone.id);
  }
  const [moved] = control
    .contacts(ANNA)
    .filter(({ folder }) => folder === 'Contacts')
    .slice(5);
  if (moved) control.moveContact(ANNA, moved.id, 'Suppliers');
}
