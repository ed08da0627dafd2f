/** `npm run bench`: what the product costs, as ratios and counts, against goals; see docs/performance.md. */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, Figure, Measure } from './figure.ts';
import { measureChanges } from './figures/changes.ts';
import { measureConnect } from './figures/connect.ts';
import { measureFirstRead } from './figures/first-read.ts';
import { measureIdle } from './figures/idle.ts';
import { measureImport } from './figures/import.ts';
import { measureMemory } from './figures/memory.ts';
import { measurePlanning } from './figures/planning.ts';
import { measurePresence } from './figures/presence.ts';
import { measureThrottling } from './figures/throttling.ts';
import { measureThroughput } from './figures/throughput.ts';
import { measureWall } from './figures/wall.ts';
import { startFakeGraph } from './graph/fake-graph.ts';
import { stopChildren } from './processes/child.ts';
import { reportText } from './report.ts';
import { fullSizes, quickSizes } from './sizes.ts';
import { startFakeStorage } from './storage/fake-storage.ts';

const measures: Readonly<Record<string, Measure>> = {
  idle: measureIdle,
  changes: measureChanges,
  'first-read': measureFirstRead,
  throughput: measureThroughput,
  wall: measureWall,
  memory: measureMemory,
  planning: measurePlanning,
  import: measureImport,
  throttling: measureThrottling,
  connect: measureConnect,
  presence: measurePresence,
};

const { values: options, positionals: only } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = only.filter((name) => !(name in measures));
if (unknown.length > 0) {
  console.error(`There is no figure ${unknown.join(', ')}; there are ${Object.keys(measures).join(', ')}.`);
  process.exit(2);
}

const bench: Bench = {
  graph: await startFakeGraph(),
  storage: await startFakeStorage(),
  sizes: options.quick ? quickSizes : fullSizes,
};
const figures: Figure[] = [];
const failures: string[] = [];
for (const [name, measure] of Object.entries(measures)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const start = Date.now();
  try {
    figures.push(...(await measure(bench)));
    console.error(`${name} (${Math.round((Date.now() - start) / 1000)} s)`);
  } catch (error) {
    failures.push(name);
    console.error(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
await stopChildren();

const size = options.quick ? ', --quick: less work, not for comparing' : '';
console.log(`Node ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}${size}\n`);
console.log(reportText(figures));
const unmet = figures.filter(({ met }) => met === false).length;
process.exitCode = failures.length > 0 || (options.check && unmet > 0) ? 1 : 0;
