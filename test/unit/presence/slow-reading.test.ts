import { describe, expect, it } from 'vitest';
import { UnavailableError } from '../../../shared/errors.ts';
import type { PresencePorts } from '../../../shared/presence/ports.ts';
import { readCalendars } from '../../../shared/presence/read-calendars.ts';
import { eventAt, presenceWorld, profileId, type PresenceWorld } from './world/presence-world.ts';

/** Begins to read a calendar whose answer is under way until it is let go; the function waits for its end. */
async function slowReading(world: PresenceWorld, failure?: Error): Promise<() => Promise<void>> {
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const asked = world.reads.length;
  const openSource: PresencePorts['openSource'] = (connection) => {
    const source = world.ports.openSource(connection);
    return {
      ...source,
      events: async (request) => {
        const events = await source.events(request);
        await arrived;
        if (failure) throw failure;
        return events;
      },
    };
  };
  const reading = readCalendars({ ...world.ports, openSource }, profileId, ['anna']);
  while (world.reads.length === asked) await Promise.resolve();
  return () => {
    arrive();
    return reading;
  };
}

async function overtaken(failure?: Error): Promise<PresenceWorld> {
  const world = await presenceWorld(['anna']);
  await world.watch();
  await world.drain();
  const end = await slowReading(world, failure);
  world.now += 1000;
  world.calendars.get('anna')?.push(eventAt(-10, 60));
  await readCalendars(world.ports, profileId, ['anna']);
  await end();
  return world;
}

describe('a reading that was overtaken by a later one', () => {
  it('does not bring back the calendar as it was', async () => {
    const world = await overtaken();
    const state = await world.presence.get(profileId, 'anna');
    expect(state.events).toEqual(world.calendars.get('anna'));
    expect(state.situation.effects.chat).not.toBe('none');
  });

  it('is not what is told of the calendar when it fails', async () => {
    const world = await overtaken(new UnavailableError('Graph does not answer.'));
    expect(await world.presence.get(profileId, 'anna')).toMatchObject({ outcome: 'read', reason: '' });
  });
});
