import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { buildDirectory } from './directory.ts';
import { TenantError } from './tenant-error.ts';
import { emptyMailbox, entriesOf, readMailbox, type Warn } from './mailbox-directory.ts';
import { parseTenantFile } from './tenant-file.ts';
import type { Tenant } from './tenant.ts';
import { decodeFile } from './vcard/character-sets.ts';

/** A tenant folder in memory. */
export interface LoadedTenant {
  tenant: Tenant;
  /** What could not be read and was left out: one sentence each, beginning with the file. */
  warnings: string[];
}

/**
 * Reads a tenant folder (design, section 8). Whatever is wrong with `tenant.json` is a {@link TenantError}; whatever
 * is wrong with a mailbox's files costs only the card or the file it is in, and is in the warnings.
 */
export async function loadTenant(directory: string): Promise<LoadedTenant> {
  try {
    return await load(directory);
  } catch (error) {
    if (error instanceof TenantError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new TenantError(`The tenant folder ${directory} cannot be read: ${reason}.`, { cause: error });
  }
}

async function load(directory: string): Promise<LoadedTenant> {
  const { withoutMailbox, ...found } = buildDirectory(
    parseTenantFile(decodeFile(await readFile(join(directory, 'tenant.json')))),
  );
  const warnings: string[] = [];
  const tenant: Tenant = { ...found, mailboxes: new Map() };
  for (const { id } of found.users) if (!withoutMailbox.has(id)) tenant.mailboxes.set(id, emptyMailbox());
  await fillMailboxes(tenant, join(directory, 'mailboxes'), (file, message) =>
    warnings.push(`mailboxes/${file}: ${message}.`),
  );
  return { tenant, warnings };
}

async function fillMailboxes(tenant: Tenant, directory: string, warn: Warn): Promise<void> {
  if (!(await exists(directory))) return;
  const ids = new Map(tenant.users.map((user) => [user.userPrincipalName.toLowerCase(), user.id]));
  const filled = new Set<string>();
  for (const { entry, isDirectory } of await entriesOf(directory)) {
    const id = ids.get(entry.normalize('NFC').toLowerCase());
    if (!isDirectory) warn(entry, 'only directories are mailboxes; it was left out');
    else if (id === undefined) warn(entry, 'tenant.json has no user of this name; the mailbox was left out');
    else if (!tenant.mailboxes.has(id))
      warn(entry, 'tenant.json gives this user no mailbox; the directory was left out');
    else if (filled.has(id)) warn(entry, 'the user has a second directory in other letters; this one was left out');
    else {
      filled.add(id);
      tenant.mailboxes.set(id, await readMailbox(join(directory, entry), entry, warn));
    }
  }
}

async function exists(directory: string): Promise<boolean> {
  try {
    await readdir(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
