import { noteSignedIn, notingRefusal } from '../connections/note-sign-in.ts';
import { PatchbayError, ThrottledError } from '../errors.ts';
import { chooseJobs, groupJobs } from './choose-jobs.ts';
import { closeIfOver, failRun } from './close-run.ts';
import { isLasting, listSources, type Sources } from './list-sources.ts';
import { jobMessage, runMessage } from './messages.ts';
import type { RunPorts } from './ports.ts';
import { readWithOf, runContext } from './run-context.ts';
import type { StoredRun } from './run-store.ts';

const sendsAtOnce = 32;

/**
 * Plans a run: lists the mailboxes, notes their jobs in the ledger, then enqueues them. May be cut off and repeated at any point: the
 * ledger is complete before the run is `running`, and only then messages are sent.
 */
export async function planRun(ports: RunPorts, profile: string, runId: string): Promise<void> {
  const stored = await ports.runs.find(profile, runId);
  if (!stored) {
    ports.log.warn('run.unknown', { profile, run: runId });
    return;
  }
  if (stored.run.state === 'running') return sendWaiting(ports, profile, runId);
  if (stored.run.state !== 'queued' && stored.run.state !== 'planning') return;
  try {
    await plan(ports, profile, stored);
  } catch (error) {
    if (error instanceof ThrottledError)
      return ports.runQueue.send(runMessage(profile, runId), { delaySeconds: error.retryAfterSeconds });
    if (!(error instanceof PatchbayError) || !isLasting(error)) throw error;
    await failRun(ports, profile, runId, error);
    return;
  }
  await sendWaiting(ports, profile, runId);
  await closeIfOver(ports, profile, runId);
}

async function plan(ports: RunPorts, profile: string, queued: StoredRun): Promise<void> {
  const stored = await ports.runs.replace(profile, queued, { state: 'planning' });
  const context = await runContext(ports, profile);
  const [{ accounts }, covered] = await Promise.all([ports.accounts.get(profile), ports.mailboxes.list(profile)]);
  const { connection } = context;
  const source = ports.openSource(connection);
  const list = (): Promise<Sources> => listSources(source, context.profile, accounts);
  const sources = await notingRefusal(ports, connection, stored.run.id, list);
  if (source.count.requests > 0) await noteSignedIn(ports, connection);
  const choice = chooseJobs({
    wanted: sources.wanted,
    unlisted: sources.unlisted,
    covered,
    readWith: readWithOf(context),
    evenParked: stored.run.trigger === 'manual',
    now: ports.now(),
  });
  await ports.mailboxes.merge(profile, choice.rows);
  const ledger = ports.groups(profile, stored.run.id);
  if (queued.run.state === 'planning') await ledger.clear();
  await ledger.add(groupJobs(choice.jobs), ports.now());
  await ports.runs.replace(profile, stored, {
    state: 'running',
    jobs: choice.jobs.length,
    unmatched: sources.unmatched,
    parked: choice.parked,
    problems: sources.problems,
  });
  const { id: run } = stored.run;
  ports.log.info('run.planned', { profile, run, jobs: choice.jobs.length, unmatched: sources.unmatched.count });
}

/** Enqueues every group that is not done; sending one twice has no second effect. */
export async function sendWaiting(ports: RunPorts, profile: string, runId: string): Promise<void> {
  const waiting = await ports.groups(profile, runId).waiting(Number.MAX_SAFE_INTEGER);
  const send = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      await ports.jobQueue.send(jobMessage(profile, runId, group));
    }
  };
  await Promise.all(Array.from({ length: sendsAtOnce }, send));
}
