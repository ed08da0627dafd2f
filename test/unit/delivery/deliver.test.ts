import { describe, expect, it } from 'vitest';
import { attemptSeconds } from '../../../shared/delivery/retry-schedule.ts';
import { deleteDestination, replayDestination } from '../../../shared/delivery/save-destination.ts';
import { watchDeliveries, withdrawDestinations } from '../../../shared/delivery/watch-deliveries.ts';
import { noEffects } from '../../../shared/presence/effects.ts';
import { down, modelReceiver } from './model-receiver.ts';
import { addDestination, away, deliveryWorld, hourMs, minuteMs, profile } from './world.ts';

const dayMs = 24 * hourMs;

async function stage() {
  const receiver = modelReceiver();
  const world = deliveryWorld(receiver);
  const destination = await addDestination(world);
  return { receiver, world, destination, health: () => healthOf(world, destination.id) };
}

async function healthOf(world: ReturnType<typeof deliveryWorld>, id: string) {
  return (await world.ports().destinations.find(profile, id))?.health;
}

describe('a state', () => {
  it('is sent once, however often it is asked for', async () => {
    const { receiver, world } = await stage();
    await world.want('anna', away);
    for (let time = 0; time < 5; time += 1) world.queue.push(...world.queue.slice(0, 1));
    await world.run();
    expect(receiver.received).toMatchObject([{ account: 'anna', sequence: 1, effects: away }]);
    expect(await watchDeliveries(world.ports())).toBe(0);
  });

  it('that asks for nothing is not sent to who was never told anything', async () => {
    const { receiver, world } = await stage();
    await world.want('anna', {});
    await world.run();
    expect(receiver.received).toEqual([]);
    expect(await watchDeliveries(world.ports())).toBe(0);
  });

  it('that was overtaken while the receiver was down is never sent', async () => {
    const { receiver, world } = await stage();
    receiver.failsWith = down;
    await world.want('anna', away);
    await world.run();
    await world.want('anna', { lamp: 'red' });
    await world.run();
    receiver.failsWith = undefined;
    await world.run(world.now + hourMs);
    expect(receiver.received.map(({ sequence }) => sequence)).toEqual([2]);
  });

  it('of an account that is not served any more is taken back and forgotten', async () => {
    const { receiver, world, destination } = await stage();
    await world.want('anna', away);
    await world.run();
    world.desired.delete('anna');
    expect(await watchDeliveries(world.ports())).toBe(1);
    await world.run();
    expect(receiver.last('anna')?.effects).toEqual(noEffects);
    expect(await world.ports().deliveries.progress(profile, destination.id)).toEqual([]);
  });

  it('goes to the other accounts while one fails', async () => {
    const { receiver, world } = await stage();
    receiver.failures = [down];
    await world.want('anna', away);
    await world.want('ben', away);
    await world.run();
    expect(receiver.received.map(({ account }) => account)).toEqual(['ben']);
  });
});

describe('a receiver that fails', () => {
  it('is tried by the published schedule, and nothing more is sent after five days', async () => {
    const { receiver, world, health } = await stage();
    receiver.failsWith = down;
    const start = world.now;
    await world.want('anna', away);
    await world.run(start + 10 * dayMs);
    const waits = receiver.attemptsAt.map((at, index) => (at - (receiver.attemptsAt[index - 1] ?? start)) / 1000);
    expect(waits.slice(0, attemptSeconds.length)).toEqual([...attemptSeconds]);
    expect(waits.slice(attemptSeconds.length)).toEqual([86_400, 86_400]);
    expect(await health()).toMatchObject({ failingSince: new Date(start).toISOString(), isTold: true });
    const disabledAt = Date.parse((await health())?.disabledAt ?? '');
    expect(disabledAt - start).toBeGreaterThanOrEqual(5 * dayMs);
    const [incident] = await world.ports().incidents.list(profile);
    expect(incident?.kind).toContain('destinationDisabled');
    expect(incident?.closedAt).toBe('');
    expect(world.notices).toHaveLength(1);
  });

  it('is left alone for as long as it asks, even when the state changes', async () => {
    const { receiver, world } = await stage();
    receiver.failures = [{ ...down, status: 429, retryAfterSeconds: 600 }];
    const start = world.now;
    await world.want('anna', away);
    await world.run();
    await world.want('anna', { lamp: 'blue' });
    await world.run(start + hourMs);
    expect(receiver.attemptsAt).toEqual([start, start + 600_000]);
    expect(receiver.received.map(({ sequence }) => sequence)).toEqual([2]);
  });

  it('and says that it is gone is disabled at once; replayed it gets the present state, and the incident ends', async () => {
    const { receiver, world, destination, health } = await stage();
    receiver.failures = [{ ...down, status: 410, isFinal: true }];
    await world.want('anna', away);
    await world.run();
    expect((await health())?.disabledAt).not.toBe('');
    await world.want('anna', { lamp: 'red' });
    await world.run(world.now + dayMs);
    expect(receiver.attemptsAt).toHaveLength(1);
    const stored = await world.ports().destinations.find(profile, destination.id);
    await replayDestination(world.ports(), stored!);
    expect((await world.ports().incidents.list(profile))[0]?.closedAt).toBe('');
    await world.run();
    expect(receiver.last('anna')).toMatchObject({ sequence: 2, effects: { lamp: 'red' } });
    expect((await world.ports().incidents.list(profile))[0]?.closedAt).not.toBe('');
    expect(await health()).toMatchObject({ failingSince: '', disabledAt: '', isTold: false });
  });

  it('tells every account again when it is replayed, also those with nothing set', async () => {
    const { receiver, world, destination } = await stage();
    await world.want('anna', away);
    await world.want('ben', {});
    await world.run();
    await replayDestination(world.ports(), (await world.ports().destinations.find(profile, destination.id))!);
    await world.run();
    expect(receiver.received.map(({ account }) => account).sort()).toEqual(['anna', 'anna', 'ben']);
  });

  it('holds up neither the tests nor the messages of another destination', async () => {
    const { receiver, world, destination } = await stage();
    const other = await addDestination(world, { kind: 'webhook', url: 'https://other.example/' });
    receiver.failures = [down];
    await world.want('anna', away);
    await world.run();
    const failed = receiver.received[0]?.destination === other.id ? destination : other;
    expect(await healthOf(world, failed.id)).toMatchObject({ lastFailure: down.detail });
    expect(receiver.received).toHaveLength(1);
  });
});

describe('the watch', () => {
  it('finds a state whose message was lost', async () => {
    const { receiver, world } = await stage();
    await world.want('anna', away);
    world.queue.length = 0;
    expect(await watchDeliveries(world.ports())).toBe(1);
    await world.run();
    expect(receiver.received).toHaveLength(1);
  });

  it('leaves what waits for its next attempt, and finds it when that is overdue', async () => {
    const { receiver, world } = await stage();
    receiver.failures = [down];
    await world.want('anna', away);
    await world.run();
    world.queue.length = 0;
    expect(await watchDeliveries(world.ports())).toBe(0);
    world.now += 2 * minuteMs;
    expect(await watchDeliveries(world.ports())).toBe(1);
    await world.run();
    expect(receiver.received).toHaveLength(1);
  });

  it('removes a phone system that is deleted when everything is taken back', async () => {
    const receiver = modelReceiver();
    const world = deliveryWorld(receiver);
    const body = { kind: 'starface' as const, url: 'https://pbx.example', login: '1', accountsBy: 'email' as const };
    const destination = await addDestination(world, body);
    await world.want('anna', away);
    await world.run();
    await deleteDestination(world.ports(), destination);
    await world.run();
    expect(receiver.last('anna')?.effects).toEqual(noEffects);
    expect(await world.ports().destinations.list(profile)).toHaveLength(1);
    await watchDeliveries(world.ports());
    expect(await world.ports().destinations.list(profile)).toEqual([]);
  });
});

describe('a profile that is deleted', () => {
  it('has everything taken back on phone systems before its destinations are gone', async () => {
    const receiver = modelReceiver();
    const world = deliveryWorld(receiver);
    const body = { kind: 'starface' as const, url: 'https://pbx.example', login: '1', accountsBy: 'email' as const };
    const starface = await addDestination(world, body);
    await addDestination(world);
    await world.want('anna', away);
    await world.run();
    expect(await withdrawDestinations(world.ports(), profile)).toBe(false);
    await world.run(world.now + minuteMs);
    expect(receiver.last('anna')).toMatchObject({ destination: starface.id, effects: noEffects });
    expect(await withdrawDestinations(world.ports(), profile)).toBe(true);
    expect(await world.tables.deliveries.get(`${profile}|${starface.id}`, 'anna')).toBeUndefined();
  });
});
