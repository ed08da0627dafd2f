import fc from 'fast-check';
import { expect, it } from 'vitest';
import { replaySubmission } from '../../../shared/cards/replay-submission.ts';
import { isRefused } from '../../../shared/cards/submission.ts';
import { chance, type Chance } from './world/chance.ts';
import { checkHistory, isAnythingOpen, submissionsOf } from './world/check-history.ts';
import { installation, type Installation } from './world/installation.ts';
import { queueHost, type QueueHost } from './world/queue-host.ts';
import { none, sum, type Tally } from './world/tally.ts';
import { staff, teamIds, type Staffed } from './world/teams.ts';
import { breakStorage, peace, refuseIn, trouble, type Rates } from './world/trouble.ts';
import { insist, type Press, type Told } from './world/visitors.ts';

const minuteMs = 60_000;

const pressAt = fc.record({
  atSecond: fc.nat({ max: 20 * 60 }),
  card: fc.nat({ max: 9 }),
  visitor: fc.nat({ max: 12 }),
  from: fc.constantFrom('page' as const, 'platform' as const),
  key: fc.option(fc.constantFrom('k1', 'k2', 'k3', 'k4'), { nil: undefined }),
  parallel: fc.constantFrom(1, 1, 1, 2, 4),
  retries: fc.constantFrom(0, 2, 8),
});

const incident = fc.record({
  atSecond: fc.nat({ max: 25 * 60 }),
  what: fc.constantFrom('refuse', 'accept', 'breakStorage', 'clockBack', 'otherFolder', 'replay'),
});

const rate = (mostPercent: number): fc.Arbitrary<number> =>
  fc.nat({ max: mostPercent }).map((percent) => percent / 100);
const rates: fc.Arbitrary<Rates> = fc.record({
  ...{ storage: rate(6), queue: rate(20), source: rate(40) },
  ...{ slow: rate(10), pause: rate(3), messages: rate(20) },
});

const story = fc.record({
  seed: fc.integer(),
  rates,
  presses: fc.array(pressAt, { minLength: 60, maxLength: 120, size: 'max' }),
  incidents: fc.array(incident, { maxLength: 8 }),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** Whatever went wrong, in all histories. */
const wrong = { faults: 0, kills: 0, unknown: 0, keyReused: 0 };

/** A press without a key is a visitor of its own, so that only what its sender repeats is a repeat. */
function pressOf(
  { card, visitor, key, from, ...press }: Story['presses'][number],
  index: number,
  { cards }: Staffed,
): Press {
  const to = cards[card] ?? cards[0];
  return key === undefined
    ? { ...press, key, from: 'page', card: to, visitor: 100 + index }
    : { ...press, key, from, card: to, visitor };
}

async function happen(made: Installation, host: QueueHost, what: string, dice: Chance): Promise<void> {
  switch (what) {
    case 'refuse':
      refuseIn(made, dice.oneOf([['id-office'], ['id-anna', 'chief@contoso.com'], ['office@contoso.com']]), dice);
      return;
    case 'accept':
      made.exchange.trouble = () => undefined;
      return;
    case 'breakStorage':
      return breakStorage(made, dice.between(1, 5) * minuteMs);
    case 'clockBack':
      made.clockOffsetMs -= dice.between(0, 60_000);
      return;
    case 'otherFolder': {
      const { profiles } = made.ports();
      const old = await profiles.get('a1');
      if (old.body.kind === 'cards') await profiles.replace(old, { ...old.body, folder: 'Others' }, new Date());
      return;
    }
    default:
      return replayAll(made, host);
  }
}

async function replayAll(made: Installation, host: QueueHost): Promise<void> {
  for (const submission of await submissionsOf(made, teamIds)) {
    if (isRefused(submission)) await host.invoke((ports) => replaySubmission(ports, submission.profile, submission.id));
  }
}

async function untilSettled(made: Installation): Promise<void> {
  do await made.time.sleep(minuteMs);
  while (await isAnythingOpen(made, teamIds));
  // Whoever stands still comes to life again, and messages that are late arrive.
  await made.time.sleep(20 * minuteMs);
}

/** Plays a story to its end; answers what it came to before and after what was refused is replayed. */
async function play({ seed, rates: how, presses, incidents }: Story): Promise<Tally> {
  const made = installation();
  const host = queueHost(made);
  const dice = chance(seed);
  const staffed = await staff(made);
  const history: Told[] = [];
  let isOver = false;
  const tell = async (): Promise<Tally> => {
    trouble(made, host, how, dice);
    host.start();
    await Promise.all([
      ...presses.map(async (press, index) => {
        await made.time.sleep(press.atSecond * 1000);
        history.push(await insist(host, made, pressOf(press, index, staffed)));
      }),
      ...incidents.map(async ({ atSecond, what }) => {
        await made.time.sleep(atSecond * 1000);
        await happen(made, host, what, dice);
      }),
    ]);
    peace(made, host);
    await untilSettled(made);
    const before = await checkHistory(made, teamIds, history, staffed.seeds);
    await replayAll(made, host);
    await untilSettled(made);
    const after = await checkHistory(made, teamIds, history, staffed.seeds);
    expect(after.refused, 'what was repaired is written').toBe(0);
    host.stop();
    return { ...after, refused: before.refused };
  };
  let failure: unknown;
  const telling = tell()
    .catch((error: unknown) => void (failure = error))
    .finally(() => (isOver = true));
  await made.time.runUntil(() => isOver);
  const tally = await telling;
  if (failure !== undefined || !tally) throw failure;
  wrong.faults += made.calls.faults;
  wrong.kills += made.calls.kills;
  for (const { unknown, keyReused } of history) {
    wrong.unknown += unknown;
    wrong.keyReused += keyReused;
  }
  return tally;
}

it('each acknowledged submission is one contact in each of its mailboxes, whatever happens on the way', async () => {
  let total = none;
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      total = sum(total, await play(told));
    }),
    { numRuns: 40, seed: 20261102, endOnFailure: true },
  );
  // That all of it has happened, and often enough.
  expect(total.submissions).toBeGreaterThan(2000);
  expect(total.created).toBeGreaterThan(2000);
  expect(Math.min(total.filled, total.skipped)).toBeGreaterThan(200);
  expect(Math.min(total.refused, total.recovered)).toBeGreaterThan(10);
  expect(wrong.faults).toBeGreaterThan(5000);
  expect(Math.min(wrong.kills, wrong.unknown, wrong.keyReused)).toBeGreaterThan(500);
});
