import { build } from 'esbuild';

/**
 * Bundles the functions into one CommonJS file, as it is deployed. `@azure/functions-core` stays outside because the host supplies it;
 * `import.meta.url` must be defined because @azure/storage-queue uses it at load.
 */
export async function bundle(root: string, outfile = 'dist/index.cjs'): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['functions/index.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: true,
    sourcesContent: false,
    external: ['@azure/functions-core'],
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
}
