import { bench, onlyJob, projectionFor, type Bench, type BenchJob, type RunOptions } from './bench.ts';
import { cardOf, contactId, fill } from './mailbox-world.ts';
import type { ModelOptions } from './model-source.ts';

/** Something that a job has to bring into its book. `start` gives a fresh bench just before it, always the same. */
export interface Scenario {
  name: string;
  start(): Promise<Bench>;
  run?: RunOptions;
}

const oneTurn: ModelOptions = { listing: false, pageSize: 45, quirks: true };
const twoTurns: ModelOptions = { ...oneTurn, listing: true };

/** A mailbox with 72 contacts in two folders that was read before. */
async function known(model: ModelOptions, jobs?: BenchJob[]): Promise<Bench> {
  const state = unread(model, jobs);
  for (const job of state.jobs) await state.run({ job });
  return state;
}

function unread(model: ModelOptions, jobs: BenchJob[] = [onlyJob]): Bench {
  const state = bench(model, jobs);
  for (const { mailbox } of jobs) {
    state.world.addFolder(mailbox, 'f1', 'Kunden');
    fill(state.world, mailbox, 'default', 0, 60);
    fill(state.world, mailbox, 'f1', 60, 72);
  }
  return state;
}

/** A day of work in a mailbox: everything that people do to contacts, none of it enough for the deletion guard. */
function workDay({ world }: Bench, mailbox: string): void {
  fill(world, mailbox, 'default', 100, 136);
  for (let n = 0; n < 6; n += 1) world.put(mailbox, 'default', contactId(n), cardOf(n, { name: `Renamed ${n}` }));
  for (let n = 10; n < 16; n += 1) world.put(mailbox, 'default', contactId(n), cardOf(n, { phone: `+49 30 555${n}` }));
  for (let n = 20; n < 22; n += 1) world.put(mailbox, 'default', contactId(n), { name: 'No number any more' });
  for (let n = 24; n < 28; n += 1) world.remove(mailbox, 'default', contactId(n));
  for (let n = 28; n < 30; n += 1) world.remove(mailbox, 'default', contactId(n));
  for (let n = 28; n < 30; n += 1) world.put(mailbox, 'default', contactId(n), cardOf(n));
  for (let n = 32; n < 36; n += 1) world.move(mailbox, 'default', 'f1', contactId(n));
  for (let n = 60; n < 64; n += 1) world.move(mailbox, 'f1', 'default', contactId(n));
  for (let n = 36; n < 38; n += 1) world.touch(mailbox, 'default', contactId(n));
}

const edited = async (model: ModelOptions): Promise<Bench> => {
  const state = await known(model);
  workDay(state, 'm1');
  return state;
};

const twoJobs: BenchJob[] = [
  { job: 'job1', mailbox: 'm1' },
  { job: 'job2', mailbox: 'm2' },
];

export const scenarios: Scenario[] = [
  { name: 'a first read', start: () => Promise.resolve(unread(oneTurn)) },
  { name: 'a first read in two passes', start: () => Promise.resolve(unread(twoTurns)) },
  { name: 'a change read', start: () => edited(oneTurn) },
  { name: 'a change read of small pages', start: () => edited({ ...oneTurn, pageSize: 7 }) },
  {
    name: 'a personal book',
    start: async () => {
      const state = await known(oneTurn, [{ ...onlyJob, account: 'anna' }]);
      workDay(state, 'm1');
      return state;
    },
  },
  ...[oneTurn, twoTurns].map((model) => ({
    name: `a resync${model.listing ? ' in two passes' : ''}`,
    start: async () => {
      const state = await edited(model);
      state.world.expire('m1');
      return state;
    },
  })),
  ...[oneTurn, twoTurns].map((model) => ({
    name: `another mapping${model.listing ? ' in two passes' : ''}`,
    start: async () => {
      const state = await edited(model);
      state.projection = projectionFor({ numbers: { defaultCountry: 'AT' }, exclude: { withoutNumber: true } });
      return state;
    },
  })),
  {
    name: 'a folder that a fresh listing no longer has',
    start: async () => {
      const state = await known(oneTurn);
      fill(state.world, 'm1', 'default', 200, 220);
      state.world.removeFolder('m1', 'f1');
      return state;
    },
    run: { relist: true },
  },
  {
    name: 'a folder that is gone while the listing still has it',
    start: async () => {
      const state = await known(oneTurn);
      fill(state.world, 'm1', 'default', 200, 240);
      state.world.removeFolder('m1', 'f1');
      return state;
    },
  },
  {
    name: 'a released deletion',
    start: async () => {
      const state = await known(oneTurn);
      for (let n = 0; n < 45; n += 1) state.world.remove('m1', 'default', contactId(n));
      await state.run();
      return state;
    },
    run: { released: 45 },
  },
  {
    name: 'a deletion of just as much as the guard allows',
    start: async () => {
      const state = bench(oneTurn);
      fill(state.world, 'm1', 'default', 0, 160);
      await state.run();
      for (let n = 0; n < 40; n += 1) state.world.remove('m1', 'default', contactId(n));
      return state;
    },
  },
  {
    name: 'contacts that all move to another folder',
    start: async () => {
      const state = await known(oneTurn);
      for (let n = 0; n < 60; n += 1) state.world.move('m1', 'default', 'f1', contactId(n));
      return state;
    },
  },
  {
    name: 'contacts that come back while their deletion is held',
    start: async () => {
      const state = await known(oneTurn);
      for (let n = 0; n < 45; n += 1) state.world.remove('m1', 'default', contactId(n));
      await state.run();
      for (let n = 0; n < 43; n += 1) state.world.put('m1', 'default', contactId(n), cardOf(n));
      return state;
    },
  },
  {
    name: 'the people of the directory',
    start: async () => {
      const state = bench(oneTurn, [{ job: 'users', mailbox: 'users', directory: 'users' }]);
      fill(state.world, 'users', 'default', 0, 60);
      await state.run();
      fill(state.world, 'users', 'default', 50, 100);
      for (let n = 20; n < 28; n += 1) state.world.remove('users', 'default', contactId(n));
      return state;
    },
  },
  {
    name: 'two jobs in one book',
    start: async () => {
      const state = await known(oneTurn, twoJobs);
      workDay(state, 'm1');
      workDay(state, 'm2');
      await state.run({ job: twoJobs[1]! });
      return state;
    },
  },
];

/** What users do while a worker is at it, or lies dead: too little for the deletion guard. */
export function editMeanwhile({ world, jobs }: Bench): void {
  const mailbox = jobs[0]?.mailbox ?? '';
  world.put(mailbox, 'default', contactId(0), cardOf(0, { name: 'Changed meanwhile', phone: '+49 89 77001' }));
  world.remove(mailbox, 'default', contactId(1));
  fill(world, mailbox, 'default', 900, 903);
}

export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (!found) throw new Error(`There is no scenario ${name}.`);
  return found;
}
