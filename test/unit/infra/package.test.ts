import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isCode, writeAppFolder } from '../../../local/app-folder.ts';
import { loadMilliseconds, zipOf } from '../../../local/app-zip.ts';
import { bundle } from '../../../local/bundle.ts';
import { startAzurite, type Azurite } from '../../../local/stack/azurite.ts';
import { startMain, type HostProcess } from '../../contract/host/fixture/process.ts';
import { root } from './bicep-files.ts';

const id = '11111111-2222-4333-8444-555555555555';
const healthSchema = z.object({ status: z.string(), problems: z.array(z.string()) });

let scratch: string;
/** Where the zip was unpacked: outside of the repository, so that no node_modules is above it. */
let clean: string;
let zip: Uint8Array;
let azurite: Azurite;
const hosts: HostProcess[] = [];

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'patchbay-package-'));
  const bundled = join(scratch, 'bundle');
  [azurite] = await Promise.all([startAzurite(), bundle(root, bundled)]);
  zip = await zipOf(await writeAppFolder(root, join(scratch, 'app'), bundled));
  clean = join(scratch, 'clean');
  await mkdir(clean);
  for (const [name, content] of Object.entries(unzipSync(zip))) await writeFile(join(clean, name), content);
});
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()));
  await azurite.stop();
  await rm(scratch, { recursive: true, force: true });
});

async function start(environment: Record<string, string>): Promise<HostProcess> {
  const host = startMain(clean, { AzureWebJobsStorage: azurite.connectionString, ...environment });
  hosts.push(host);
  return host.ready();
}

async function health(host: HostProcess): Promise<{ status: number; body: z.infer<typeof healthSchema> }> {
  const response = await fetch(`${host.url}/api/health`);
  return { status: response.status, body: healthSchema.parse(await response.json()) };
}

describe('the zip that is deployed', () => {
  it('holds the bundle, host.json of this repository and a package.json without dependencies', async () => {
    const files = unzipSync(zip);
    expect(Object.keys(files).filter((name) => !isCode(name))).toEqual(['host.json', 'package.json']);
    expect(Object.keys(files)).toContain('index.cjs');
    expect(strFromU8(files['host.json']!)).toBe(await readFile(join(root, 'host.json'), 'utf8'));
    const own = z.strictObject({
      ...{ name: z.literal('patchbay'), version: z.string(), license: z.string(), private: z.literal(true) },
      ...{ type: z.literal('commonjs'), main: z.literal('index.cjs') },
    });
    own.parse(JSON.parse(strFromU8(files['package.json']!)));
  });

  it('needs no package, not even in code that is loaded late', () => {
    const code = Object.entries(unzipSync(zip)).filter(([name]) => isCode(name));
    const required = new Set(
      code.flatMap(([, bytes]) =>
        [...strFromU8(bytes).matchAll(/(?<![\w$])(?:__require\)?|require)\("([^"]+)"\)/g)].map(([, name = '']) => name),
      ),
    );
    const own = new Set(code.map(([name]) => `./${name}`));
    const isBuiltin = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name);
    const foreign = [...required].filter((name) => !isBuiltin(name) && !own.has(name));
    expect(required.size).toBeGreaterThan(10);
    expect(foreign).toEqual(['@azure/functions-core']);
  });

  it('is the same for the same code, small, and quick to load', async () => {
    expect(Buffer.from(await zipOf(clean)).equals(zip)).toBe(true);
    expect(zip.length).toBeLessThan(2 * 1024 * 1024);
    const all = (await readdir(clean)).filter(isCode);
    const [entry, everything] = [['index.cjs'], all].map((names) => loadMilliseconds(clean, names, 1));
    console.log(
      `The zip has ${Math.round(zip.length / 1024)} KiB; its entry loads in ${entry} ms, all in ${everything} ms.`,
    );
    // A bundle that does not load at all gives no number.
    expect(entry).toBeGreaterThan(1);
    expect(everything).toBeGreaterThan(entry ?? 0);
  });
});

describe('the unpacked zip in a clean folder', () => {
  it('starts with the settings of Azure and answers that it is ready', async () => {
    const host = await start({
      PATCHBAY_SEALING_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
      WEBSITE_SITE_NAME: 'func-patchbay',
      PATCHBAY_ENTRA_TENANT: id,
      PATCHBAY_ENTRA_AUDIENCE: id,
    });
    expect(await health(host)).toMatchObject({ status: 200, body: { status: 'ok', problems: [] } });
    expect((await fetch(`${host.url}/api/profiles`)).status).toBe(401);
    expect(host.logged()).toEqual([]);
  });

  it('with wrong settings names each of them, in health and log, and answers 503 everywhere', async () => {
    const host = await start({ PATCHBAY_SEALING_KEYS: 'k1:hush', PATCHBAY_SLICE_SECONDS: 'soon' });
    const { status, body } = await health(host);
    expect([status, body.status]).toEqual([503, 'failing']);
    const names = ['PATCHBAY_SEALING_KEYS', 'PATCHBAY_SLICE_SECONDS'];
    expect(body.problems.map((problem) => problem.split(':')[0]).sort()).toEqual(names);
    for (const path of ['profiles', 'openapi.json', 'docs', `profiles/${id}/lookup?number=1`]) {
      const response = await fetch(`${host.url}/api/${path}`);
      expect([path, response.status]).toEqual([path, 503]);
      expect(await response.text()).toContain('GET /api/health');
    }
    const told = host.all('app.console').filter(({ message }) => message?.includes('settings.wrong'));
    expect(told.length).toBeGreaterThan(0);
    for (const name of names) expect(told[0]?.message).toContain(name);
    expect(JSON.stringify(host.lines) + JSON.stringify(body)).not.toMatch(/hush|soon/);
  });
});
