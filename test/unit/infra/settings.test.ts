import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InvalidError } from '../../../shared/errors.ts';
import { readSettings, settingNames } from '../../../shared/settings.ts';
import { root } from './bicep-files.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const tenant = '11111111-2222-4333-8444-555555555555';
const good = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  PATCHBAY_SEALING_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
};
const azure = {
  ...good,
  WEBSITE_SITE_NAME: 'func-patchbay',
  PATCHBAY_ENTRA_TENANT: tenant,
  PATCHBAY_ENTRA_AUDIENCE: tenant,
};

function faultsOf(environment: Record<string, string | undefined>): string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    for (const { pointer } of error.faults) expect(error.message).toContain(pointer.slice(1));
    return error.faults.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`);
  }
}

describe('what is written about settings', () => {
  it('docs/operations.md explains every setting that an operator can make, and no other', () => {
    const table = /## Settings\n([^]*?)\n## /.exec(read('docs/operations.md'))?.[1] ?? '';
    const explained = [...table.matchAll(/^\| (`[^|]+)\|/gm)].flatMap(
      ([, cell = '']) => cell.match(/(?<=`)\w+(?=`)/g) ?? [],
    );
    const own = settingNames.filter((name) => !name.startsWith('WEBSITE_'));
    expect(explained.sort()).toEqual([...own].sort());
  });

  it('local.settings.sample.json holds settings that exist', () => {
    const sample = z.object({ Values: z.record(z.string(), z.string()) });
    const { Values } = sample.parse(JSON.parse(read('local.settings.sample.json')));
    expect(Object.keys(Values).filter((name) => !settingNames.includes(name))).toEqual([]);
  });
});

describe('wrong settings', () => {
  it('are all named at once, each with what to do', () => {
    expect(
      faultsOf({ PATCHBAY_SLICE_SECONDS: 'x', PATCHBAY_ENTRA_TENANT: 'contoso', PATCHBAY_ENTRA_CLIENTS: 'a,b' }),
    ).toEqual(
      expect.arrayContaining([
        'PATCHBAY_SEALING_KEYS: is missing',
        'PATCHBAY_ENTRA_TENANT: must be the id of a directory (tenant)',
        'PATCHBAY_ENTRA_CLIENTS: must be client ids separated by commas',
        'PATCHBAY_ENTRA_AUDIENCE: is missing',
        'AzureWebJobsStorage: set it, or its __tableServiceUri and __queueServiceUri',
      ]),
    );
  });

  it('never show a value', () => {
    const secret = 'k1:not-quite-a-key';
    const shown = faultsOf({ ...good, PATCHBAY_SEALING_KEYS: secret, PATCHBAY_ENTRA_AUTHORITY: 'hush://' }).join();
    expect(shown).toContain('PATCHBAY_SEALING_KEYS');
    expect(shown).not.toMatch(/not-quite|hush/);
  });

  it('include a Key Vault reference that the platform could not resolve', () => {
    const reference = '@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/sealing-keys)';
    const faults = faultsOf({ ...azure, PATCHBAY_SEALING_KEYS: reference });
    expect(faults).toEqual([expect.stringMatching(/^PATCHBAY_SEALING_KEYS: its Key Vault reference could not/)]);
  });

  it('include a misspelt one, which would otherwise leave a defence switched off', () => {
    expect(faultsOf({ ...azure, PATCHBAY_ENTRA_CLIENT: tenant })).toEqual([
      'PATCHBAY_ENTRA_CLIENT: is no setting of this version; correct its name or remove it',
    ]);
  });

  it('include half a pair', () => {
    expect(faultsOf({ ...good, PATCHBAY_ENTRA_TENANT: tenant })).toEqual(['PATCHBAY_ENTRA_AUDIENCE: is missing']);
    expect(faultsOf({ ...good, PATCHBAY_LOCAL_LOGIN: 'https://localhost' })).toEqual([
      'PATCHBAY_LOCAL_GRAPH: is missing',
    ]);
    expect(faultsOf({ ...good, PATCHBAY_ENTRA_CLIENTS: tenant })).toHaveLength(2);
  });

  it('include Entra ID that is missing in Azure, where only it could make the first key', () => {
    expect(faultsOf({ ...good, WEBSITE_SITE_NAME: 'x' })).toEqual([
      'PATCHBAY_ENTRA_TENANT: is missing',
      'PATCHBAY_ENTRA_AUDIENCE: is missing',
    ]);
    expect(faultsOf(azure)).toEqual([]);
  });
});

describe('good settings', () => {
  it('may be empty, as templates leave them', () => {
    expect(faultsOf({ ...azure, PATCHBAY_ENTRA_CLIENTS: '', PATCHBAY_LOCAL_GRAPH: '' })).toEqual([]);
  });

  it('read the list of clients', () => {
    const clients = ` ${tenant.toUpperCase()}, 99999999-2222-4333-8444-555555555555`;
    expect(readSettings({ ...azure, PATCHBAY_ENTRA_CLIENTS: clients }).entra?.clients).toEqual([
      tenant,
      '99999999-2222-4333-8444-555555555555',
    ]);
  });
});
