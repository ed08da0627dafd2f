/** `npm run package`: builds the zip that is deployed, dist/patchbay.zip, and prints what it costs to load. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode, writeAppFolder } from './app-folder.ts';
import { loadMilliseconds, zipOf } from './app-zip.ts';
import { bundle, entryName } from './bundle.ts';

const root = process.cwd();
await bundle(root);
const folder = await writeAppFolder(root);
const zip = await zipOf(folder);
const path = join(root, 'dist', 'patchbay.zip');
await writeFile(path, zip);

const code = (await readdir(folder)).filter(isCode);
const [entry, everything] = [[entryName], code].map((files) => loadMilliseconds(folder, files));
console.log(
  `${path}: ${Math.round(zip.length / 1024)} KiB packed; ${entryName} loads in ${entry} ms here, all ${code.length} files in ${everything} ms.`,
);
