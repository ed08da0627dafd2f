import { describe, expect, it } from 'vitest';
import { BackOff } from '../../../local/host/queues/back-off.ts';

describe('the back-off of an empty queue', () => {
  it('is 100 ms, then 100 ms and twice as much more each time, up to the maximum', () => {
    const backOff = new BackOff(1000, () => 0.5);
    expect(Array.from({ length: 7 }, () => backOff.next(false))).toEqual([100, 200, 300, 500, 900, 1000, 1000]);
  });

  it('starts again after a message was found', () => {
    const backOff = new BackOff(400, () => 0.5);
    const waits = [false, false, false, false, true, false].map((found) => backOff.next(found));
    expect(waits).toEqual([100, 200, 300, 400, 100, 200]);
  });

  it('varies by a fifth, and stays at the maximum once there', () => {
    const random = [0, 1, 1, 0, 0];
    const backOff = new BackOff(500, () => random.shift() ?? 0);
    const waits = Array.from({ length: 6 }, () => backOff.next(false));
    [100, 180, 340, 500, 500, 500].forEach((wait, index) => {
      expect(waits[index]).toBeCloseTo(wait);
    });
  });
});
