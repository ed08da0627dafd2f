/** `npm test`: everything that proves the product, with no network and no Azure. */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { z } from 'zod';

const results = '.local/vitest.json';
const steps: [string, string[]][] = [
  ['format', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['lint', ['eslint', '--cache', '--cache-location', '.local/eslint', '--max-warnings', '0', '.']],
  ['types', ['tsc', '--noEmit']],
  ['build', ['node', '--disable-warning=ExperimentalWarning', 'local/build.ts']],
  ['tests', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`]],
];

const totalsSchema = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number() });

await mkdir('.local', { recursive: true });
for (const [name, [command = '', ...args]] of steps) {
  const start = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, TZ: 'UTC' } });
  console.log(`${status === 0 ? 'ok' : 'FAILED'}: ${name} (${Math.round((Date.now() - start) / 1000)} s)`);
  if (name === 'tests') await printTotals();
  if (status !== 0) process.exit(status ?? 1);
}

async function printTotals(): Promise<void> {
  const totals = totalsSchema.parse(JSON.parse(await readFile(results, 'utf8')));
  console.log(`${totals.numPassedTests} passed, ${totals.numFailedTests} failed, ${totals.numPendingTests} skipped`);
}
