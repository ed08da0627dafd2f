import { z } from 'zod';
import { ConflictError, NotFoundError } from '../errors.ts';
import { sealingKeyOf, type Seal, type SealedPlace } from '../secrets/seal.ts';
import type { Secret } from '../secrets/secret.ts';
import { key, keyPart } from '../storage/keys.ts';
import { allRows, type Row, type Table } from '../storage/table.ts';
import { newSigningSecret } from './signature.ts';
import type { CreatedSigningSecret, SigningSecret } from './signing-secret.ts';

const schemaVersion = 1;
/** Two are valid at a time, so that one can take the place of the other without a gap. */
const slots = ['1', '2'] as const;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  profile: z.string(),
  id: z.enum(slots),
  createdAt: z.string(),
  sealed: z.string(),
});

/** The secrets that a profile's messages are signed with, sealed in their table. */
export interface SigningSecrets {
  list(profile: string): Promise<SigningSecret[]>;
  /** Makes one and gives its text, this once. A third one is refused with conflict. */
  create(profile: string): Promise<CreatedSigningSecret>;
  /** Throws not found. */
  delete(profile: string, id: string): Promise<void>;
  /** All secrets of a profile, opened. */
  open(profile: string): Promise<Secret[]>;
  /** Seals with the newest key what an older one has sealed; answers how many. */
  reseal(profiles: readonly string[]): Promise<number>;
  removeAll(profile: string): Promise<void>;
}

export function signingSecrets(table: Table, seal: Seal, now: () => Date): SigningSecrets {
  const stored = async (profile: string): Promise<(z.infer<typeof cellsSchema> & { row: Row })[]> =>
    (await allRows(table, key(profile))).map((row) => ({ ...cellsSchema.parse(row.cells), row }));
  return {
    list: async (profile) => (await stored(profile)).map(({ id, createdAt }) => ({ id, createdAt })),
    async create(profile) {
      const taken = new Set((await stored(profile)).map(({ id }) => id));
      const id = slots.find((slot) => !taken.has(slot));
      if (id === undefined)
        throw new ConflictError(`The profile ${profile} has two signing secrets already; delete one of them first.`);
      const text = newSigningSecret();
      const createdAt = now().toISOString();
      const cells = { v: schemaVersion, profile, id, createdAt, sealed: seal.seal(placeOf(profile, id), text) };
      await table.commit(key(profile), [{ do: 'insert', key: keyPart(id), cells }]);
      return { secret: { id, createdAt }, text: text.reveal() };
    },
    async delete(profile, id) {
      const found = (await stored(profile)).find((one) => one.id === id);
      if (!found) throw new NotFoundError(`The profile ${profile} has no signing secret ${id}; list them first.`);
      await table.commit(key(profile), [{ do: 'delete', key: found.row.key, etag: found.row.etag }]);
    },
    open: async (profile) => (await stored(profile)).map(({ id, sealed }) => seal.open(placeOf(profile, id), sealed)),
    async reseal(profiles) {
      let count = 0;
      for (const profile of profiles) {
        for (const { id, sealed, row } of await stored(profile)) {
          if (sealingKeyOf(sealed) === seal.writes) continue;
          const place = placeOf(profile, id);
          const cells = { ...row.cells, sealed: seal.seal(place, seal.open(place, sealed)) };
          await table.commit(key(profile), [{ do: 'replace', key: row.key, cells, etag: row.etag }]);
          count += 1;
        }
      }
      return count;
    },
    async removeAll(profile) {
      for (const { row } of await stored(profile))
        await table.commit(key(profile), [{ do: 'delete', key: row.key, etag: '*' }]);
    },
  };
}

function placeOf(profile: string, id: string): SealedPlace {
  return { kind: 'profile', id: profile, field: `signing secret ${id}` };
}
