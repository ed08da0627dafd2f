import { describe, expect, it } from 'vitest';
import { deliverSubmission } from '../../../shared/cards/deliver-submission.ts';
import { replaySubmission } from '../../../shared/cards/replay-submission.ts';
import type { Submission } from '../../../shared/cards/submission.ts';
import { watchSubmissions } from '../../../shared/cards/watch-submissions.ts';
import { InvalidError, SignInError, ThrottledError, UnavailableError } from '../../../shared/errors.ts';
import { ofKind } from '../../../shared/profiles/profile.ts';
import { installation, type Installation } from './world/installation.ts';
import { send } from './world/visitors.ts';

async function taken(changes: Parameters<Installation['addProfile']>[1] = {}) {
  const made = installation();
  await made.addProfile('aa', changes);
  const card = await made.addCard('aa', 'anna');
  const id = await send(made.ports(), made, { card, visitor: 3, from: 'page', key: 'k', parallel: 1, retries: 0 });
  made.queues.submissions.sent.length = 0;
  const deliver = async (): Promise<Submission> => {
    await deliverSubmission(made.ports(), { v: 1, type: 'submission', profile: 'aa', submission: id });
    return made.ports().submissions.get('aa', id);
  };
  const later = (seconds: number): void => void (made.clockOffsetMs += seconds * 1000);
  return { made, id, deliver, later };
}

/** Contacts are created, but nobody hears of it until the function that is answered was called. */
function loseAnswers({ exchange }: Awaited<ReturnType<typeof taken>>['made']): () => void {
  const opened = exchange.open;
  exchange.open = (process) => {
    const source = opened(process);
    const { createContact } = source;
    source.createContact = async (...asked) => {
      await createContact(...asked);
      throw new UnavailableError('The answer is lost.');
    };
    return source;
  };
  return () => {
    exchange.open = opened;
  };
}

describe('delivering a submission', () => {
  it('takes one request for a new contact', async () => {
    const { made, deliver } = await taken();
    const before = made.calls.names.length;
    const opened = made.exchange.open;
    let requests = (): number => 0;
    made.exchange.open = (process) => {
      const source = opened(process);
      requests = () => source.count.requests;
      return source;
    };
    expect((await deliver()).targets).toMatchObject([{ state: 'created', attempts: 1 }]);
    expect([requests(), made.calls.names.length - before]).toEqual([1, 0]);
  });

  it('given up after a day for a request nobody knows the fate of, is still one contact when replayed', async () => {
    const { made, id, deliver, later } = await taken();
    made.exchange.trouble = () => new ThrottledError('Too many requests.', 600);
    await deliver();
    later(86_500);
    made.exchange.trouble = () => undefined;
    const answerAgain = loseAnswers(made);
    expect((await deliver()).targets).toMatchObject([{ state: 'refused', doubtful: true }]);
    answerAgain();
    await replaySubmission(made.ports(), 'aa', id);
    expect((await deliver()).targets).toMatchObject([{ state: 'created' }]);
    expect(made.exchange.of('id-anna')).toHaveLength(1);
  });

  it('is looked up in the folder of the attempt before, when the profile names another meanwhile', async () => {
    const { made, deliver, later } = await taken({ folder: 'Cards' });
    const answerAgain = loseAnswers(made);
    expect((await deliver()).targets).toMatchObject([{ state: 'waiting', doubtful: true }]);
    answerAgain();
    const profile = ofKind(await made.ports().profiles.get('aa'), 'cards');
    await made.ports().profiles.replace(profile, { ...profile.body, folder: 'Others' }, new Date());
    later(61);
    expect((await deliver()).targets).toMatchObject([{ state: 'created' }]);
    expect(made.exchange.of('id-anna').map(({ folder }) => folder)).toEqual(['Cards']);
  });

  it('that the mailbox refuses is told once, and again when it is repaired', async () => {
    const { made, id, deliver } = await taken();
    made.exchange.trouble = () => new InvalidError('The mailbox is full.');
    expect((await deliver()).targets).toMatchObject([{ state: 'refused', reason: 'The mailbox is full.' }]);
    await deliver();
    const incidents = async (): Promise<string[]> =>
      (await made.ports().incidents.list('aa')).map(
        ({ kind, closedAt }) => `${kind} ${closedAt === '' ? 'open' : 'over'}`,
      );
    expect(await incidents()).toEqual(['contactRefused id-anna open']);
    made.exchange.trouble = () => undefined;
    await replaySubmission(made.ports(), 'aa', id);
    await deliver();
    expect(await incidents()).toEqual(['contactRefused id-anna over']);
    expect(made.queues.notices.sent).toHaveLength(2);
  });

  it('of a connection that is gone is refused, and told', async () => {
    const { made, deliver } = await taken({ connectionId: 'gone' });
    expect((await deliver()).targets).toMatchObject([{ state: 'refused', reason: 'No such connection.' }]);
    expect(await made.ports().incidents.list('aa')).toHaveLength(1);
  });

  it('of a profile that is gone does nothing', async () => {
    const { made, deliver } = await taken();
    const { profiles } = made.ports();
    await profiles.delete(await profiles.get('aa'));
    expect((await deliver()).targets).toMatchObject([{ state: 'waiting' }]);
    expect(made.exchange.contacts).toEqual([]);
  });

  it('waits while the connection cannot sign in', async () => {
    const { made, deliver } = await taken();
    made.exchange.trouble = () => new SignInError('The secret is over.');
    expect((await deliver()).targets).toMatchObject([{ state: 'waiting' }]);
    expect(made.queues.submissions.sent).toMatchObject([{ delaySeconds: 60 }]);
  });

  it('that fails by a fault of our own is tried for a day, and then refused', async () => {
    const { made, deliver, later } = await taken();
    made.exchange.trouble = () => new TypeError('A fault of our own.');
    await expect(deliver()).rejects.toThrow('A fault of our own.');
    later(86_500);
    expect((await deliver()).targets).toMatchObject([
      { state: 'refused', reason: 'Unexpected TypeError.', doubtful: true },
    ]);
    expect(await made.ports().incidents.list('aa')).toHaveLength(1);
  });

  it('that another worker is at is left alone, and comes back when that one must have ended', async () => {
    const { made, deliver, later } = await taken();
    made.exchange.trouble = () => new TypeError('It dies.');
    await deliver().catch(() => undefined);
    made.exchange.trouble = () => undefined;
    later(10);
    expect((await deliver()).targets).toMatchObject([{ state: 'writing', attempts: 1 }]);
    expect(made.queues.submissions.sent).toMatchObject([{ delaySeconds: 140 }]);
    later(140);
    expect((await deliver()).targets).toMatchObject([{ state: 'created', attempts: 2 }]);
  });

  it('is ordered again by the watch when it is two minutes late, and not before', async () => {
    const { made, deliver, later } = await taken();
    later(119);
    expect(await watchSubmissions(made.ports())).toBe(0);
    later(2);
    expect(await watchSubmissions(made.ports())).toBe(1);
    await deliver();
    expect(await watchSubmissions(made.ports())).toBe(0);
  });
});

describe('the mail to the owner', () => {
  const mailed = { mailOwner: true, language: 'en' as const };

  it('is sent once, when everything is written', async () => {
    const { made, deliver } = await taken(mailed);
    expect((await deliver()).ownerMail).toBe('sent');
    await deliver();
    expect(made.exchange.outbox).toMatchObject([
      { from: 'patchbay@contoso.com', mail: { to: ['anna@contoso.com'], subject: 'Business card: Vera Nr. 3' } },
    ]);
  });

  it('is not sent again when it may have been sent, nor when it was refused', async () => {
    for (const [error, state] of [
      [new UnavailableError('Nobody answers.'), 'sent'],
      [new InvalidError('No.'), 'none'],
    ] as const) {
      const { made, deliver } = await taken(mailed);
      made.exchange.trouble = (_mailbox, asked) => (asked === 'sendMail' ? error : undefined);
      expect(await deliver()).toMatchObject({ ownerMail: state, targets: [{ state: 'created' }] });
      made.exchange.trouble = () => undefined;
      await deliver();
      expect(made.exchange.outbox).toEqual([]);
    }
  });

  it('waits for what fails before it is sent', async () => {
    const { made, deliver } = await taken(mailed);
    const { get } = made.tables.cards;
    made.tables.cards.get = () => Promise.reject(new UnavailableError('Storage is away.'));
    await expect(deliver()).rejects.toThrow('Storage is away.');
    made.tables.cards.get = get;
    expect((await deliver()).ownerMail).toBe('sent');
  });
});
