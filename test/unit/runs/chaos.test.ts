import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DeniedError, PatchbayError, ThrottledError, UnavailableError } from '../../../shared/errors.ts';
import { releaseRun } from '../../../shared/runs/release-run.ts';
import { isOver } from '../../../shared/runs/run.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { drop, fill, runNow, staff, staffed } from './staff.ts';
import { expectBooks, incidentsOf, lastRun, mailsOf, runsOf } from './truth.ts';
import { faultKinds } from './process.ts';

type All = Awaited<ReturnType<typeof staffed>>;

const errors = [
  new DeniedError('It is forbidden.'),
  new ThrottledError('Too many requests.', 300),
  new UnavailableError('Nobody answers.'),
];

/** Who has whose mailbox: a permutation, somebody without an account, or an account that is new. */
const lists = [
  ['anna', 'ben', 'cleo'],
  ['a-ben:anna', 'a-anna:ben', 'cleo'],
  ['a-cleo:anna', 'a-anna:ben', 'a-ben:cleo'],
  ['x:anna', 'cleo'],
  ['a-anna:cleo'],
];

const mailbox = fc.constantFrom(...staff);
const small = fc.nat({ max: 9 });
const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('write' as const), mailbox, from: small, count: small }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), mailbox, from: small, count: small }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('accounts' as const), list: fc.constantFrom(...lists) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('switch' as const), mailbox, on: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('trouble' as const), mailbox, error: fc.nat({ max: 4 }) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('start' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const) }) },
  {
    weight: 14,
    arbitrary: fc.record({ do: fc.constant('deliver' as const), which: small, times: fc.integer({ min: 1, max: 8 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), which: fc.nat({ max: 99 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), which: small }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 1, 5, 40) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      after: fc.nat({ max: 40 }),
      kind: fc.constantFrom(...faultKinds),
    }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

async function perform(all: All, step: Action): Promise<void> {
  const { made, profile, functions } = all;
  switch (step.do) {
    case 'write':
      fill(made, step.mailbox, step.from, step.from + step.count);
      return;
    case 'drop':
      drop(made, step.mailbox, step.from, step.from + step.count);
      return;
    case 'accounts':
      return made.putAccounts(profile, ...step.list);
    case 'switch':
      if (!(await made.ports().mailboxes.find(profile, `id-${step.mailbox}`))) return;
      return made.ports().mailboxes.merge(profile, [{ key: `id-${step.mailbox}`, enabled: step.on }]);
    case 'trouble': {
      const error = errors[step.error];
      made.tenant.trouble = ({ of }) => (of === `id-${step.mailbox}` ? error : undefined);
      return;
    }
    case 'start':
      made.later(1);
      return refusable(startRun(made.ports(made.failing.start()), profile));
    case 'release': {
      const [run] = await runsOf(made, profile);
      return refusable(releaseRun(made.ports(made.failing.start()), profile, run?.id ?? ''));
    }
    case 'deliver':
      functions.choose = (visible) => visible[step.which % Math.max(1, visible.length)];
      for (let time = 0; time < step.times; time += 1) await functions.deliver();
      return;
    case 'late': {
      const late = functions.delivered[step.which % Math.max(1, functions.delivered.length)];
      if (late) await functions.handle(late);
      return;
    }
    case 'lose':
      functions.pending().splice(step.which, 1);
      return;
    case 'wait':
      made.later(step.minutes);
      return functions.tick();
    case 'fail':
      made.failing.fault = { at: made.failing.calls.length + 1 + step.after, kind: step.kind };
  }
}

/** Waits for something that may be refused, or fail as everything may. */
async function refusable(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error: unknown) => {
    if (!(error instanceof PatchbayError) && !(error instanceof Error && error.message.includes('process')))
      throw error;
  });
}

async function expectOneAtMost({ made, profile }: All): Promise<void> {
  const active = (await runsOf(made, profile)).filter(({ state }) => state === 'planning' || state === 'running');
  expect(active.length).toBeLessThanOrEqual(1);
  const { activeRun } = await made.ports().states.get(profile);
  for (const { id } of active) expect(activeRun, 'the run that goes on holds the lock').toBe(id);
}

/** Everything is repaired and run to its end, deletions released: the books are what the mailboxes are. */
async function expectPeace(all: All): Promise<void> {
  const { made, profile, functions } = all;
  made.failing.fault = undefined;
  made.tenant.trouble = () => undefined;
  functions.choose = ([first]) => first;
  await functions.settle();
  for (const { key } of await made.ports().mailboxes.list(profile)) {
    await made.ports().mailboxes.merge(profile, [{ key, enabled: true }]);
  }
  await runNow(all);
  const last = await lastRun(made, profile);
  if (last.state === 'held') {
    await releaseRun(made.ports(), profile, last.id);
    await functions.settle();
  }
  expect(await lastRun(made, profile)).toMatchObject({
    id: last.id,
    state: 'succeeded',
    totals: { jobs: { waiting: 0 } },
  });
  for (const { state } of await runsOf(made, profile)) expect(isOver(state)).toBe(true);
  const { accounts } = await made.ports().accounts.get(profile);
  const owned = Object.fromEntries(accounts.map(({ id, userName = '' }) => [`account:${id}`, [userName]]));
  await expectBooks(made, profile, {
    'account:a-anna': [],
    'account:a-ben': [],
    'account:a-cleo': [],
    'account:x': [],
    ...owned,
  });
  const rows = await made.ports().mailboxes.list(profile);
  expect(rows.map(({ account, name }) => [account, [name.split('@')[0]]])).toEqual(
    expect.arrayContaining(Object.entries(owned).map(([book, of]) => [book.slice('account:'.length), of])),
  );
  for (const row of rows) {
    expect(row).toMatchObject({ covered: true, outcome: 'done', held: false, retryAt: '', formerAccounts: '' });
    expect(row.entries).toBe(made.tenant.cards(row.name.split('@')[0] ?? '').length);
  }
}

it('whatever happens on the way, in the end the books are what the mailboxes are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 60, size: 'max' }), async (steps) => {
      const all = await staffed({ schedule: { everyMinutes: 60 } });
      for (const step of steps) {
        await perform(all, step);
        await expectOneAtMost(all);
      }
      await expectPeace(all);
      const open = (await incidentsOf(all.made, all.profile)).filter((incident) => incident.includes(' open'));
      // A message that was given up stays an incident until somebody replays it.
      expect(open.filter((incident) => !incident.startsWith('deadLetter'))).toEqual([]);
      expect(mailsOf(all.made).length).toBeLessThanOrEqual(2 * (await incidentsOf(all.made, all.profile)).length);
    }),
    { numRuns: 100 },
  );
}, 60_000);
