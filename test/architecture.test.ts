import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Who may import whom inside `shared/`: lower folders know nothing of those above them. Besides these: errors, log, names. */
const mayImport: Record<string, string[]> = {
  contacts: [],
  storage: [],
  secrets: [],
  calendar: [],
  source: ['calendar', 'contacts'],
  'source/graph': ['calendar', 'contacts', 'source'],
  http: [],
  keys: ['http', 'storage'],
  mapping: ['contacts'],
  connections: ['http', 'secrets', 'settings.ts', 'source', 'source/graph', 'storage'],
  profiles: ['calendar', 'http', 'mapping', 'source', 'storage'],
  phonebook: ['contacts', 'mapping', 'profiles', 'storage'],
  sync: ['phonebook', 'source', 'storage'],
  notices: ['connections', 'http', 'profiles', 'source', 'storage'],
  runs: ['connections', 'notices', 'phonebook', 'profiles', 'source', 'storage', 'sync'],
  simulation: ['connections', 'contacts', 'phonebook', 'presence', 'profiles', 'runs', 'source', 'storage', 'sync'],
  webhooks: ['secrets', 'storage'],
  cards: [
    'connections',
    'contacts',
    'http',
    'notices',
    'phonebook',
    'profiles',
    'secrets',
    'source',
    'storage',
    'webhooks',
  ],
  presence: ['calendar', 'connections', 'http', 'notices', 'phonebook', 'profiles', 'source', 'storage'],
  delivery: ['http', 'notices', 'presence', 'profiles', 'secrets', 'settings.ts', 'storage', 'webhooks'],
  telemetry: ['profiles'],
  deadletters: ['notices', 'runs', 'storage'],
  retention: ['deadletters', 'notices', 'phonebook', 'profiles', 'runs', 'storage'],
  'settings.ts': ['delivery', 'storage'],
};
const everybodyMayImport = ['errors.ts', 'json-text.ts', 'log.ts', 'names.ts', 'nearest.ts', 'version.ts'];
/** The composition root of `shared/`; only `functions/` and tests import it. */
const compositionRoot = 'services.ts';

/** One vendor, one place. Tests may import anything. */
const vendors: [RegExp, string[]][] = [
  [/^@azure\/functions$/, ['functions/', 'local/host/']],
  [/^@microsoft\/microsoft-graph/, ['shared/source/graph/']],
  [/^@azure\/data-tables$/, ['shared/storage/']],
  [/^@azure\/storage-queue$/, ['shared/storage/', 'local/host/']],
  [/^@azure\/identity$/, ['shared/connections/credential.ts']],
  [/^mustache$/, ['shared/mapping/render.ts']],
  [/^libphonenumber-js/, ['shared/phonebook/', 'shared/profiles/country.ts']],
  [/^croner$/, ['shared/profiles/schedule.ts']],
  [/^csv-stringify/, ['shared/simulation/simulation-csv.ts']],
  [/^undici$/, []],
  [/^ipaddr\.js$/, ['shared/delivery/outgoing/']],
  [/^jose$/, ['shared/http/', 'local/graph-simulator/']],
];

/** What stands for the world outside knows nothing of the product. */
const independent = ['local/graph-simulator/', 'local/starface-simulator/', 'local/receiver/', 'local/tenant/'];

interface Import {
  file: string;
  from: string;
}

const files = ['functions', 'shared', 'local'].flatMap((folder) => filesBelow(join(root, folder)));
const imports = files.flatMap(importsOf);

describe('the house', () => {
  it('reads as many imports as it should', () => {
    expect(imports.length).toBeGreaterThan(500);
  });

  it('keeps the folders of shared/ in their order', () => {
    const wrong = imports.flatMap(({ file, from }) => {
      const [own, other] = [areaOf(file), areaOf(resolved(file, from))];
      if (own === undefined || other === undefined || own === other || own === compositionRoot) return [];
      if (everybodyMayImport.includes(other) || mayImport[own]?.includes(other)) return [];
      return [`${file} imports ${from}: shared/${own} may not know shared/${other}`];
    });
    expect(wrong).toEqual([]);
  });

  it('has no folder that the table does not know', () => {
    const areas = new Set(files.map(areaOf).filter((area) => area !== undefined));
    const known = [...Object.keys(mayImport), ...everybodyMayImport, compositionRoot];
    expect([...areas].filter((area) => !known.includes(area))).toEqual([]);
  });

  it('keeps each vendor in its place', () => {
    const wrong = imports.flatMap(({ file, from }) =>
      vendors.flatMap(([name, places]) =>
        name.test(from) && !places.some((place) => file.startsWith(place))
          ? [`${file} imports ${from}: only ${places.join(', ')} may`]
          : [],
      ),
    );
    expect(wrong).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const readers = files.filter((file) => !file.startsWith('local/') && read(file).includes('process.env'));
    expect(readers).toEqual(['shared/settings.ts']);
  });

  it('does not let the simulator share our bugs, nor the product know that it is simulated', () => {
    const reaches = imports.filter(({ file, from }) => {
      const target = resolved(file, from);
      if (independent.some((folder) => file.startsWith(folder))) return target.startsWith('shared/');
      if (file.startsWith('local/')) return target.startsWith('shared/source');
      return target.startsWith('local/');
    });
    expect(reaches).toEqual([]);
  });

  it('registers and builds in one place', () => {
    const builders = imports.filter(
      ({ file, from }) => /services\.ts$/.test(from) && !/import type/.test(lineOf(file, from)),
    );
    expect(builders.map(({ file }) => file)).toEqual(['functions/app.ts']);
    const registering = files.filter(
      (file) => file.startsWith('functions/') && /\bapp\.(?:http|timer|storageQueue)\(/.test(read(file)),
    );
    expect(registering).toEqual(['functions/index.ts']);
  });

  it('lets the entry load nothing but data before something is asked of it', () => {
    expect([...loadedWith('functions/index.ts')].sort()).toEqual([
      '@azure/functions',
      'functions/http/addresses.ts',
      'functions/index.ts',
      'functions/log.ts',
      'functions/triggers.ts',
      'node:async_hooks',
      'shared/errors.ts',
      'shared/log.ts',
      'shared/names.ts',
    ]);
  });

  it('writes tables only through commit', () => {
    const writers = files.filter((file) =>
      /\.(?:submitTransaction|upsertEntity|updateEntity|createEntity|deleteEntity)\(/.test(read(file)),
    );
    expect(writers).toEqual([]);
  });

  it('has no drawers', () => {
    const drawers = filesBelow(root).filter((file) =>
      /(?:^|\/)(?:utils?|helpers?|common|misc|core|lib)(?:\/|\.ts$)/.test(file),
    );
    expect(drawers).toEqual([]);
  });
});

/** The folder (or file) of `shared/` that a path belongs to; undefined outside of it. */
function areaOf(path: string): string | undefined {
  const [top, first = '', ...rest] = path.split('/');
  if (top !== 'shared') return undefined;
  return first === 'source' && rest.length > 1 ? `source/${rest[0] ?? ''}` : first;
}

function importsOf(file: string): Import[] {
  const found = read(file).matchAll(
    /^(?:import|export)\b[^'"]*?from '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, named, bare, lazy]) => ({ file, from: named ?? bare ?? lazy ?? '' }));
}

/** A file with everything that is loaded before it runs: neither types nor what it imports later. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  if (!files.includes(file)) return found;
  for (const [, from = ''] of read(file).matchAll(/^(?:import|export) (?!type )(?:[^'"=]*? from )?'([^']+)'/gm))
    loadedWith(resolved(file, from), found);
  return found;
}

function lineOf(file: string, from: string): string {
  return (
    read(file)
      .split('\n')
      .find((line) => line.includes(`'${from}'`)) ?? ''
  );
}

function resolved(file: string, from: string): string {
  return from.startsWith('.') ? join(dirname(file), from) : from;
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', '.git', '.local'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.name.endsWith('.ts') ? [relative(root, path)] : [];
  });
}
