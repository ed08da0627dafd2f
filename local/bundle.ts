import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, transform, type BuildOptions, type OutputFile, type Plugin } from 'esbuild';

const settings = {
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcesContent: false,
  logLevel: 'warning',
} satisfies BuildOptions;

/** What the host loads. */
export const entryName = 'index.cjs';

/** Where the functions are built; package.json names the entry there. */
export function bundleFolder(root: string): string {
  return join(root, 'dist', 'functions');
}

/** The texts of zod's faults in 60 languages are half of it; only those in English are used. */
const englishOnly: Plugin = {
  name: 'english only',
  setup(context) {
    context.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: dirname(path),
    }));
  },
};

/**
 * Bundles the functions as they are deployed: the entry, which only registers them, and beside it what it loads at first use.
 * Everything that is imported with `import()` becomes a file of its own, and what several files share another one, so that nothing
 * exists twice. The folder is emptied first: files of two builds do not fit together.
 */
export async function bundle(root: string, folder = bundleFolder(root)): Promise<void> {
  const { outputFiles } = await build({
    ...settings,
    absWorkingDir: root,
    entryPoints: ['functions/index.ts'],
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    chunkNames: '[name]-[hash]',
    bundle: true,
    format: 'esm',
    splitting: true,
    sourcemap: 'inline',
    // The host supplies it.
    external: ['@azure/functions-core'],
    // @azure/storage-queue uses it at load.
    define: { 'import.meta.url': moduleUrl },
    plugins: [englishOnly],
    write: false,
  });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all(outputFiles.map(writeCommonJs));
}

const moduleUrl = 'importMetaUrl';

/** Files can only be split as ES modules; but the host replaces `require`, which ES modules do not go through. */
async function writeCommonJs({ path, text }: OutputFile): Promise<void> {
  const { code, map } = await transform(text, {
    ...settings,
    format: 'cjs',
    supported: { 'dynamic-import': false },
    sourcemap: true,
    sourcefile: basename(path),
    ...(text.includes(moduleUrl) && {
      banner: `const ${moduleUrl} = require('node:url').pathToFileURL(__filename).href;`,
    }),
  });
  await writeFile(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
  await writeFile(`${path}.map`, map);
}
