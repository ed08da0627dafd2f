import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';

// Always the same, in whatever time zone, so that the same code gives the same zip.
const mtime = new Date(1980, 0, 2);

/** Packs an app folder as it is deployed. */
export async function zipOf(folder: string): Promise<Uint8Array> {
  const names = (await readdir(folder)).sort();
  const files: Record<string, Uint8Array> = {};
  for (const name of names) files[name] = await readFile(join(folder, name));
  return zipSync(files, { level: 9, mtime });
}

/** Milliseconds that Node needs to load some files of the app, the quickest of `times` processes. */
export function loadMilliseconds(folder: string, files: readonly string[], times = 3): number {
  const script =
    'const start = performance.now(); process.argv.slice(1).forEach((file) => require(file)); process.stdout.write(String(performance.now() - start)); process.exit(0)';
  const paths = files.map((file) => join(folder, file));
  const run = (): number => {
    const { stdout } = spawnSync(process.execPath, ['-e', script, ...paths], { encoding: 'utf8' });
    return Number(stdout.trim().split('\n').at(-1));
  };
  return Math.round(Math.min(...Array.from({ length: times }, run)));
}
