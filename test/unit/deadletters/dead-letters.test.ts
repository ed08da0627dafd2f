import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../shared/deadletters/dead-letter-store.ts';
import { recordDeadLetter } from '../../../shared/deadletters/record-dead-letter.ts';
import { replayDeadLetter } from '../../../shared/deadletters/replay-dead-letter.ts';
import { DeniedError, UnavailableError } from '../../../shared/errors.ts';
import { deleteProfile } from '../../../shared/runs/delete-profile.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { runNow, staffed } from '../runs/staff.ts';
import { incidentsOf, lastRun, mailsOf, runsOf } from '../runs/truth.ts';
import type { World } from '../runs/world.ts';

const lettersOf = async (made: World): Promise<DeadLetter[]> =>
  (await made.ports().deadLetters.page(99, undefined)).letters;

describe('a plan that fails five times', () => {
  it('fails the run, frees the profile, and is replayed as a new run', async () => {
    const { made, profile, functions } = await staffed();
    made.tenant.trouble = ({ do: call }) =>
      call === 'mailboxes' ? new UnavailableError('Nobody answers.') : undefined;
    await startRun(made.ports(), profile);
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'failed', code: 'gaveUp' });
    expect(await lettersOf(made)).toMatchObject([{ queue: 'runs', profile }]);
    expect(await made.ports().states.get(profile)).toMatchObject({ activeRun: undefined });
    made.tenant.trouble = () => undefined;
    made.later(1);
    const [letter] = await lettersOf(made);
    await replayDeadLetter(made.ports(), letter?.id ?? '');
    await functions.settle();
    expect((await runsOf(made, profile)).map(({ state }) => state)).toEqual(['succeeded', 'failed']);
    expect(await incidentsOf(made, profile)).toEqual(['runFailed over, mails sent sent']);
  });

  it('does not fail a run that was planned after all', async () => {
    const { made, profile, functions } = await staffed();
    await startRun(made.ports(), profile);
    const [plan] = functions.pending();
    await functions.deliver();
    await recordDeadLetter(made.ports(), 'runs', plan?.message);
    expect(await made.ports().states.get(profile)).toMatchObject({ activeRun: (await lastRun(made, profile)).id });
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded', totals: { jobs: { done: 3 } } });
    // No run tells of it, so it is told by itself.
    expect(await incidentsOf(made, profile)).toEqual(['deadLetter open, mail sent']);
    const [letter] = await lettersOf(made);
    expect(made.tenant.outbox[0]?.mail.text).toContain(letter?.id);
  });

  it('is no incident of a profile that was deleted meanwhile', async () => {
    const { made, profile, functions } = await staffed();
    await startRun(made.ports(), profile);
    const [plan] = functions.pending();
    await made.ports().profiles.delete(await made.ports().profiles.get(profile));
    await functions.deliver();
    await recordDeadLetter(made.ports(), 'runs', { v: 1, type: 'purge', profile });
    await recordDeadLetter(made.ports(), 'runs', plan?.message);
    expect(await lettersOf(made)).toHaveLength(2);
    expect((await incidentsOf(made, profile)).filter((incident) => incident.startsWith('deadLetter'))).toEqual([]);
  });
});

describe('other messages that fail five times', () => {
  it('a notice is recorded without another notice, and sent when it is replayed', async () => {
    const all = await staffed();
    const { made, profile, functions } = all;
    made.tenant.trouble = ({ do: call, of }) =>
      call === 'sendMail' || of === 'id-anna' ? new DeniedError('Not allowed.') : undefined;
    await runNow(all);
    const letters = await lettersOf(made);
    expect(letters).toMatchObject([{ queue: 'notices', profile }]);
    expect(await incidentsOf(made, profile)).toEqual(['mailboxFailed open, mail waiting']);
    made.tenant.trouble = () => undefined;
    await replayDeadLetter(made.ports(), letters[0]?.id ?? '');
    await functions.settle();
    expect(mailsOf(made)).toEqual(['mailboxes cannot be read']);
  });

  it('a purge is recorded, and clears the profile away when it is replayed', async () => {
    const all = await staffed();
    const { made, profile, functions } = all;
    await runNow(all);
    await deleteProfile(made.ports(), await made.ports().profiles.get(profile));
    const [purge] = functions.pending().splice(0);
    await recordDeadLetter(made.ports(), 'runs', purge?.message);
    const [letter] = await lettersOf(made);
    expect(letter).toMatchObject({ queue: 'runs', profile });
    await replayDeadLetter(made.ports(), letter?.id ?? '');
    made.later(1);
    await functions.drain();
    expect((await made.tables.books.all()).length).toBe(0);
    expect((await made.tables.runs.all()).length).toBe(0);
  });

  it.each([['no JSON'], [{ v: 7, type: 'other' }], [null], [[1, 2]]])(
    '%j is recorded and cannot be replayed',
    async (message) => {
      const { made } = await staffed();
      await recordDeadLetter(made.ports(), 'jobs', message);
      await recordDeadLetter(made.ports(), 'jobs', message);
      const letters = await lettersOf(made);
      expect(letters).toMatchObject([{ queue: 'jobs', profile: '', run: '' }]);
      await expect(replayDeadLetter(made.ports(), letters[0]?.id ?? '')).rejects.toThrow('is no message of Patchbay');
    },
  );

  it('are listed newest first, page by page', async () => {
    const { made } = await staffed();
    for (let n = 0; n < 5; n += 1) {
      await recordDeadLetter(made.ports(), 'jobs', `text ${n} ${'x'.repeat(70_000)}`);
      made.later(1);
    }
    const first = await made.ports().deadLetters.page(3, undefined);
    const rest = await made.ports().deadLetters.page(3, first.next);
    const texts = [...first.letters, ...rest.letters].map(({ message }) => message.slice(0, 6));
    expect(texts).toEqual(['text 4', 'text 3', 'text 2', 'text 1', 'text 0']);
    expect(rest.next).toBeUndefined();
    await expect(made.ports().deadLetters.get('none')).rejects.toMatchObject({ kind: 'notFound' });
  });
});
