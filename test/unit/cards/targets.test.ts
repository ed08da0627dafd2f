import { describe, expect, it } from 'vitest';
import { cardSchema, type Card } from '../../../shared/cards/card.ts';
import {
  forgotten,
  isFree,
  isGivenUp,
  isHeldBy,
  mayCreate,
  putBack,
  refused,
  replayed,
  takenUp,
  waitSeconds,
} from '../../../shared/cards/target-steps.ts';
import { targetsOf } from '../../../shared/cards/targets.ts';

const at = '2026-11-02T12:00:00.000Z';
const now = new Date(at);
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const owner = '8a2c1f0e-1111-4222-8333-444455556666';
const card: Card = {
  ...{ id: 'aa-1', profile: 'aa', ownerMailbox: owner, siteKey: 's', createdAt: at, updatedAt: at, etag: '' },
  body: cardSchema.parse({ owner: 'Anna@contoso.com', displayName: 'Anna' }),
};
const [waiting] = targetsOf({ mailboxMode: 'additional' }, card, at);
if (!waiting) throw new Error('There is always a target.');

describe('the mailboxes of a card', () => {
  it.each([
    [undefined, 'additional', [['owner', owner]]],
    [undefined, 'exclusive', [['owner', owner]]],
    [
      'office@contoso.com',
      'additional',
      [
        ['owner', owner],
        ['fixed', 'office@contoso.com'],
      ],
    ],
    ['office@contoso.com', 'exclusive', [['fixed', 'office@contoso.com']]],
    ['ANNA@contoso.com', 'additional', [['owner', owner]]],
    ['anna@contoso.com', 'exclusive', [['owner', owner]]],
    [owner.toUpperCase(), 'additional', [['owner', owner]]],
  ] as const)('with the fixed mailbox %s, %s', (mailbox, mailboxMode, expected) => {
    const targets = targetsOf({ mailboxMode, ...(mailbox !== undefined && { mailbox }) }, card, at);
    expect(targets.map((target) => [target.role, target.mailbox])).toEqual(expected);
    expect(targets.every(({ state, since, doubtful }) => state === 'waiting' && since === at && !doubtful)).toBe(true);
  });
});

describe('a target', () => {
  it('is one worker’s until its lease is over, and may be created while a request still fits in', () => {
    const held = takenUp(waiting, '', now);
    expect(isFree(waiting, now)).toBe(true);
    expect([isFree(held, later(149)), isFree(held, later(150))]).toEqual([false, true]);
    expect([mayCreate(held, later(104)), mayCreate(held, later(105))]).toEqual([true, false]);
    expect([isHeldBy(held, held), isHeldBy(undefined, held), isHeldBy(waiting, held)]).toEqual([true, false, false]);
    expect(isHeldBy(takenUp(held, '', later(150)), held)).toBe(false);
  });

  it('taken up again after a replay is not that of who had it before', () => {
    const before = takenUp(waiting, '', now);
    const again = takenUp(replayed(refused(before, 'Full.'), later(900)), '', later(901));
    expect(again.attempts).toBe(before.attempts);
    expect(isHeldBy(again, before)).toBe(false);
  });

  it('that a worker had and never gave back is looked up where it was to be', () => {
    const first = takenUp(waiting, 'Cards', now);
    expect(first).toMatchObject({ doubtful: false, folder: 'Cards' });
    expect(takenUp(first, 'Others', later(200))).toMatchObject({ doubtful: true, folder: 'Cards', attempts: 2 });
    expect(takenUp(putBack(first, 'Later.', 60, now), 'Others', later(60))).toMatchObject({
      doubtful: false,
      folder: 'Others',
    });
  });

  it('stays doubtful through every state until it is settled', () => {
    const doubtful = { ...takenUp(waiting, 'Cards', now), doubtful: true };
    expect(putBack(doubtful, 'x', 1, now).doubtful).toBe(true);
    expect(replayed(refused(doubtful, 'x'), now)).toMatchObject({ doubtful: true, state: 'waiting', folder: 'Cards' });
  });

  it('waits longer each time, an hour at most, whatever it is told', () => {
    expect([1, 2, 3, 4, 9].map((attempts) => waitSeconds(attempts, 60))).toEqual([60, 240, 960, 3600, 3600]);
    expect([0, 30, 1e12].map((seconds) => putBack(waiting, 'x', seconds, now).until)).toEqual(
      [1, 30, 3600].map((seconds) => later(seconds).toISOString()),
    );
  });

  it('is given up after a day', () => {
    expect([isGivenUp(waiting, later(86_400)), isGivenUp(waiting, later(86_401))]).toEqual([false, true]);
    expect(isGivenUp(replayed(refused(waiting, 'x'), later(90_000)), later(90_001))).toBe(false);
  });

  it('that is forgotten is refused, unless a worker is at it or it is settled', () => {
    const held = takenUp(waiting, '', now);
    expect(forgotten(waiting, 'Erased.', now)).toMatchObject({ state: 'refused', reason: 'Erased.' });
    expect(forgotten({ ...waiting, doubtful: true }, 'Erased.', now).reason).toContain('may have written');
    expect(forgotten(held, 'Erased.', later(149))).toBe(held);
    expect(forgotten(held, 'Erased.', later(150)).reason).toContain('may have written');
    for (const state of ['created', 'filled', 'skipped', 'refused'] as const)
      expect(forgotten({ ...waiting, state }, 'Erased.', now)).toEqual({ ...waiting, state });
  });
});
