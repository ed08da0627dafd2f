import { describe, expect, it } from 'vitest';
import { deliver } from '../../../shared/delivery/deliver.ts';
import { deliveryMessage } from '../../../shared/delivery/delivery-message.ts';
import { watchDeliveries } from '../../../shared/delivery/watch-deliveries.ts';
import { faultKinds, type Fault } from '../runs/process.ts';
import { down, modelReceiver, type ModelReceiver } from './model-receiver.ts';
import { addDestination, away, deliveryWorld, minuteMs, profile, type DeliveryWorld } from './world.ts';

async function play(fault: Fault | undefined): Promise<{ world: DeliveryWorld; receiver: ModelReceiver }> {
  const receiver = modelReceiver();
  const world = deliveryWorld(receiver);
  await addDestination(world);
  world.failing.fault = fault;
  receiver.failures = [down];
  await world.want('anna', away);
  await world.run();
  await world.want('anna', { lamp: 'red' });
  await world.run(world.now + 10_000);
  await world.want('anna', {});
  await world.run(world.now + 10_000);
  for (let minute = 0; minute < 4; minute += 1) {
    await world.run(world.now + minuteMs);
    await watchDeliveries(world.ports());
  }
  await world.run(world.now + minuteMs);
  return { world, receiver };
}

function expectInOrder(receiver: ModelReceiver, account: string): void {
  const sequences = receiver.received.filter((one) => one.account === account).map(({ sequence }) => sequence);
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
}

describe('a fault at any call', async () => {
  const { world } = await play(undefined);
  const calls = world.failing.calls.length;

  it('is tried at many calls', () => {
    expect(calls).toBeGreaterThan(25);
  });

  it.each(faultKinds)(
    '%s: the receiver ends with the last state, and never gets an older one after a newer one',
    async (kind) => {
      for (let at = 1; at <= calls; at += 1) {
        const { world: after, receiver } = await play({ at, kind });
        const name = `${kind} at ${at} (${world.failing.calls[at - 1] ?? ''})`;
        expect([name, receiver.last('anna')?.sequence]).toEqual([name, 3]);
        expectInOrder(receiver, 'anna');
        expect([name, await watchDeliveries(after.ports())]).toEqual([name, 0]);
      }
    },
  );
});

describe('workers at the same time', () => {
  it('end with the last state, in order, whoever is faster', async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const receiver = modelReceiver();
      const world = deliveryWorld(receiver);
      const destination = await addDestination(world);
      const random = randomOf(seed);
      const slow = {
        dead: false,
        call: async <T>(_name: string, act: () => Promise<T>) => (await pause(random), act()),
      };
      const work = (): Promise<void> =>
        deliver(world.ports({ ...slow }), deliveryMessage(profile, destination.id, 'anna'));
      await world.want('anna', away);
      const first = [work(), work()];
      await pause(random);
      await world.want('anna', { lamp: 'red' });
      await Promise.all([...first, work(), work()]);
      await world.run(world.now + 2 * minuteMs);
      expect([seed, receiver.last('anna')?.sequence]).toEqual([seed, 2]);
      expectInOrder(receiver, 'anna');
      expect([seed, receiver.received.length <= 2]).toEqual([seed, true]);
    }
  });
});

async function pause(random: () => number): Promise<void> {
  const turns = Math.floor(random() * 6);
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 0x1_0000_0000;
  };
}
