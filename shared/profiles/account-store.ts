import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { NotFoundError, UnavailableError } from '../errors.ts';
import { longText, longTextCells } from '../storage/json-cell.ts';
import { key, keysUnder } from '../storage/keys.ts';
import { allRows, type Change, type Table } from '../storage/table.ts';
import { accountSchema, type Account } from './account.ts';

const schemaVersion = 1;
const currentKey = 'current';
const accountsPerRow = 500;
const attempts = 5;

const pointerSchema = z.object({
  v: z.literal(schemaVersion),
  list: z.string(),
  count: z.number(),
  updatedAt: z.string(),
});

export interface AccountList {
  accounts: Account[];
  /** Undefined while no list was ever put. */
  etag: string | undefined;
}

/** The phone-system side's people of each profile; a list is replaced whole or not at all. */
export interface AccountStore {
  get(profile: string): Promise<AccountList>;
  /** Throws conflict when the list changed since `etag`. Answers the new etag. */
  put(profile: string, accounts: readonly Account[], etag: string | undefined, now: Date): Promise<string>;
  delete(profile: string): Promise<void>;
}

export function accountStore(table: Table): AccountStore {
  const partitionOf = (profile: string): string => key(profile);
  return {
    async get(profile) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        const found = await readList(table, partitionOf(profile));
        if (found) return found;
      }
      throw new UnavailableError(`The accounts of the profile ${profile} are being replaced; try again.`);
    },
    async put(profile, accounts, etag, now) {
      const partition = partitionOf(profile);
      const list = randomUUID();
      // What is written from now on may be of a list that takes the place of this one.
      const old = await allRows(table, partition, { ...keysUnder('list'), select: ['v'] });
      for (const change of listChanges(list, accounts)) await table.commit(partition, [change]);
      const cells = { v: schemaVersion, list, count: accounts.length, updatedAt: now.toISOString() };
      const point: Change =
        etag === undefined ? { do: 'insert', key: currentKey, cells } : { do: 'replace', key: currentKey, cells, etag };
      const [written = ''] = await table.commit(partition, [point]);
      // A reader that holds the old pointer sees that rows are missing and reads again.
      for (const row of old) await removeRow(table, partition, row.key);
      return written;
    },
    async delete(profile) {
      const partition = partitionOf(profile);
      const rows = await allRows(table, partition, { select: ['v'] });
      for (const row of rows) await removeRow(table, partition, row.key);
    },
  };
}

/** Undefined when the list was replaced between the two reads: an incomplete list must never be taken for the list. */
async function readList(table: Table, partition: string): Promise<AccountList | undefined> {
  const pointer = await table.get(partition, currentKey);
  if (!pointer) return { accounts: [], etag: undefined };
  const { list, count } = pointerSchema.parse(pointer.cells);
  const rows = await allRows(table, partition, keysUnder('list', list));
  const accounts = rows.flatMap((row) => z.array(accountSchema).parse(JSON.parse(longText('accounts', row.cells))));
  return accounts.length === count ? { accounts, etag: pointer.etag } : undefined;
}

function listChanges(list: string, accounts: readonly Account[]): Change[] {
  const changes: Change[] = [];
  for (let start = 0; start < accounts.length; start += accountsPerRow) {
    const text = JSON.stringify(accounts.slice(start, start + accountsPerRow));
    const rowKey = key('list', list, String(changes.length).padStart(4, '0'));
    changes.push({ do: 'upsert', key: rowKey, cells: { v: schemaVersion, ...longTextCells('accounts', text) } });
  }
  return changes;
}

/** Removes a row, whoever else removes it too. */
async function removeRow(table: Table, partition: string, rowKey: string): Promise<void> {
  try {
    await table.commit(partition, [{ do: 'delete', key: rowKey, etag: '*' }]);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}
