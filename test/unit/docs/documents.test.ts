import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiFiles } from '../../../local/api-files.ts';
import { readSettings } from '../../../shared/settings.ts';
import { version } from '../../../shared/version.ts';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
const sample = z
  .object({ Values: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('local.settings.sample.json'))).Values;

describe('the documents', () => {
  it('describe the API as it is (npm run openapi writes them)', () => {
    for (const [path, text] of apiFiles()) expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('name every setting that is read', () => {
    const operations = read('docs/operations.md');
    const settings = [...read('shared/settings.ts').matchAll(/^ {2}(PATCHBAY_\w+|AZURE_CLIENT_ID):/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(settings.length).toBeGreaterThan(7);
    for (const name of settings) expect(operations, name).toContain(`\`${name}\``);
    const local = new Set(['PATCHBAY_LOCAL_GRAPH', 'PATCHBAY_LOCAL_LOGIN', 'PATCHBAY_ENTRA_AUTHORITY']);
    for (const name of settings) expect(Object.hasOwn(sample, name) || local.has(name), name).toBe(true);
  });

  it('say the version of the package', () => {
    expect(z.object({ version: z.string() }).parse(JSON.parse(read('package.json'))).version).toBe(version);
  });
});

describe('readSettings', () => {
  const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
  const good = { AzureWebJobsStorage: 'UseDevelopmentStorage=true', PATCHBAY_SEALING_KEYS: key };

  it('reads what it needs', () => {
    const settings = readSettings({
      ...good,
      PATCHBAY_SEALING_KEYS: `${key},k0:${Buffer.alloc(32, 8).toString('base64')}`,
    });
    expect(settings.sealingKeys.map(({ id }) => id)).toEqual(['k1', 'k0']);
    expect(settings).toMatchObject({ localAdmin: false, localCloud: undefined, entra: undefined, sliceSeconds: 240 });
  });

  it.each([
    ['PATCHBAY_SEALING_KEYS', { ...good, PATCHBAY_SEALING_KEYS: undefined }],
    ['PATCHBAY_SEALING_KEYS', { ...good, PATCHBAY_SEALING_KEYS: 'k1:short' }],
    ['AzureWebJobsStorage', { ...good, AzureWebJobsStorage: undefined }],
    ['PATCHBAY_SLICE_SECONDS', { ...good, PATCHBAY_SLICE_SECONDS: '9999' }],
    ['PATCHBAY_ENTRA_TENANT', { ...good, PATCHBAY_ENTRA_TENANT: 'not-a-guid' }],
  ])('names %s when it is missing or wrong', (name, environment) => {
    expect(() => readSettings(environment)).toThrow(name);
  });

  it('refuses the local key in Azure', () => {
    for (const name of ['WEBSITE_INSTANCE_ID', 'WEBSITE_SITE_NAME']) {
      const environment = { ...good, PATCHBAY_LOCAL_ADMIN: 'true', [name]: 'x' };
      expect(() => readSettings(environment)).toThrow('local use only');
    }
    expect(readSettings({ ...good, PATCHBAY_LOCAL_ADMIN: 'true' }).localAdmin).toBe(true);
  });
});
