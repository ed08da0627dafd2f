import fc from 'fast-check';
import { expect } from 'vitest';
import { PatchbayError, ResyncError, ThrottledError, UnavailableError } from '../../../shared/errors.ts';
import { projectionFor, type Bench, type RunOptions, type RunResult } from './bench.ts';
import { faults, KilledError, type Fault, type Life } from './faulty-table.ts';
import { cardOf, contactId, type Card } from './mailbox-world.ts';

/** Something that happens to the world or to the engine; written down when a test fails. */
type Command = fc.AsyncCommand<object, Bench>;

const projections = [
  projectionFor(),
  projectionFor({ exclude: { categories: ['Private'] } }),
  projectionFor({ exclude: { withoutNumber: true } }),
];

function command(name: string, run: (state: Bench) => unknown): Command {
  return {
    check: () => true,
    run: async (_model, state) => {
      await run(state);
    },
    toString: () => name,
  };
}

const contact = fc.nat(24);
const place = fc.constantFrom('default', 'f1', 'f2');
const card: fc.Arbitrary<Card> = fc.record(
  {
    name: fc.constantFrom('Anna', 'Ben', 'Carla'),
    company: fc.constantFrom('A', 'B'),
    phone: fc.constantFrom('+49 841 1234567', '+49 841 7654321', '0841 1234567', 'x'),
    fax: fc.constantFrom('+49 841 1234567', '+49 841 99'),
    category: fc.constantFrom('Private', 'Work'),
  },
  { requiredKeys: [] },
);

/** What users do; in folders that exist. */
const edits: fc.Arbitrary<{ name: string; edit(state: Bench): void }>[] = [
  fc.tuple(place, contact, card).map(([folder, n, what]) => ({
    name: `put ${folder}/${n} ${JSON.stringify(what)}`,
    edit: ({ world }) => {
      if (world.folders('m1').has(folder)) world.put('m1', folder, contactId(n), what);
    },
  })),
  fc.tuple(place, fc.nat(60), fc.integer({ min: 20, max: 60 })).map(([folder, from, count]) => ({
    name: `fill ${folder}/${from}+${count}`,
    edit: ({ world }) => {
      if (!world.folders('m1').has(folder)) return;
      for (let n = from; n < from + count; n += 1) world.put('m1', folder, contactId(n), cardOf(n));
    },
  })),
  fc.tuple(place, fc.nat(60), fc.integer({ min: 1, max: 40 })).map(([folder, from, count]) => ({
    name: `remove ${folder}/${from}+${count}`,
    edit: ({ world }) => {
      for (let n = from; n < from + count; n += 1) world.remove('m1', folder, contactId(n));
    },
  })),
  fc.tuple(place, place, fc.nat(40), fc.integer({ min: 1, max: 30 })).map(([from, to, first, count]) => ({
    name: `move ${from} ${to} ${first}+${count}`,
    edit: ({ world }) => {
      if (!world.folders('m1').has(to) || from === to) return;
      for (let n = first; n < first + count; n += 1) world.move('m1', from, to, contactId(n));
    },
  })),
  fc.tuple(place, contact).map(([folder, n]) => ({
    name: `touch ${folder}/${n}`,
    edit: ({ world }) => world.touch('m1', folder, contactId(n)),
  })),
];
const anyEdit = fc.oneof(...edits);

const tableFault: fc.Arbitrary<Fault> = fc.record({
  at: fc.integer({ min: 1, max: 40 }),
  kind: fc.constantFrom(...faults),
});

interface SourceFault {
  at: number;
  kind: 'unavailable' | 'throttled' | 'resync' | 'kill';
}

const sourceFault: fc.Arbitrary<SourceFault> = fc.record({
  at: fc.integer({ min: 1, max: 15 }),
  kind: fc.constantFrom('unavailable', 'throttled', 'resync', 'kill'),
});

interface AnyRun {
  slice: boolean;
  relist: boolean;
  released: number;
  fault: Fault | undefined;
  sourceFault: SourceFault | undefined;
  /** Edits before the nth request. */
  meanwhile: { at: number; change: { name: string; edit(state: Bench): void } }[];
}

const anyRun: fc.Arbitrary<AnyRun> = fc.record({
  slice: fc.boolean(),
  relist: fc.boolean(),
  released: fc.constantFrom(0, 0, 1000),
  fault: fc.option(tableFault, { nil: undefined, freq: 2 }),
  sourceFault: fc.option(sourceFault, { nil: undefined, freq: 2 }),
  meanwhile: fc.array(fc.record({ at: fc.integer({ min: 1, max: 12 }), change: anyEdit }), { maxLength: 3 }),
});

function run(state: Bench, { fault, sourceFault: failing, meanwhile, ...options }: AnyRun): Promise<RunResult> {
  const life: Life = { dead: false };
  const beforeRequest: RunOptions['beforeRequest'] = (request, nth) => {
    if (life.dead) throw new KilledError('A dead process calls.');
    for (const { at, change } of meanwhile) if (at === nth) change.edit(state);
    if (failing?.at !== nth) return;
    if (failing.kind === 'throttled') throw new ThrottledError('Too many.', 60);
    if (failing.kind === 'resync' && request === 'contacts') throw new ResyncError('Expired.');
    if (failing.kind !== 'kill') throw new UnavailableError('The source fails.');
    life.dead = true;
    throw new KilledError('The process dies here.');
  };
  return state.run({ ...options, life, fault, beforeRequest });
}

const someEdit = anyEdit.map(({ name, edit }) => command(name, edit));

const someRun = anyRun.map((options) =>
  command(`run ${JSON.stringify(options)}`, async (state) => {
    const { error } = await run(state, options);
    if (error !== undefined && !(error instanceof KilledError)) expect(error).toBeInstanceOf(PatchbayError);
  }),
);

/** Everything that may happen between two moments of peace; what happens often stands here several times. */
export const anyCommand: fc.Arbitrary<Command>[] = [
  someEdit,
  someEdit,
  someEdit,
  someRun,
  someRun,
  someRun,
  someRun,
  fc.constantFrom('f1', 'f2').map((id) =>
    command(`folder ${id} comes or goes`, ({ world }) => {
      if (world.folders('m1').has(id)) world.removeFolder('m1', id);
      else world.addFolder('m1', id, `Folder ${id}`);
    }),
  ),
  fc.subarray(['F1', 'f2']).map((excluded) =>
    command(`exclude ${excluded.join()}`, (state) => {
      state.excludedFolders = excluded;
    }),
  ),
  fc.constant(
    command('expire', ({ world }) => {
      world.expire('m1');
    }),
  ),
  fc.nat(2).map((index) =>
    command(`projection ${index}`, (state) => {
      state.projection = projections[index] ?? state.projection;
    }),
  ),
  fc.boolean().map((mirror) =>
    command(`mirror ${mirror}`, (state) => {
      state.mirror = mirror;
    }),
  ),
  fc.constant(
    command('another connection', (state) => {
      state.connectionVersion += 1;
    }),
  ),
];
