import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../../../local/bundle.ts';
import { atMost, reported, type Bench, type Figure } from '../figure.ts';
import { median } from '../measured.ts';

/** Prints the processor time of its whole process when it ends. */
const sayCpu =
  'process.on("exit",()=>{const{user,system}=process.cpuUsage();require("fs").writeSync(1,String(user+system))});';

/** What loading the bundle costs a process, against a process that loads nothing. */
export async function measureImport({ sizes }: Bench): Promise<Figure[]> {
  const root = process.cwd();
  await bundle(root);
  const file = join(root, 'dist', 'index.cjs');
  const bare: number[] = [];
  const loaded: number[] = [];
  for (let round = 0; round < sizes.importRounds; round += 1) {
    bare.push(cpuOf(sayCpu));
    loaded.push(cpuOf(`${sayCpu}require(${JSON.stringify(file)})`));
  }
  const { size } = await stat(file);
  const work = `loading dist/index.cjs (${(size / 2 ** 20).toFixed(1)} MB) without a host; processor time of the whole process, median of ${sizes.importRounds}`;
  return [
    atMost('import: bundle / bare Node', work, median(loaded) / median(bare), 2.5),
    reported('import: bundle, bare Node', work, `${median(loaded).toFixed(0)} ms, ${median(bare).toFixed(0)} ms`),
  ];
}

function cpuOf(script: string): number {
  const { status, stdout } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (status !== 0) throw new Error(`A process that loads the bundle ended with ${status ?? 'a signal'}.`);
  return Number(stdout) / 1000;
}
