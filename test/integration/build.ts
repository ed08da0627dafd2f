import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { bundle } from '../../local/bundle.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the functions were built for this run of tests. */
    bundled: string;
  }
}

/** Builds the functions once for all test files: what the hosts of this folder run is what is deployed. */
export default async function build({ provide }: TestProject): Promise<() => Promise<void>> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  await mkdir(join(root, '.local'), { recursive: true });
  const folder = await mkdtemp(join(root, '.local', 'bundle-'));
  await bundle(root, folder);
  provide('bundled', folder);
  return () => rm(folder, { recursive: true, force: true });
}
