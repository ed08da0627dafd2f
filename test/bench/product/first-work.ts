/** `first-work.cjs <app folder> <kind of work>`: starts the app in a worker as the local host does, has it do one thing, and prints what all of that cost. */
import { z } from 'zod';
import { FunctionsCore } from '../../../local/host/worker/functions-core.ts';
import { Invoker, type Outcome } from '../../../local/host/worker/invoker.ts';
import { loadApp } from '../../../local/host/worker/load-app.ts';
import type { RpcTypedData } from '../../../local/host/worker/rpc.ts';
import { measured } from '../measured.ts';

const silent = (): void => undefined;
const id = '11111111-1111-4111-8111-111111111111';

const get = (path: string): RpcTypedData => ({
  http: {
    url: `http://127.0.0.1/api${path}`,
    method: 'GET',
    nullableHeaders: { 'x-api-key': { value: 'local-admin' } },
    nullableQuery: {},
    nullableParams: {},
  },
});

/** By kind: the function that does the work, and what its trigger gives it. */
const works: Readonly<Record<string, { name: string; data: RpcTypedData }>> = {
  health: { name: 'getHealth', data: get('/health') },
  list: { name: 'listProfiles', data: get('/profiles') },
  message: { name: 'planRun', data: { string: JSON.stringify({ v: 1, type: 'run', profile: id, run: 'gone' }) } },
  timer: { name: 'startDueRuns', data: { json: JSON.stringify({ schedule: {}, isPastDue: false }) } },
};

const [directory = '', kind = ''] = process.argv.slice(2);
const work = works[kind];
if (!work) throw new Error(`There is no work ${kind}.`);
console.log = silent;
const core = new FunctionsCore(silent);
core.install();

async function run(): Promise<void> {
  const { value: outcome, cost } = await measured(start);
  if (!outcome.succeeded) throw outcome.error;
  process.stdout.write(JSON.stringify(cost));
  process.exit(0);
}

async function start(): Promise<Outcome> {
  const model = await loadApp(directory, core);
  const registered = core.functions.find((one) => one.id === work?.name);
  const bindings = Object.entries(registered?.metadata.bindings ?? {});
  const [binding] = bindings.find(([, { type }]) => /trigger$/i.test(z.string().parse(type))) ?? [];
  if (!registered || !work || binding === undefined) throw new Error(`There is no function for ${kind}.`);
  return new Invoker(core, model, undefined, silent).invoke({ function: registered, binding, data: work.data });
}

void run();
