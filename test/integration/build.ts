import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { TestProject } from 'vitest/node';
import { bundle } from '../../local/bundle.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What was built for this run of tests. */
    built: {
      /** The folder of the functions: what the hosts of this folder run is what is deployed. */
      functions: string;
      /** The host of `stage/host-child.ts` in one file of JavaScript: each stage starts one, and one file is loaded sooner than forty. */
      hostChild: string;
    };
  }
}

/** Builds once for all test files. */
export default async function buildAll({ provide }: TestProject): Promise<() => Promise<void>> {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  await mkdir(join(root, '.local'), { recursive: true });
  const folder = await mkdtemp(join(root, '.local', 'built-'));
  const built = { functions: join(folder, 'functions'), hostChild: join(folder, 'host-child.mjs') };
  const entryPoints = [fileURLToPath(new URL('stage/host-child.ts', import.meta.url))];
  const host = { entryPoints, outfile: built.hostChild, bundle: true, platform: 'node', packages: 'external' } as const;
  await Promise.all([
    bundle(root, built.functions),
    build({ ...host, format: 'esm', target: 'node22', logLevel: 'warning' }),
  ]);
  provide('built', built);
  return () => rm(folder, { recursive: true, force: true });
}
