import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { demoFiles } from './demo/files.ts';

/** `node local/tenant/generate-demo.ts` writes the demo tenant anew; the same script always writes the same bytes. */
const directory = join(import.meta.dirname, '../tenants/demo');

const files = demoFiles();
await rm(directory, { recursive: true, force: true });
for (const [path, bytes] of files) {
  await mkdir(dirname(join(directory, path)), { recursive: true });
  await writeFile(join(directory, path), bytes);
}
const size = [...files.values()].reduce((total, bytes) => total + bytes.length, 0);
console.log(`${files.size} files, ${Math.round(size / 1024)} KB in ${directory}`);
