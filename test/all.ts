/** `npm test`: everything that proves the product, with no network and no Azure. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { z } from 'zod';

type Step = [name: string, command: string, ...args: string[]];

/** `--long`: every search as far as it goes. */
const isLong = process.argv.includes('--long');
const results = '.local/vitest.json';
const lint: Step = ['lint', 'eslint', '--cache', '--cache-location', '.local/eslint', '--max-warnings', '0', '.'];
const format: Step = ['format', 'prettier', '--check', '--log-level', 'warn', '.'];
const types: Step = ['types', 'tsc', '--noEmit'];
const build: Step = ['build', 'node', '--disable-warning=ExperimentalWarning', 'local/build.ts'];
const tests: Step = ['tests', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`];

const totalsSchema = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number() });

await mkdir('.local', { recursive: true });
await rm(results, { force: true });
const sound = await Promise.all([inTurn([lint]), inTurn([format, types, build])]);
if (sound.includes(false)) process.exit(1);
const passed = await run(tests);
if (existsSync(results)) await printTotals();
if (!passed) process.exit(1);

async function inTurn(steps: Step[]): Promise<boolean> {
  for (const step of steps) if (!(await run(step))) return false;
  return true;
}

async function run([name, command, ...args]: Step): Promise<boolean> {
  const start = Date.now();
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { ...process.env, TZ: 'UTC', TEST_LONG: String(isLong) },
  });
  await once(child, 'exit');
  const passed = child.exitCode === 0;
  console.log(`${passed ? 'ok' : 'FAILED'}: ${name} (${Math.round((Date.now() - start) / 1000)} s)`);
  return passed;
}

async function printTotals(): Promise<void> {
  const totals = totalsSchema.parse(JSON.parse(await readFile(results, 'utf8')));
  console.log(`${totals.numPassedTests} passed, ${totals.numFailedTests} failed, ${totals.numPendingTests} skipped`);
}
