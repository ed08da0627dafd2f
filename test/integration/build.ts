import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundle } from '../../local/bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The host of `stage/host-child.ts` in one file of JavaScript: each stage starts one, and one file is loaded sooner than forty. */
export const hostChild = `${root}.local/host-child.mjs`;

/** Builds the functions once for all test files: what the hosts of this folder run is what is deployed. */
export default async function buildAll(): Promise<void> {
  const entryPoints = [fileURLToPath(new URL('stage/host-child.ts', import.meta.url))];
  const host = { entryPoints, outfile: hostChild, bundle: true, platform: 'node', packages: 'external' } as const;
  await Promise.all([bundle(root), build({ ...host, format: 'esm', target: 'node22', logLevel: 'warning' })]);
}
