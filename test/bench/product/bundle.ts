import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

let bundled: Promise<string> | undefined;

/** The process that runs the product, bundled once. */
export function productBundle(): Promise<string> {
  bundled ??= bundleProcess('process.ts', 'product.cjs');
  return bundled;
}

/**
 * Bundles the script of a process with the options of the deployed files (local/bundle.ts): run from source, a process would carry
 * 40 MB of what strips types.
 */
export async function bundleProcess(script: string, name: string): Promise<string> {
  const outfile = join(process.cwd(), '.local', 'bench', name);
  await build({
    entryPoints: [fileURLToPath(new URL(script, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
  return outfile;
}
