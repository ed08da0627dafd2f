import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });

/**
 * Writes the folder that is deployed, and nothing else into it: the bundle, host.json, and a package.json that only names the bundle, so
 * that no build on the other side finds anything to install. The bundle must have been built.
 */
export async function writeAppFolder(
  root: string,
  folder = join(root, 'dist', 'app'),
  bundled = join(root, 'dist', 'index.cjs'),
): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { name, version, license } = packageSchema.parse(
    JSON.parse(await readFile(join(root, 'package.json'), 'utf8')),
  );
  const own = { name, version, license, private: true, type: 'commonjs', main: 'index.cjs' };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(own, undefined, 2)}\n`);
  await cp(join(root, 'host.json'), join(folder, 'host.json'));
  await cp(bundled, join(folder, 'index.cjs'));
  return folder;
}
