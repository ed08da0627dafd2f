import { describe, expect, it } from 'vitest';
import { jobMessageSchema } from '../../../shared/runs/messages.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { workGroup } from '../../../shared/runs/work-group.ts';
import type { Change } from '../../../shared/storage/table.ts';
import { fill, idOf, runNow, staff, staffed } from './staff.ts';
import { expectBooks, lastRun } from './truth.ts';
import type { Ports, World } from './world.ts';

type Staffed = Awaited<ReturnType<typeof staffed>>;

function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

/** Works on a message twice at the same time: the first worker brings the books up to date, but the second one ends before it. */
async function workTwice(made: World, message: unknown): Promise<void> {
  const [read, over] = [gate(), gate()];
  const jobs = jobMessageSchema.parse(message);
  const ports = made.ports();
  const first: Ports = {
    ...ports,
    groups: (...of) => {
      const groups = ports.groups(...of);
      const finish: typeof groups.finish = async (...given) => {
        read.open();
        await over.opened;
        return groups.finish(...given);
      };
      return { ...groups, finish };
    },
  };
  const commit = async (partition: string, changes: readonly Change[]): Promise<string[]> => {
    await read.opened;
    return ports.books.commit(partition, changes);
  };
  const second: Ports = { ...ports, books: { ...ports.books, commit } };
  const workers = [workGroup(second, jobs).finally(over.open), workGroup(first, jobs)];
  const ended = await Promise.allSettled(workers);
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
}

/** Plans a run and works on each of its messages twice; no time passes. */
async function runTwice({ made, profile, functions }: Staffed): Promise<void> {
  await startRun(made.ports(), profile);
  await functions.deliver();
  const messages = functions.pending().filter(({ queue }) => queue === 'jobs');
  expect(messages.length).toBeGreaterThan(0);
  for (const { message } of messages) await workTwice(made, message);
}

const books = Object.fromEntries(staff.map((name) => [`account:a-${name}`, [name]]));

describe('a message that two workers have at the same time', () => {
  it('counts what the one did that was not taken over, and its run ends with it', async () => {
    const all = await staffed();
    await runTwice(all);
    const { state, totals } = await lastRun(all.made, all.profile);
    expect(state).toBe('succeeded');
    expect(totals).toMatchObject({ jobs: { done: 3, waiting: 0 }, counts: { read: 15, created: 15 } });
    await expectBooks(all.made, all.profile, books);
    await all.functions.settle();
    expect((await lastRun(all.made, all.profile)).totals).toEqual(totals);
  });

  it('does so for many mailboxes in one message', async () => {
    const all = await staffed();
    const { made, profile, functions } = all;
    await runNow(all);
    for (const name of staff) made.tenant.put(name, idOf(name, 1), { name: 'Renamed', phone: '+49 30 5551234' });
    fill(made, 'ben', 5, 7);
    made.later(60);
    await runTwice(all);
    const { state, totals } = await lastRun(made, profile);
    expect(state).toBe('succeeded');
    expect(totals?.counts).toMatchObject({ created: 2, updated: 3 });
    await expectBooks(made, profile, books);
    await functions.settle();
    expect((await lastRun(made, profile)).totals).toEqual(totals);
  });

  it('is finished although it was enqueued again meanwhile', async () => {
    const { made, profile, functions } = await staffed();
    await startRun(made.ports(), profile);
    await functions.deliver();
    for (const { message } of functions.pending().filter(({ queue }) => queue === 'jobs')) {
      const ports = made.ports();
      let enqueued = false;
      const groups: Ports['groups'] = (...of) => {
        const ledger = ports.groups(...of);
        const finish: typeof ledger.finish = async (group, ...given) => {
          if (!enqueued) await ledger.update(group, new Date(made.now));
          enqueued = true;
          return ledger.finish(group, ...given);
        };
        return { ...ledger, finish };
      };
      await workGroup({ ...ports, groups }, jobMessageSchema.parse(message));
    }
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded', totals: { counts: { created: 15 } } });
  });
});
