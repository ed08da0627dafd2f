import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { describe, expect, test } from 'vitest';

import { demoFiles } from '../../../local/tenant/demo/files.ts';
import { demoDirectory } from './demo.ts';

describe('the generator', () => {
  test('writes the committed files byte for byte', async () => {
    const expected = demoFiles();
    const entries = await readdir(demoDirectory, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(demoDirectory, join(entry.parentPath, entry.name)));
    const committed = new Map(paths.map((path) => [path.split(sep).join('/').normalize('NFC'), path]));
    expect([...committed.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
    for (const [name, path] of committed) {
      const bytes = await readFile(join(demoDirectory, path));
      expect(bytes.equals(expected.get(name)!), `${name}: run node local/tenant/generate-demo.ts`).toBe(true);
    }
  });

  test('gives the same bytes again, and not too many', () => {
    const [first, second] = [demoFiles(), demoFiles()];
    expect([...second.keys()]).toEqual([...first.keys()]);
    for (const [name, bytes] of first) expect(Buffer.compare(bytes, second.get(name)!), name).toBe(0);
    expect([...first.values()].reduce((total, bytes) => total + bytes.length, 0)).toBeLessThan(1_500_000);
  });
});
