import { describe, expect, it } from 'vitest';
import { PatchbayError } from '../../../shared/errors.ts';
import { releaseRun } from '../../../shared/runs/release-run.ts';
import { isOver } from '../../../shared/runs/run.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { faultKinds, KilledError, type Fault } from './process.ts';
import { drop, fill, runNow, staffed } from './staff.ts';
import { expectBooks, incidentsOf, lastRun, mailsOf, runsOf } from './truth.ts';
import type { Ports } from './world.ts';

type All = Awaited<ReturnType<typeof staffed>>;

const rarely = { schedule: { everyMinutes: 7 * 24 * 60 } };

interface Story {
  name: string;
  /** The world before the run; always the same. */
  begin(): Promise<All>;
  /** Starts or reopens the run; what fails is what a caller sees. */
  act(ports: Ports, profile: string): Promise<unknown>;
  /** Whether what `act` asks for has come to its end; otherwise the caller has seen it fail, and asks again. */
  isDone(all: All, before: ReadonlySet<string>): Promise<boolean>;
  /** What must be true in the end, whatever failed. */
  end(all: All): Promise<void>;
}

const books = { 'account:a-anna': ['anna'], 'account:a-ben': ['ben'], 'account:a-cleo': ['cleo'] } as const;
const everybody: Record<string, string[]> = Object.fromEntries(
  Object.entries(books).map(([book, of]) => [book, [...of]]),
);

async function hasEnded({ made, profile }: All, before: ReadonlySet<string>): Promise<boolean> {
  return (await runsOf(made, profile)).some(({ id, state }) => isOver(state) && !before.has(id));
}

const stories: Story[] = [
  {
    name: 'a first run',
    begin: () => staffed(rarely),
    act: startRun,
    isDone: hasEnded,
    async end({ made, profile }) {
      expect(await lastRun(made, profile)).toMatchObject({
        state: 'succeeded',
        totals: { jobs: { done: 3, failed: 0 } },
      });
      await expectBooks(made, profile, everybody);
      expect(await incidentsOf(made, profile)).toEqual([]);
    },
  },
  {
    name: 'a run with changes, another account and a mailbox that left',
    async begin() {
      const all = await staffed(rarely);
      await runNow(all);
      const { made, profile } = all;
      made.later(5);
      fill(made, 'anna', 5, 8);
      drop(made, 'ben', 0, 1);
      made.tenant.addPerson('dora');
      fill(made, 'dora', 0, 3);
      await made.putAccounts(profile, 'x:anna', 'ben', 'a-cleo:dora');
      return all;
    },
    act: startRun,
    isDone: hasEnded,
    async end({ made, profile }) {
      expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
      await expectBooks(made, profile, {
        'account:x': ['anna'],
        'account:a-anna': [],
        'account:a-ben': ['ben'],
        'account:a-cleo': ['dora'],
      });
      const rows = await made.ports().mailboxes.list(profile);
      expect(rows.map(({ key, account, formerAccounts }) => `${key} ${account} ${formerAccounts}`).sort()).toEqual([
        'id-anna x ',
        'id-ben a-ben ',
        'id-dora a-cleo ',
      ]);
    },
  },
  {
    name: 'a run that is held',
    async begin() {
      const all = await staffed(rarely);
      await runNow(all);
      all.made.later(5);
      drop(all.made, 'anna', 0, 5);
      return all;
    },
    act: startRun,
    isDone: hasEnded,
    async end({ made, profile }) {
      expect(await lastRun(made, profile)).toMatchObject({ state: 'held', totals: { jobs: { done: 2, held: 1 } } });
      expect(await incidentsOf(made, profile)).toEqual([expect.stringMatching(/^held open, mail (sent|sending)$/)]);
    },
  },
  {
    name: 'the release of a held run',
    async begin() {
      const all = await staffed(rarely);
      await runNow(all);
      drop(all.made, 'anna', 0, 5);
      await runNow(all);
      all.made.later(5);
      return all;
    },
    act: async (ports, profile) => releaseRun(ports, profile, (await ports.runs.all(profile))[0]?.id ?? ''),
    isDone: async ({ made, profile }) => (await lastRun(made, profile)).state !== 'held',
    async end({ made, profile }) {
      expect(await runsOf(made, profile)).toHaveLength(2);
      expect(await lastRun(made, profile)).toMatchObject({
        state: 'succeeded',
        totals: { jobs: { done: 3, held: 0 } },
      });
      await expectBooks(made, profile, everybody);
      expect(await incidentsOf(made, profile)).toEqual([
        expect.stringMatching(/^held over, mails sent (sent|sending)$/),
      ]);
    },
  },
];

/** What holds in the end of every story. */
async function expectAtRest({ made, profile }: All): Promise<void> {
  const runs = await runsOf(made, profile);
  for (const run of runs) expect(isOver(run.state), run.state).toBe(true);
  for (const run of runs) expect(await made.ports().groups(profile, run.id).waiting(9)).toEqual([]);
  expect(await made.ports().states.get(profile)).toMatchObject({ activeRun: undefined });
  const mails = mailsOf(made);
  expect(new Set(mails).size, 'no mail twice').toBe(mails.length);
}

/** Plays a story and lets one of its calls fail. Answers the names of the calls. */
async function play(story: Story, fault?: Fault): Promise<string[]> {
  const all = await story.begin();
  const { made, functions, profile } = all;
  const before = new Set((await runsOf(made, profile)).map(({ id }) => id));
  const { deliver } = functions;
  functions.deliver = async () => {
    const delivered = await deliver();
    const active = (await runsOf(made, profile)).filter(({ state }) => state === 'planning' || state === 'running');
    expect(active.length, 'runs at once').toBeLessThanOrEqual(1);
    return delivered;
  };
  made.failing.calls.length = 0;
  made.failing.fault = fault;
  for (let time = 0; time < 2 && !(await story.isDone(all, before)); time += 1) {
    try {
      await story.act(made.ports(made.failing.start()), profile);
    } catch (error) {
      if (!(error instanceof PatchbayError || error instanceof KilledError)) throw error;
    }
    await functions.settle();
  }
  await expectAtRest(all);
  await story.end(all);
  return made.failing.calls;
}

describe.each(stories)('$name', (story) => {
  it.each(faultKinds)('comes to the same end when any of its calls fails: %s', async (kind) => {
    const calls = await play(story);
    expect(calls.length).toBeGreaterThan(40);
    for (const [position, call] of calls.entries()) {
      // To a read nothing else can happen than what happens to the write before it.
      if (kind === 'fail' || /^(commit|send|source sendMail)/.test(call)) await play(story, { at: position + 1, kind });
    }
  });
});
