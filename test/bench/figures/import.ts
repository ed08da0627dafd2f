import { spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode, writeAppFolder } from '../../../local/app-folder.ts';
import { bundle, entryName } from '../../../local/bundle.ts';
import { atMost, reported, type Bench, type Figure } from '../figure.ts';
import { costSchema, median } from '../measured.ts';
import { bundleProcess } from '../product/bundle.ts';
import { connectionString } from '../storage/fake-storage.ts';

/** Prints the processor time of its whole process when it ends. */
const sayCpu =
  'process.on("exit",()=>{const{user,system}=process.cpuUsage();require("fs").writeSync(1,String(user+system))});';

/** What is done first, by the name that first-work.ts knows it by. */
const firsts = {
  health: 'GET /api/health',
  list: 'GET /api/profiles',
  message: 'a message of the queue runs',
  timer: 'the timer that starts due runs',
};

/** What loading the app costs a process: the entry, for which the host waits, all of it, and as much as a first invocation needs. */
export async function measureImport({ sizes, storage }: Bench): Promise<Figure[]> {
  const [app, script] = await Promise.all([builtApp(), bundleProcess('first-work.ts', 'first-work.cjs')]);
  const files = (await readdir(app)).filter(isCode);
  const loading = (names: readonly string[]): string =>
    sayCpu + names.map((name) => `require(${JSON.stringify(join(app, name))});`).join('');
  const figures = new Map<string, number[]>();
  const note = (name: string, cpuMs: number): unknown => figures.set(name, [...(figures.get(name) ?? []), cpuMs]);
  await storage.clear();
  for (let round = 0; round < sizes.importRounds; round += 1) {
    note('bare', cpuOf(['-e', sayCpu]) / 1000);
    note('entry', cpuOf(['-e', loading([entryName])]) / 1000);
    note('all', cpuOf(['-e', loading(files)]) / 1000);
    for (const kind of Object.keys(firsts)) note(kind, firstWork(script, app, kind, storage.origin));
  }
  const of = (name: string): number => median(figures.get(name) ?? []);
  const times = `processor time, median of ${sizes.importRounds}`;
  const entry = `loading ${entryName} (${await megabytes(app, [entryName])}) without a host; ${times} processes`;
  const all = `loading all ${files.length} files (${await megabytes(app, files)}); ${times} processes`;
  const first = `starting the app in a worker that has loaded what it needs itself, and the first invocation; empty storage; ${times}`;
  return [
    atMost('import: entry / bare Node', entry, of('entry') / of('bare'), 2.5),
    reported('import: entry, bare Node', entry, `${of('entry').toFixed(0)} ms, ${of('bare').toFixed(0)} ms`),
    reported(
      'import: everything / bare Node',
      all,
      `${(of('all') / of('bare')).toFixed(2)} (${of('all').toFixed(0)} ms)`,
    ),
    ...Object.entries(firsts).map(([kind, what]) =>
      reported(`import: until after ${what}`, first, `${of(kind).toFixed(0)} ms`),
    ),
  ];
}

async function builtApp(): Promise<string> {
  const root = process.cwd();
  const folder = join(root, '.local', 'bench');
  const bundled = join(folder, 'functions');
  await bundle(root, bundled);
  return writeAppFolder(root, join(folder, 'app'), bundled);
}

async function megabytes(folder: string, names: readonly string[]): Promise<string> {
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return `${(sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20).toFixed(1)} MB`;
}

function cpuOf(args: readonly string[]): number {
  return Number(outputOf(args, {}));
}

function firstWork(script: string, app: string, kind: string, origin: string): number {
  const output = outputOf([script, app, kind], {
    AzureWebJobsStorage: connectionString(origin),
    PATCHBAY_SEALING_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
    PATCHBAY_LOCAL_ADMIN: 'true',
  });
  return costSchema.parse(JSON.parse(output)).cpuMs;
}

/** What a process of its own prints. */
function outputOf(args: readonly string[], environment: Record<string, string>): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...environment },
  });
  if (status !== 0) throw new Error(`A process that loads the app ended with ${status ?? 'a signal'}: ${stderr}`);
  return stdout;
}
