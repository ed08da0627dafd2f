import { z } from 'zod';
import { key as rowKey } from '../storage/keys.ts';
import type { Cells, Row } from '../storage/table.ts';
import { callerRoleSchema } from '../http/roles.ts';
import type { ApiKey } from './key.ts';

/** All keys are in one partition; there are few of them, and each request reads one row by its key. */
export const keysPartition = 'keys';

const rowSchema = z
  .object({
    v: z.literal(1),
    id: z.string(),
    name: z.string(),
    role: callerRoleSchema,
    profile: z.string().optional(),
    createdAt: z.string(),
    expiresAt: z.string().optional(),
    hash: z.string().length(43),
  })
  // A phone key that lost its profile would be good for none; better to stop at the row than to rely on that.
  .refine(({ role, profile }) => role !== 'phone' || profile !== undefined);

/** A key with the hash of its text, as a row holds it. */
export interface StoredKey {
  key: ApiKey;
  hash: string;
}

/** The row key of a key. */
export function rowKeyOf(id: string): string {
  return rowKey(id);
}

/** Writes a key into cells. */
export function cellsOf({ key, hash }: StoredKey): Cells {
  const { id, name, role, createdAt, profile, expiresAt } = key;
  return {
    ...{ v: 1, id, name, role, createdAt, hash },
    ...(profile === undefined ? {} : { profile }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** Reads a key from its row. */
export function storedKey(row: Row): StoredKey {
  const parsed = rowSchema.safeParse(row.cells);
  if (!parsed.success)
    throw new Error(`The row ${row.key} of the table of keys cannot be read: ${z.prettifyError(parsed.error)}`);
  const { id, name, role, createdAt, profile, expiresAt, hash } = parsed.data;
  return { key: { id, name, role, createdAt, profile, expiresAt }, hash };
}
