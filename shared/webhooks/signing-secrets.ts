import { z } from 'zod';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { SealedValue } from '../secrets/reseal-values.ts';
import type { Seal, SealedPlace } from '../secrets/seal.ts';
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
  /** All of a profile, as they are sealed. */
  sealed(profile: string): Promise<SealedValue[]>;
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
    sealed: async (profile) =>
      (await stored(profile)).map(({ id, sealed, row }) => ({
        place: placeOf(profile, id),
        sealed,
        async replace(again) {
          const cells = { ...row.cells, sealed: again };
          await table.commit(key(profile), [{ do: 'replace', key: row.key, cells, etag: row.etag }]);
        },
      })),
  };
}

function placeOf(profile: string, id: string): SealedPlace {
  return { kind: 'profile', id: profile, field: `signing secret ${id}` };
}
