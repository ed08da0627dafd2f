import { describe, expect, it } from 'vitest';
import { InvalidError } from '../../../shared/errors.ts';
import { isAnythingOpen, checkHistory, submissionsOf } from './world/check-history.ts';
import { installation, type Installation } from './world/installation.ts';
import { promptly, type FaultKind } from './world/process.ts';
import { queueHost } from './world/queue-host.ts';
import { staff, teamIds } from './world/teams.ts';
import { peace } from './world/trouble.ts';
import { insist } from './world/visitors.ts';

/** A call that goes wrong: the first is 1. */
interface Fault {
  at: number;
  kind: FaultKind;
}

const kinds: readonly FaultKind[] = ['fail', 'lose', 'late', 'resend', 'throttle', 'kill', 'killAfter'];

/** To a read nothing else can happen than that it fails, or that the process dies; only what has an effect can have it twice. */
function canHappen(kind: FaultKind, call: string): boolean {
  if (kind === 'fail' || kind === 'kill') return true;
  if (kind === 'throttle') return call.startsWith('source');
  if (kind === 'resend') return /^(commit|send)/.test(call);
  return /^(commit|send|source (createContact|completeContact|folderNamed|sendMail))/.test(call);
}

const stories = [
  { name: 'two mailboxes', card: 0, visitor: 7, filled: 0, created: 2, refused: 0 },
  {
    name: 'a folder, contacts to complete, a mail to the owner',
    card: 6,
    visitor: 3,
    filled: 2,
    created: 0,
    refused: 0,
  },
  { name: 'the fixed mailbox is the owner', card: 8, visitor: 7, filled: 0, created: 1, refused: 0 },
  { name: 'one of two mailboxes refuses', card: 1, visitor: 7, filled: 0, created: 1, refused: 1 },
];

/** Plays a story with one fault; answers the names of all calls until it was done. */
async function play(
  { card, visitor, created, filled, refused }: (typeof stories)[number],
  fault?: Fault,
): Promise<string[]> {
  const made = installation();
  const host = queueHost(made);
  const { cards, seeds } = await staff(made);
  const mine = cards[card];
  if (!mine) throw new Error('There is no such card.');
  made.calls.courseOf = (_name, at) =>
    at === fault?.at ? { ...promptly, fault: fault.kind, effectMs: 20_000 } : promptly;
  const names: string[] = [];
  const until = async (isDone: () => Promise<boolean>): Promise<void> => {
    do await made.time.sleep(60_000);
    while (!(await isDone()));
  };
  if (refused) made.exchange.trouble = (mailbox) => (mailbox === 'id-office' ? new InvalidError('Full.') : undefined);
  await inTime(made, async () => {
    host.start();
    const press = { card: mine, from: 'page' as const, visitor, key: 'once', parallel: 1, retries: 3 };
    const told = await insist(host, made, press);
    expect(told.acknowledged.size).toBe(1);
    await until(async () => !(await isAnythingOpen(made, teamIds)));
    names.push(...made.calls.names);
    peace(made, host);
    // Longer than a message is locked for a worker that died.
    await made.time.sleep(12 * 60_000);
    host.stop();
    const tally = await checkHistory(made, teamIds, [told], seeds);
    expect(tally).toMatchObject({ submissions: 1, acknowledged: 1, refused, created, filled });
    const [submission] = await submissionsOf(made, teamIds);
    expect(submission?.ownerMail).not.toBe('waiting');
    const incidents = await made.ports().incidents.list('a0');
    expect(
      incidents.map(({ closedAt }) => closedAt),
      'what the operator is told',
    ).toEqual(refused ? [''] : []);
  });
  return names;
}

async function inTime(made: Installation, act: () => Promise<void>): Promise<void> {
  let isOver = false;
  const acting = act().finally(() => (isOver = true));
  acting.catch(() => undefined);
  await made.time.runUntil(() => isOver);
  await acting;
}

describe.each(stories)('$name', (story) => {
  it('comes to the same end when any of its calls goes wrong in any way', async () => {
    const calls = await play(story);
    let points = 0;
    for (const [position, call] of calls.entries()) {
      for (const kind of kinds.filter((one) => canHappen(one, call))) {
        await play(story, { at: position + 1, kind });
        points += 1;
      }
    }
    expect(points).toBeGreaterThan(90);
  });
});
