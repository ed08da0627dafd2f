import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bundleFolder, entryName } from './bundle.ts';

const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });

/**
 * Writes the folder that is deployed, and nothing else into it: the bundle without its source maps, host.json, and a package.json that
 * only names the entry, so that no build on the other side finds anything to install. The bundle must have been built.
 */
export async function writeAppFolder(
  root: string,
  folder = join(root, 'dist', 'app'),
  bundled = bundleFolder(root),
): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { name, version, license } = packageSchema.parse(
    JSON.parse(await readFile(join(root, 'package.json'), 'utf8')),
  );
  const own = { name, version, license, private: true, type: 'commonjs', main: entryName };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(own, undefined, 2)}\n`);
  await cp(join(root, 'host.json'), join(folder, 'host.json'));
  for (const file of (await readdir(bundled)).filter(isCode)) await cp(join(bundled, file), join(folder, file));
  return folder;
}

/** Whether a file of the app folder, by its name, is code that Node loads. */
export function isCode(name: string): boolean {
  return name.endsWith('.cjs');
}
