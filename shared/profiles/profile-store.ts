import { z } from 'zod';
import { NotFoundError } from '../errors.ts';
import { jsonCell, longText, longTextCells } from '../storage/json-cell.ts';
import { keyPart } from '../storage/keys.ts';
import { allRows, type Change, type Row, type Table } from '../storage/table.ts';
import { profileSchema, type Profile, type ProfileInput } from './profile.ts';

const schemaVersion = 1;
const partition = 'profile';

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  id: z.string(),
  body: jsonCell(profileSchema),
  createdAt: z.string(),
  updatedAt: z.string(),
});

/** The profiles; all in one partition, so that a list is one read. */
export interface ProfileStore {
  get(id: string): Promise<Profile>;
  list(): Promise<Profile[]>;
  create(id: string, body: ProfileInput, now: Date): Promise<Profile>;
  /** Throws conflict when the profile changed since it was read. */
  replace(old: Profile, body: ProfileInput, now: Date): Promise<Profile>;
  delete(profile: Profile): Promise<void>;
}

export function profileStore(table: Table): ProfileStore {
  const write = async (profile: Omit<Profile, 'etag'>, etag: string | undefined): Promise<Profile> => {
    const { id, body, createdAt, updatedAt } = profile;
    const cells = { v: schemaVersion, id, createdAt, updatedAt, ...longTextCells('body', JSON.stringify(body)) };
    const key = keyPart(id);
    const change: Change = etag === undefined ? { do: 'insert', key, cells } : { do: 'replace', key, cells, etag };
    const [written = ''] = await table.commit(partition, [change]);
    return { ...profile, etag: written };
  };
  return {
    async get(id) {
      const row = await table.get(partition, keyPart(id));
      if (!row) throw new NotFoundError(`There is no profile ${id}; list them with GET /api/profiles.`);
      return fromRow(row);
    },
    list: async () => (await allRows(table, partition)).map(fromRow),
    create(id, body, now) {
      const at = now.toISOString();
      return write({ id, body, createdAt: at, updatedAt: at }, undefined);
    },
    replace: (old, body, now) =>
      write({ id: old.id, body, createdAt: old.createdAt, updatedAt: now.toISOString() }, old.etag),
    async delete({ id, etag }) {
      await table.commit(partition, [{ do: 'delete', key: keyPart(id), etag }]);
    },
  };
}

function fromRow(row: Row): Profile {
  const { id, body, createdAt, updatedAt } = cellsSchema.parse({ ...row.cells, body: longText('body', row.cells) });
  return { id, body, createdAt, updatedAt, etag: row.etag };
}
