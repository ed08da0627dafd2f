import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A command-line tool refused; its own words say why. */
export class CommandError extends Error {}

/** Runs the Azure CLI or azd and gives what it prints; throws with its own words when it fails. */
export function command(tool: 'az' | 'azd', args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: 'utf8' });
  if (error) throw new CommandError(`${tool} cannot be started (${error.message}); install it and sign in.`);
  if (status !== 0) throw new CommandError(`${tool} ${args.slice(0, 3).join(' ')} failed: ${stderr.trim()}`);
  return stdout.trim();
}

/** Hands a text to `use` as a file that only this user may read and that is gone afterwards: arguments are for everybody to see. */
export function withFile<T>(text: string, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-'));
  try {
    const path = join(folder, 'content');
    writeFileSync(path, text, { mode: 0o600 });
    return use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
