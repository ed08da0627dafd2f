import { describe, expect, it } from 'vitest';
import { deadLetterView } from '../../../shared/deadletters/dead-letter-view.ts';
import type { DeadLetter } from '../../../shared/deadletters/dead-letter-store.ts';
import { recordDeadLetter } from '../../../shared/deadletters/record-dead-letter.ts';
import { replayDeadLetter } from '../../../shared/deadletters/replay-dead-letter.ts';
import { ConflictError, UnavailableError } from '../../../shared/errors.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { faultKinds } from '../runs/process.ts';
import { fill, runNow, staffed } from '../runs/staff.ts';
import { expectBooks, incidentsOf, lastRun, mailsOf, runsOf } from '../runs/truth.ts';
import type { World } from '../runs/world.ts';

const lettersOf = async (made: World): Promise<DeadLetter[]> =>
  (await made.ports().deadLetters.page(99, undefined)).letters;

/** A run in which one mailbox has failed five times. */
async function gaveUp(): ReturnType<typeof staffed> {
  const all = await staffed();
  const { made, profile, functions } = all;
  made.tenant.trouble = ({ of }) =>
    of === 'id-anna' ? new UnavailableError('The mailbox does not answer.') : undefined;
  await runNow(all);
  expect(await lastRun(made, profile)).toMatchObject({
    state: 'partial',
    totals: { jobs: { done: 2, failed: 1, waiting: 0 } },
  });
  expect(functions.pending()).toEqual([]);
  return all;
}

describe('a job that fails five times', () => {
  it('is recorded with its reason, once; its run goes on without it, and the operator is told', async () => {
    const { made, profile, functions } = await gaveUp();
    const run = await lastRun(made, profile);
    expect((await lettersOf(made)).map(deadLetterView)).toMatchObject([
      { queue: 'jobs', profile, run: run.id, reason: 'The mailbox does not answer.', replayedAt: null },
    ]);
    expect(functions.delivered.filter(({ queue, poison }) => queue === 'jobs' && !poison)).toHaveLength(2 + 5);
    expect(await made.ports().mailboxes.find(profile, 'id-anna')).toMatchObject({
      outcome: 'failed',
      reason: 'The mailbox does not answer.',
      retryAt: '',
    });
    expect(await incidentsOf(made, profile)).toEqual(['mailboxFailed open, mail sent']);
    expect(made.tenant.outbox).toHaveLength(1);
    for (const part of ['The mailbox does not answer.', 'given up after five attempts', 'replay its dead letter'])
      expect(made.tenant.outbox[0]?.mail.text).toContain(part);
  });

  it('is tried again when it is replayed, and its run then is complete', async () => {
    const { made, profile, functions } = await gaveUp();
    const run = await lastRun(made, profile);
    const [letter] = await lettersOf(made);
    made.tenant.trouble = () => undefined;
    made.later(1);
    expect((await replayDeadLetter(made.ports(), letter?.id ?? '')).replayedAt).not.toBe('');
    await functions.settle();
    expect(await runsOf(made, profile)).toHaveLength(1);
    const replayed = await lastRun(made, profile);
    expect(replayed).toMatchObject({
      id: run.id,
      state: 'succeeded',
      totals: { jobs: { done: 3, failed: 0 }, counts: { created: 15 } },
    });
    expect(replayed.reason).toBeUndefined();
    await expectBooks(made, profile, { 'account:a-anna': ['anna'] });
    expect(await incidentsOf(made, profile)).toEqual(['mailboxFailed over, mails sent sent']);
    expect(mailsOf(made)).toHaveLength(2);
    await expect(replayDeadLetter(made.ports(), letter?.id ?? '')).rejects.toThrow(ConflictError);
  });

  it('is recorded a second time when it fails again', async () => {
    const { made, functions } = await gaveUp();
    const [letter] = await lettersOf(made);
    made.later(1);
    await replayDeadLetter(made.ports(), letter?.id ?? '');
    await functions.settle();
    const letters = await lettersOf(made);
    expect(letters.map(({ replayedAt }) => replayedAt === '')).toEqual([true, false]);
    made.tenant.trouble = () => undefined;
    await replayDeadLetter(made.ports(), letters[0]?.id ?? '');
    await functions.settle();
  });

  it('of an earlier run starts a new one, because the mailbox may belong to another account by now', async () => {
    const all = await gaveUp();
    const { made, profile, functions } = all;
    made.tenant.trouble = () => undefined;
    await made.putAccounts(profile, 'x:anna', 'ben', 'cleo');
    await runNow(all);
    const [letter] = await lettersOf(made);
    fill(made, 'anna', 5, 6);
    made.later(1);
    await replayDeadLetter(made.ports(), letter?.id ?? '');
    await functions.settle();
    expect((await runsOf(made, profile)).map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'partial']);
    await expectBooks(made, profile, { 'account:x': ['anna'], 'account:a-anna': [] });
  });

  it('whose replay was cut off is not worked on by a message that comes late', async () => {
    const all = await gaveUp();
    const { made, profile, functions } = all;
    made.tenant.trouble = () => undefined;
    const [letter] = await lettersOf(made);
    const ports = made.ports();
    ports.runs.replace = () => Promise.reject(new UnavailableError('Storage fails.'));
    await expect(replayDeadLetter(ports, letter?.id ?? '')).rejects.toThrow('Storage fails.');
    await functions.settle();
    await made.putAccounts(profile, 'x:anna', 'ben', 'cleo');
    await runNow(all);
    for (const late of functions.delivered) await functions.handle({ ...late, poison: false });
    await functions.settle();
    await expectBooks(made, profile, { 'account:x': ['anna'], 'account:a-anna': [] });
  });

  it('cannot be replayed while the profile runs, and stays to be replayed', async () => {
    const { made, profile, functions } = await gaveUp();
    const [letter] = await lettersOf(made);
    made.later(1);
    await startRun(made.ports(), profile);
    await expect(replayDeadLetter(made.ports(), letter?.id ?? '')).rejects.toThrow(ConflictError);
    expect((await lettersOf(made))[0]?.replayedAt).toBe('');
    made.tenant.trouble = () => undefined;
    await functions.settle();
  });

  it('is recorded once although recording is cut off anywhere and repeated', async () => {
    for (const kind of faultKinds) {
      for (let at = 1, more = true; more; at += 1) {
        const { made, profile, functions } = await staffed({ schedule: { everyMinutes: 7 * 24 * 60 } });
        made.tenant.trouble = ({ of }) => (of === 'id-anna' ? new UnavailableError('It does not answer.') : undefined);
        await startRun(made.ports(), profile);
        const { deliver } = functions;
        more = false;
        functions.deliver = async () => {
          const [next] = functions.pending().filter(({ visibleAt }) => visibleAt <= made.now);
          if (!next?.poison || more) return deliver();
          made.failing.fault = { at: made.failing.calls.length + at, kind };
          const delivered = await deliver();
          more = made.failing.calls.length >= made.failing.fault.at;
          made.failing.fault = undefined;
          return delivered;
        };
        await functions.settle();
        const letters = await lettersOf(made);
        expect(
          letters.map(({ reason }) => reason),
          `${kind} ${at}`,
        ).toEqual(['It does not answer.']);
        expect((await incidentsOf(made, profile)).map((incident) => incident.split(',')[0])).toEqual([
          'mailboxFailed open',
        ]);
        expect(await lastRun(made, profile)).toMatchObject({
          state: 'partial',
          totals: { jobs: { done: 2, failed: 1 } },
        });
      }
    }
  });

  it('opens one incident, however many are given up at the same moment', async () => {
    const { made, profile, functions } = await staffed();
    await startRun(made.ports(), profile);
    await functions.deliver();
    const jobs = functions.pending().splice(0);
    await Promise.all(jobs.map(({ message }) => recordDeadLetter(made.ports(), 'jobs', message)));
    await functions.settle();
    expect(await lettersOf(made)).toHaveLength(3);
    expect(await incidentsOf(made, profile)).toEqual(['mailboxFailed open, mail sent']);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'failed', totals: { jobs: { failed: 3 } } });
  });

  it('that was given up after its mailbox had gone leaves nothing half', async () => {
    const all = await staffed();
    const { made, profile, functions } = all;
    await startRun(made.ports(), profile);
    await functions.deliver();
    const [job] = functions.pending().splice(0, 1);
    await made.ports().mailboxes.remove(profile, 'id-anna');
    await recordDeadLetter(made.ports(), 'jobs', job?.message);
    await functions.settle();
    expect((await made.ports().mailboxes.list(profile)).map(({ key }) => key)).toEqual(['id-ben', 'id-cleo']);
    expect(await made.ports().mailboxes.find(profile, 'id-anna')).toBeUndefined();
    expect((await made.ports().mailboxes.page(profile, 9, undefined)).mailboxes).toHaveLength(2);
    await runNow(all);
    await expectBooks(made, profile, { 'account:a-anna': ['anna'] });
  });
});
