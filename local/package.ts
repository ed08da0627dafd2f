/** `npm run package`: builds the zip that is deployed, dist/patchbay.zip, and prints what it costs to load. */
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAppFolder } from './app-folder.ts';
import { loadMilliseconds, zipOf } from './app-zip.ts';
import { bundle } from './bundle.ts';

const root = process.cwd();
await bundle(root);
const folder = await writeAppFolder(root);
const zip = await zipOf(folder);
const path = join(root, 'dist', 'patchbay.zip');
await writeFile(path, zip);

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1024)} KiB`;
const { size } = await stat(join(folder, 'index.cjs'));
console.log(
  `${path}: ${kilobytes(zip.length)} packed, bundle ${kilobytes(size)}, loads in ${loadMilliseconds(folder)} ms here.`,
);
