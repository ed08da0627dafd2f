import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

let bundled: Promise<string> | undefined;

/**
 * Bundles the process that runs the product, once, with the options of the deployed file (local/bundle.ts): run from source, a
 * process would carry 40 MB of what strips types.
 */
export function productBundle(): Promise<string> {
  bundled ??= bundle(join(process.cwd(), '.local', 'bench', 'product.cjs'));
  return bundled;
}

async function bundle(outfile: string): Promise<string> {
  await build({
    entryPoints: [fileURLToPath(new URL('process.ts', import.meta.url))],
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
