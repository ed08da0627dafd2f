import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeniedError } from '../../../shared/errors.ts';
import { inputOf } from '../../../shared/presence/advance.ts';
import { choosePresence, resetPresence } from '../../../shared/presence/reset-presence.ts';
import { requireQuiet } from '../../../shared/presence/require-quiet.ts';
import { situationAt } from '../../../shared/presence/situation-at.ts';
import { byMoment, wantedNow } from '../../../shared/presence/watch-presence.ts';
import { ofKind } from '../../../shared/profiles/profile.ts';
import {
  eventAt,
  minute,
  passing,
  presenceWorld,
  profileId,
  start,
  type PresenceWorld,
} from './world/presence-world.ts';

const people = ['anna', 'bert', 'cleo'];

/** What must hold for an account now, worked out anew from its whole calendar. */
async function expected(world: PresenceWorld, account: string) {
  const profile = ofKind(await world.profiles.get(profileId), 'presence');
  const state = await world.presence.get(profileId, account);
  const input = inputOf({ ...state, events: world.calendars.get(account) ?? [] }, profile.body);
  return situationAt(input, new Date(world.now)).effects;
}

async function seen(world: PresenceWorld, account: string) {
  return (await world.presence.get(profileId, account)).situation.effects;
}

describe('presence follows the calendars', () => {
  it('whatever is lost, late, doubled or failing: after a quiet minute it is as the calendars say', async () => {
    const step = fc.record({
      minutes: fc.integer({ min: 0, max: 90 }),
      who: fc.constantFrom(...people),
      add: fc.option(fc.tuple(fc.integer({ min: -60, max: 90 }), fc.integer({ min: 1, max: 120 }))),
      remove: fc.boolean(),
      failure: fc.constantFrom(...passing),
      lost: fc.integer({ min: 0, max: 4 }),
      doubled: fc.integer({ min: 0, max: 4 }),
      looks: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const world = await presenceWorld(people);
        for (const { minutes, who, add, remove, failure, lost, doubled, looks } of steps) {
          world.now += minutes * minute;
          const calendar = world.calendars.get(who)!;
          const nowMinutes = Math.round((world.now - start) / minute);
          if (remove) calendar.shift();
          if (add) calendar.push(eventAt(nowMinutes + add[0], nowMinutes + add[0] + add[1]));
          if (failure) world.failures.push(failure);
          for (let look = 0; look < looks; look += 1) {
            await world.watch();
            await world.drain({ lose: (n) => n % 5 === lost, twice: (n) => n % 5 === doubled });
          }
        }
        world.failures.length = 0;
        world.now += 6 * minute;
        for (let look = 0; look < 3; look += 1) {
          await world.watch();
          await world.drain();
        }
        for (const account of people) {
          expect(await seen(world, account)).toEqual(await expected(world, account));
          const { sequence } = await world.presence.get(profileId, account);
          const last = world.delivered.filter((one) => one.account === account).at(-1);
          expect(last?.sequence ?? 0).toBe(sequence);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('reads nothing and changes nothing between two reads, and writes nothing when nothing has changed', async () => {
    const world = await presenceWorld(['anna']);
    world.calendars.get('anna')!.push(eventAt(-10, 60));
    await world.watch();
    await world.drain();
    const before = await world.presence.get(profileId, 'anna');
    expect(before.sequence).toBe(1);
    world.now += minute;
    await world.watch();
    await world.drain();
    expect(world.reads).toHaveLength(1);
    world.now += 5 * minute;
    await world.watch();
    await world.drain();
    expect(world.reads).toHaveLength(2);
    expect(await world.presence.get(profileId, 'anna')).toEqual(before);
    expect(world.delivered).toHaveLength(1);
  });

  it('takes back what is switched off, no longer covered, or ended early', async () => {
    const world = await presenceWorld(people);
    for (const name of people) world.calendars.get(name)!.push(eventAt(-10, 600));
    await world.watch();
    await world.drain();
    await expect(requireQuiet(world, await world.profiles.get(profileId))).rejects.toThrow('3 accounts');
    await resetPresence(world.ports, profileId, 'anna');
    expect((await seen(world, 'anna')).chat).toBe('none');
    world.calendars.delete('bert');
    world.now += 61 * minute;
    await world.watch();
    await world.drain();
    expect((await seen(world, 'bert')).chat).toBe('none');
    expect((await seen(world, 'cleo')).chat).toBe('away');
    await world.putProfile({ enabled: false });
    await world.watch();
    await world.drain();
    expect((await seen(world, 'cleo')).chat).toBe('none');
    await requireQuiet(world, await world.profiles.get(profileId));
    await world.putProfile({ enabled: true });
    for (let look = 0; look < 2; look += 1) {
      world.now += minute;
      await world.watch();
      await world.drain();
    }
    // Anna's appointment goes on, and she has ended it; nobody covers Bert any more.
    expect((await seen(world, 'anna')).chat).toBe('none');
    expect((await seen(world, 'cleo')).chat).toBe('away');
    expect(await world.presence.find(profileId, 'bert')).toBeUndefined();
  });

  it('keeps what is set when a calendar cannot be read, ends it in time all the same, and tells the operator once', async () => {
    const world = await presenceWorld(['anna']);
    world.calendars.get('anna')!.push(eventAt(-10, 30));
    await world.watch();
    await world.drain();
    world.failures.push(...Array.from({ length: 9 }, () => new DeniedError('Not allowed.')));
    for (let round = 0; round < 3; round += 1) {
      world.now += 6 * minute;
      await world.watch();
      await world.drain();
    }
    expect((await seen(world, 'anna')).chat).toBe('away');
    expect((await world.ports.incidents.list(profileId)).map(({ kind }) => kind)).toEqual(['calendarUnread anna']);
    world.now = start + 31 * minute;
    await world.watch();
    await world.drain();
    expect((await seen(world, 'anna')).chat).toBe('none');
    world.failures.length = 0;
    world.now += 6 * minute;
    await world.watch();
    await world.drain();
    expect((await world.ports.incidents.list(profileId)).filter(({ closedAt }) => closedAt === '')).toEqual([]);
  });

  it('sets nothing for who does not want it, and keeps no title for who wants less shown', async () => {
    const world = await presenceWorld(['anna']);
    world.calendars.get('anna')!.push(eventAt(-10, 600, { title: 'Kanarie' }));
    await world.watch();
    await world.drain();
    const profile = ofKind(await world.profiles.get(profileId), 'presence');
    const less = await choosePresence(world.ports, profile, 'anna', { enabled: true, privacy: 'times' });
    expect(less.situation.effects.text).toMatch(/^\[\d\d:\d\d-\d\d:\d\d\]$/);
    expect(JSON.stringify(less)).not.toContain('Kanarie');
    const off = await choosePresence(world.ports, profile, 'anna', { enabled: false, privacy: '' });
    expect(off.situation.effects.chat).toBe('none');
    const { sequence } = await world.presence.get(profileId, 'anna');
    expect(world.delivered.at(-1)).toEqual({ account: 'anna', sequence });
  });

  it('belongs to nobody when two mailboxes claim one account', async () => {
    const world = await presenceWorld(people);
    const { etag } = await world.accounts.get(profileId);
    await world.accounts.put(profileId, [{ id: 'both', email: 'anna@contoso.example' }], etag, new Date(world.now));
    world.calendars.get('anna')!.push(eventAt(-10, 600));
    await world.watch();
    await world.drain();
    expect((await seen(world, 'both')).chat).toBe('away');
    expect(world.reads).toEqual(['anna']);
  });
});

describe('the look of the minute', () => {
  const now = new Date(start);
  const inSeconds = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

  it('announces what changes within two minutes, together, and what is late at once', () => {
    const due = (account: string, seconds: number, rules = 'r') => ({
      ...{ account, due: inSeconds(seconds), rules, covered: true },
    });
    const moments = byMoment('r', [due('a', 60), due('b', 60), due('c', 123), due('d', -5), due('e', 600, 'old')], now);
    expect([...moments]).toEqual([
      [inSeconds(60), ['a', 'b']],
      [inSeconds(0), ['d', 'e']],
    ]);
  });

  it('lists mailboxes every hour and after every change, and reads in between', () => {
    const schedule = { plannedAt: inSeconds(-600), readAt: inSeconds(-300), plannedWith: 'x' };
    expect(wantedNow(schedule, 'x', 5, now)).toBe('read');
    expect(wantedNow(schedule, 'x', 6, now)).toBeUndefined();
    expect(wantedNow(schedule, 'y', 6, now)).toBe('plan');
    expect(wantedNow({ ...schedule, readAt: inSeconds(-30) }, 'y', 6, now)).toBeUndefined();
    expect(wantedNow({ ...schedule, plannedAt: inSeconds(-3600) }, 'x', 6, now)).toBe('plan');
    expect(wantedNow({ plannedAt: '', readAt: '', plannedWith: '' }, 'x', 5, now)).toBe('plan');
  });
});
