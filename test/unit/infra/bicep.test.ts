import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSettings, settingNames } from '../../../shared/settings.ts';
import { bicepFiles, keyOf, nodesOf, parseBicep, resourcesOf, root, valuesOf, type BicepFile } from './bicep-files.ts';

let files: BicepFile[];
beforeAll(async () => {
  files = await bicepFiles();
});
const file = (name: string): BicepFile => files.find((each) => each.name === name)!;
const everywhere = (name: string): string[] => files.flatMap(({ tree }) => valuesOf(tree, name));

/** Every role that a template may assign, and to whom. Nothing here may write role assignments or read keys. */
const roles: Record<string, string> = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner (app)',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor (app)',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor (app)',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher (app)',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User (app)',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': 'Key Vault Secrets Officer (whoever deploys)',
};

describe('the grammar', () => {
  it.each([
    "resource a 'x@2024-01-01' = {\n  name: \n}",
    'param name strin g = 1 2',
    "var a = { b: 'c'",
    "output a string = '${b'",
  ])('finds what is wrong in %j', async (text) => {
    expect((await parseBicep(text)).hasError).toBe(true);
  });
});

describe('the templates', () => {
  it('have no error', () => {
    expect(files.length).toBeGreaterThan(7);
    for (const { name, tree } of files) {
      const wrong = nodesOf(tree, 'ERROR').map((node) => `${name}:${node.startPosition.row + 1}`);
      expect(wrong).toEqual([]);
      expect([name, tree.hasError]).toEqual([name, false]);
    }
  });

  it('are plain: every module and every text that is loaded is a file of this repository', () => {
    const paths = files.flatMap(({ tree }) => [
      ...nodesOf(tree, 'module_declaration').map((node) => /^module \w+ '([^']+)'/.exec(node.text)?.[1] ?? node.text),
      ...nodesOf(tree, 'call_expression').flatMap((node) => /^load\w+\('([^']+)'/.exec(node.text)?.[1] ?? []),
    ]);
    expect(paths.length).toBeGreaterThan(12);
    expect(paths.filter((path) => !existsSync(join(root, 'infra', path)))).toEqual([]);
  });

  it('give modules exactly the parameters that they take', () => {
    const wrong = nodesOf(file('main.bicep').tree, 'module_declaration').flatMap((module) => {
      const path = /^module \w+ '([^']+)'/.exec(module.text)?.[1] ?? '';
      const taken = nodesOf(file(path).tree, 'parameter_declaration').map((node) => ({
        name: node.firstNamedChild?.text ?? '',
        optional: node.text.includes('='),
      }));
      const params = nodesOf(module, 'object_property').find((node) => keyOf(node) === 'params')?.lastNamedChild;
      const given = (params?.namedChildren ?? []).flatMap((node) =>
        node.type === 'object_property' ? [keyOf(node)] : [],
      );
      return [
        ...given.filter((name) => !taken.some((each) => each.name === name)).map((name) => `${path}: no ${name}`),
        ...taken
          .filter(({ name, optional }) => !optional && !given.includes(name))
          .map(({ name }) => `${path}: ${name} is missing`),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('use every parameter and variable that they declare', () => {
    const unused = files.flatMap(({ name, text, tree }) =>
      nodesOf(tree, 'parameter_declaration', 'variable_declaration').flatMap((node) => {
        const declared = node.firstNamedChild?.text ?? '';
        return text.split(new RegExp(`\\b${declared}\\b`)).length > 2 ? [] : [`${name}: ${declared}`];
      }),
    );
    expect(unused).toEqual([]);
  });

  it('are given no parameter file entry that they do not take', () => {
    const { parameters } = z
      .object({ parameters: z.record(z.string(), z.object({ value: z.string() })) })
      .parse(JSON.parse(readFileSync(join(root, 'infra/main.parameters.json'), 'utf8')));
    const taken = nodesOf(file('main.bicep').tree, 'parameter_declaration').map((node) => node.firstNamedChild?.text);
    expect(Object.keys(parameters).filter((name) => !taken.includes(name))).toEqual([]);
  });
});

describe('least privilege', () => {
  it('assigns only roles of the list, each within one resource', () => {
    const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
    const found = new Set(files.flatMap(({ text }) => text.match(guid) ?? []));
    expect([...found].sort()).toEqual(Object.keys(roles).sort());
    const assignments = files.flatMap(({ tree }) => resourcesOf(tree, 'Microsoft.Authorization/roleAssignments'));
    expect(assignments.length).toBe(4);
    for (const assignment of assignments) expect(valuesOf(assignment, 'scope')).toHaveLength(1);
  });

  it('gives the deployer no more than writing secrets', () => {
    const toDeployer = files.flatMap(({ tree }) =>
      resourcesOf(tree, 'Microsoft.Authorization/roleAssignments').filter((node) => node.text.includes('deployerId')),
    );
    expect(toDeployer.map((node) => node.text.includes('secretsOfficer'))).toEqual([true]);
  });

  it('knows no key, password or secret value', () => {
    const calls = files.flatMap(({ tree }) => nodesOf(tree, 'call_expression').map((node) => node.text));
    expect(calls.filter((text) => /^(?:[\w.]+\.)?(?:list\w*|getSecret|newGuid)\(/.test(text))).toEqual([]);
    for (const { name, text, tree } of files) {
      expect([name, /AccountKey|SharedAccessSignature|sig=|@secure\(/.test(text)]).toEqual([name, false]);
      expect(resourcesOf(tree, 'Microsoft.KeyVault/vaults/secrets')).toEqual([]);
    }
    const outputs = files.flatMap(({ tree }) => nodesOf(tree, 'output_declaration').map((node) => node.text));
    expect(outputs.filter((text) => /connectionString|InstrumentationKey|primaryKey/i.test(text))).toEqual([]);
  });

  it('switches off every way in that is not an identity', () => {
    expect(valuesOf(file('storage.bicep').tree, 'allowSharedKeyAccess')).toEqual(['false']);
    expect(valuesOf(file('storage.bicep').tree, 'allowBlobPublicAccess')).toEqual(['false']);
    expect(valuesOf(file('vault.bicep').tree, 'enableRbacAuthorization')).toEqual(['true']);
    expect(valuesOf(file('vault.bicep').tree, 'enablePurgeProtection')).toEqual(['true']);
    expect(everywhere('DisableLocalAuth')).toEqual(['true']);
    expect(everywhere('disableLocalAuth')).toEqual(['true']);
    expect(everywhere('allow')).toEqual(['false', 'false']);
    expect(everywhere('httpsOnly')).toEqual(['true']);
    expect(everywhere('ftpsState')).toEqual(['Disabled']);
    expect(everywhere('minimumTlsVersion')).toEqual(['TLS1_2']);
    expect(everywhere('cors')).toEqual([]);
  });

  it('keeps nothing warm unless asked', () => {
    expect(file('main.bicep').text).toContain('param alwaysReadyHttp int = 0');
    expect(valuesOf(file('app.bicep').tree, 'alwaysReady')[0]).toMatch(/alwaysReadyHttp > 0 \?.*: \[\]$/);
    expect(valuesOf(file('app.bicep').tree, 'perInstanceConcurrency')).toEqual(['32']);
  });
});

describe('the settings of the app', () => {
  const given = (): Map<string, string> => {
    const settings = nodesOf(file('app.bicep').tree, 'resource_declaration').find((node) =>
      node.text.startsWith("resource settings 'config'"),
    )!;
    const properties = nodesOf(settings, 'object_property').find((node) => keyOf(node) === 'properties')!;
    return new Map(nodesOf(properties.lastNamedChild!, 'object_property').map((node) => [keyOf(node), node.text]));
  };

  it('are known to the app', () => {
    expect(given().size).toBeGreaterThan(10);
    expect([...given().keys()].filter((name) => !settingNames.includes(name))).toEqual([]);
  });

  it('are all that Azure needs', () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const values: Record<string, string> = {
      AzureWebJobsStorage__credential: 'managedidentity',
      PATCHBAY_SEALING_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
      PATCHBAY_ENTRA_AUTHORITY: 'https://login.microsoftonline.com/',
      PATCHBAY_ENTRA_CLIENTS: '',
    };
    const environment = [...given().keys()].map((name): [string, string] => [
      name,
      values[name] ?? (name.endsWith('ServiceUri') ? 'https://st.example.org/' : id),
    ]);
    const settings = readSettings({ ...Object.fromEntries(environment), WEBSITE_SITE_NAME: 'func-patchbay' });
    expect(settings).toMatchObject({
      storage: { tableServiceUri: 'https://st.example.org/', clientId: id },
      entra: { tenant: id, audience: id, clients: undefined },
      managedIdentityClientId: id,
      localAdmin: false,
    });
  });

  it('refer to the sealing keys and do not hold them', () => {
    expect(given().get('PATCHBAY_SEALING_KEYS')).toContain("'@Microsoft.KeyVault(SecretUri=");
  });
});
