import { describe, expect, it } from 'vitest';
import { afterFailure, afterSuccess, untried } from '../../../shared/delivery/destination-health.ts';
import { behind } from '../../../shared/delivery/enqueue-deliveries.ts';
import { openLanes } from '../../../shared/delivery/lanes.ts';
import { retryAfterSeconds } from '../../../shared/delivery/outcome.ts';
import { sealedPasswords } from '../../../shared/delivery/sealed-passwords.ts';
import { waitSeconds } from '../../../shared/delivery/retry-schedule.ts';
import { passwordOf, placeOf } from '../../../shared/delivery/save-destination.ts';
import { resealValues } from '../../../shared/secrets/reseal-values.ts';
import { openSeal } from '../../../shared/secrets/seal.ts';
import { Secret } from '../../../shared/secrets/secret.ts';
import { down, modelReceiver } from './model-receiver.ts';
import { addDestination, deliveryWorld, profile, seal } from './world.ts';

const now = new Date('2026-11-02T08:00:00.000Z');

describe('health', () => {
  it('says nothing about a destination for what concerns one account only', () => {
    expect(afterFailure(untried, { outcome: 'account', detail: 'x' }, now)).toBeUndefined();
  });

  it('is not written again for the same failure right after, nor for success after success', () => {
    const failing = afterFailure(untried, down, now);
    expect(failing && afterFailure(failing, down, new Date(now.getTime() + 1000))).toBeUndefined();
    expect(afterSuccess(untried)).toBeUndefined();
  });

  it('of a disabled destination does not become well by what was under way', () => {
    const disabled = afterFailure(untried, { ...down, isFinal: true }, now);
    expect(disabled?.disabledAt).toBe(now.toISOString());
    expect(disabled && afterSuccess(disabled)).toBeUndefined();
  });

  it('does not forget refused logins because something else got through', () => {
    const health = { ...untried, loginsRefused: 1, failingSince: now.toISOString() };
    expect(afterSuccess(health)).toMatchObject({ loginsRefused: 1, failingSince: '' });
  });
});

describe('waiting', () => {
  it('is a tenth longer at most, and never shorter than the receiver asks', () => {
    expect([waitSeconds(1, undefined, () => 0), waitSeconds(1, undefined, () => 1)]).toEqual([5, 5.5]);
    expect(waitSeconds(1, 60, () => 0)).toBe(60);
    expect(waitSeconds(10, 60, () => 0)).toBe(86_400);
    expect(waitSeconds(99, undefined, () => 0)).toBe(86_400);
  });

  it.each([
    ['30', 30],
    ['Mon, 02 Nov 2026 08:01:00 GMT', 60],
    ['Mon, 02 Nov 2026 07:00:00 GMT', 0],
    ['99999999', 86_400],
    ['', undefined],
    ['soon', undefined],
  ])('Retry-After %j is %s', (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });
});

describe('who is behind', () => {
  const sent = { account: 'anna', sequence: 2, epoch: 0, nextAt: '', leaseUntil: '' };
  const find = (changes: object, desired = [{ account: 'anna', sequence: 2 }]) =>
    behind({ epoch: 0 }, desired, [{ ...sent, ...changes }], now);

  it('is who has another sequence or was told in another epoch, unless somebody sees to it', () => {
    expect(find({})).toEqual([]);
    expect(find({ sequence: 1 })).toEqual(['anna']);
    expect(find({ epoch: 1 })).toEqual(['anna']);
    expect(find({ sequence: 1, leaseUntil: '2026-11-02T08:00:01.000Z' })).toEqual([]);
    expect(find({ sequence: 1, nextAt: '2026-11-02T07:59:30.000Z' })).toEqual([]);
    expect(find({ sequence: 1, nextAt: '2026-11-02T07:58:30.000Z' })).toEqual(['anna']);
    expect(find({}, [])).toEqual(['anna']);
    expect(
      find({}, [
        { account: 'anna', sequence: 2 },
        { account: 'ben', sequence: 0 },
      ]),
    ).toEqual(['ben']);
  });
});

describe('lanes', () => {
  it('let few into one that is slow, and do not mind the others', () => {
    const lanes = openLanes();
    const enter = (id: string, times: number): number =>
      Array.from({ length: times }, () => lanes.enter(id)).filter(Boolean).length;
    expect([enter('a', 20), enter('b', 20)]).toEqual([8, 8]);
    for (let time = 0; time < 8; time += 1) lanes.leave('a', 3000);
    expect(enter('a', 20)).toBe(2);
    lanes.leave('a', 10);
    expect(enter('a', 20)).toBe(7);
  });
});

describe('passwords', () => {
  it('are sealed anew with the newest key', async () => {
    const world = deliveryWorld(modelReceiver());
    const body = { kind: 'starface' as const, url: 'https://pbx.example', login: '1', accountsBy: 'email' as const };
    await addDestination(world, body, (id) => seal.seal(placeOf({ profile, id }), new Secret('geheim')));
    const rotated = openSeal([
      { id: 'k2', key: Buffer.alloc(32, 8) },
      { id: 'k1', key: Buffer.alloc(32, 7) },
    ]);
    const { destinations } = world.ports();
    expect(await resealValues(await sealedPasswords(destinations, profile), rotated)).toMatchObject({ resealed: 1 });
    expect(await resealValues(await sealedPasswords(destinations, profile), rotated)).toMatchObject({ resealed: 0 });
    const [destination] = await destinations.list(profile);
    expect(passwordOf(rotated, destination!).reveal()).toBe('geheim');
  });
});
