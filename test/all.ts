/** `npm test`: everything that proves the product, with no network and no Azure. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { z } from 'zod';

type Step = [name: string, command: string, ...args: string[]];

/** `--long`: every search as far as it goes. */
const isLong = process.argv.includes('--long');
const node = ['node', '--disable-warning=ExperimentalWarning'] as const;
const typesAndLint: Step = ['types and lint', ...node, 'test/types-and-lint.ts'];
const format: Step = ['format', 'prettier', '--check', '--log-level', 'warn', '.'];
const build: Step = ['build', ...node, 'local/build.ts'];

const totalsSchema = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number() });

const projects = ['unit', 'processes'];

await mkdir('.local', { recursive: true });
await Promise.all(projects.map((project) => rm(resultsOf(project), { force: true })));
// Pure code bears to be tested beside the checks; processes that wait for each other have the machine to themselves afterwards.
const [checked, units] = await Promise.all([run(typesAndLint), formatThenUnits()]);
if (!checked || units === undefined) process.exit(1);
const passed = await run(tests('processes'));
await printTotals();
if (!units || !passed) process.exit(1);

/** Whether the unit tests passed; undefined when there was no point in running them. */
async function formatThenUnits(): Promise<boolean | undefined> {
  if (!(await run(format)) || !(await run(build))) return undefined;
  // Pure code never waits, so that a worker more than cores would only load everything once more.
  return run([...tests('unit'), '--maxWorkers=2']);
}

function tests(project: string): Step {
  const output = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsOf(project)}`];
  return [`${project} tests`, 'vitest', 'run', '--project', project, ...output];
}

function resultsOf(project: string): string {
  return `.local/vitest-${project}.json`;
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
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const project of projects) {
    const file = resultsOf(project);
    if (!existsSync(file)) continue;
    const totals = totalsSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    sum.passed += totals.numPassedTests;
    sum.failed += totals.numFailedTests;
    sum.skipped += totals.numPendingTests;
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
}
