import { z } from 'zod';
import { key, keyPart } from '../storage/keys.ts';
import { clearRows } from '../storage/clear-rows.ts';
import { allRows, type Cells, type Change, type Row, type Table } from '../storage/table.ts';

const schemaVersion = 1;
const rowsPerTransaction = 100;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  key: z.string(),
  kind: z.enum(['personal', 'shared', 'users', 'organisationContacts']),
  name: z.string(),
  /** Directory object id; empty for the directory itself. */
  mailbox: z.string(),
  folder: z.string(),
  account: z.string(),
  /** Accounts it belonged to before and whose books may still have its entries, one a line; cleared once they are gone. */
  formerAccounts: z.string().default(''),
  /** An operator's switch: a mailbox that is off is not read; what it has in a book stays. */
  enabled: z.boolean().default(true),
  /** Whether the profile's sources still name it. */
  covered: z.boolean().default(true),
  /** Version of projection and connection of the last complete read; while it holds only changes have to be read. */
  readWith: z.string().default(''),
  lastAttemptAt: z.string().optional(),
  lastSuccessAt: z.string().optional(),
  outcome: z.string().optional(),
  /** Whether entries of it wait for the release of a run; a read that fails meanwhile changes nothing about that. */
  held: z.boolean().default(false),
  reason: z.string().optional(),
  entries: z.number().default(0),
  /** Not tried before this moment unless somebody asks: it failed for a reason that takes a person to repair. */
  retryAt: z.string().default(''),
});

/** A mailbox (or the directory) as a source of a profile: whom it belongs to, and how its last reads went. */
export type CoveredMailbox = Omit<z.infer<typeof cellsSchema>, 'v'>;

export interface CoveredMailboxes {
  list(profile: string): Promise<CoveredMailbox[]>;
  page(
    profile: string,
    limit: number,
    cursor: string | undefined,
  ): Promise<{ mailboxes: CoveredMailbox[]; next: string | undefined }>;
  find(profile: string, mailbox: string): Promise<CoveredMailbox | undefined>;
  /** Changes some cells of some mailboxes; the others stay as they are. */
  merge(profile: string, changes: readonly (Partial<CoveredMailbox> & { key: string })[]): Promise<void>;
  remove(profile: string, key: string): Promise<void>;
  clear(profile: string): Promise<void>;
}

export function coveredMailboxes(table: Table): CoveredMailboxes {
  const commit = async (profile: string, changes: Change[]): Promise<void> => {
    for (let start = 0; start < changes.length; start += rowsPerTransaction) {
      await table.commit(key(profile), changes.slice(start, start + rowsPerTransaction));
    }
  };
  return {
    list: async (profile) => (await allRows(table, key(profile))).flatMap(fromRow),
    async page(profile, limit, cursor) {
      const { rows, next } = await table.page(key(profile), { limit, cursor });
      return { mailboxes: rows.flatMap(fromRow), next };
    },
    async find(profile, mailbox) {
      const row = await table.get(key(profile), keyPart(mailbox));
      return row && fromRow(row)[0];
    },
    merge: (profile, changes) =>
      commit(
        profile,
        changes.map(({ key: mailbox, ...cells }) => ({
          do: 'merge',
          key: keyPart(mailbox),
          cells: { v: schemaVersion, key: mailbox, ...withoutUndefined(cells) },
        })),
      ),
    async remove(profile, mailbox) {
      if (!(await table.get(key(profile), keyPart(mailbox)))) return;
      await commit(profile, [{ do: 'delete', key: keyPart(mailbox), etag: '*' }]);
    },
    async clear(profile) {
      await clearRows(table, key(profile));
    },
  };
}

function withoutUndefined(cells: Record<string, string | number | boolean | undefined>): Cells {
  const kept: Cells = {};
  for (const [name, value] of Object.entries(cells)) if (value !== undefined) kept[name] = value;
  return kept;
}

/** None for what a late note has left of a mailbox that was removed: a merge creates the row it does not find. */
function fromRow(row: Row): CoveredMailbox[] {
  if (row.cells['kind'] === undefined) return [];
  const { v: _v, ...mailbox } = cellsSchema.parse(row.cells);
  return [mailbox];
}
