/** The process that runs the product's own code against the fakes. */
import { z } from 'zod';
import { keepHeapSmall } from '../../../functions/heap.ts';
import { wantedPersonal } from '../../../shared/runs/choose-jobs.ts';
import { jobMessageSchema } from '../../../shared/runs/messages.ts';
import { planRun } from '../../../shared/runs/plan-run.ts';
import { readWithOf, runJob } from '../../../shared/runs/run-context.ts';
import { startDueRuns } from '../../../shared/runs/start-run.ts';
import { workGroup } from '../../../shared/runs/work-group.ts';
import type { Services } from '../../../shared/services.ts';
import { inParallel, measured } from '../measured.ts';
import { answerCalls } from '../processes/answer-calls.ts';
import { cardCalls } from './cards.ts';
import { benchClock } from './clock.ts';
import { readSchema, type ReadDone } from './messages.ts';
import { presenceCalls } from './presence.ts';
import { benchContext, benchProfile, benchServices } from './services.ts';

const fakesSchema = z.object({ graph: z.string(), storage: z.string() });
const setUpSchema = z.object({
  profile: z.string(),
  accounts: z.array(z.object({ id: z.string(), email: z.string() })),
  shared: z.array(z.object({ mailbox: z.string(), folder: z.string().optional() })),
});
const workSchema = z.object({ messages: z.array(jobMessageSchema), atOnce: z.number() });

const coverSchema = z.object({
  profile: z.string(),
  mailboxes: z.array(z.object({ id: z.string(), address: z.string(), account: z.string() })),
});
const runKeySchema = z.object({ profile: z.string(), run: z.string() });
const clockSchema = z.object({ at: z.string(), goesOn: z.boolean() });
const scheduleMs = 15 * 60_000;

keepHeapSmall();
let services: Services | undefined;
const clock = benchClock(Date.UTC(2026, 10, 21));

function ports(): Services {
  if (!services) throw new Error('Connect first.');
  return services;
}

async function read(input: unknown): Promise<ReadDone> {
  const { profile, jobs, atOnce } = readSchema.parse(input);
  const context = benchContext(profile, benchProfile());
  const options = {
    run: 'run',
    deadline: new Date(clock.now().getTime() + 3_600_000),
    relist: false,
    progress: () => undefined,
  };
  let [requests, contacts] = [0, 0];
  const { cost } = await measured(() =>
    inParallel(jobs, atOnce, async ({ mailbox, account }) => {
      const job = { key: mailbox, name: mailbox, account, requestsSoFar: 0, releasedHold: '', unguarded: false };
      const done = await runJob(ports(), context, { ...job, source: { kind: 'mailbox', mailbox } }, options);
      if (!done.outcome.complete || done.outcome.held) throw new Error(`The job of ${mailbox} did not end.`);
      requests += done.requests;
      contacts += done.outcome.counts.read;
    }),
  );
  return { cost, requests, contacts, projection: context.projection.version };
}

answerCalls({
  connect: (input) => {
    services = benchServices(fakesSchema.parse(input), clock.now);
  },
  clock: (input) => {
    const { at, goesOn } = clockSchema.parse(input);
    clock.set(Date.parse(at), goesOn);
  },
  read,
  ...cardCalls(ports),
  ...presenceCalls(ports),
  setUp: async (input) => {
    const { profile, accounts, shared } = setUpSchema.parse(input);
    const body = benchProfile(shared);
    const now = clock.now();
    const row = await ports().profiles.create(profile, body, now);
    await ports().states.create(row.id, now);
    await ports().accounts.put(profile, accounts, undefined, now);
  },
  plan: async (input) => {
    const profile = z.string().parse(input);
    // So that the schedule is due.
    clock.set(clock.now().getTime() + scheduleMs);
    await startDueRuns(ports());
    const { activeRun } = await ports().states.get(profile);
    if (activeRun === undefined) throw new Error('The run did not start.');
    const { cost } = await measured(() => planRun(ports(), profile, activeRun));
    return { run: activeRun, cost };
  },
  work: async (input) => {
    const { messages, atOnce } = workSchema.parse(input);
    const { cost } = await measured(() => inParallel(messages, atOnce, (message) => workGroup(ports(), message)));
    return cost;
  },
  cover: async (input) => {
    const { profile, mailboxes } = coverSchema.parse(input);
    const readWith = readWithOf(benchContext(profile, benchProfile()));
    const rows = mailboxes.map(({ id, address, account }) => {
      const wanted = wantedPersonal({ id, userPrincipalName: address, mail: address, displayName: address }, account);
      return { ...wanted, covered: true, formerAccounts: '', readWith };
    });
    await ports().mailboxes.merge(profile, rows);
  },
  endRun: async (input) => {
    const { profile, run } = runKeySchema.parse(input);
    await ports().states.end(profile, run);
  },
  run: async (input) => {
    const { profile, run } = runKeySchema.parse(input);
    return (await ports().runs.get(profile, run)).run;
  },
  peakMemory: () => process.resourceUsage().maxRSS,
});
