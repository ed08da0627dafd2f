import { describe, expect, it } from 'vitest';
import { fillTime, formToken, readFormToken } from '../../../shared/cards/form-token.ts';

const [key, older] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const issuedAt = new Date('2026-11-02T12:00:00.123Z');
const given = { card: 'aa-1', consent: 'AbC_-123456', issuedAt };
const text = formToken(given, [key]);

describe('the token of a form', () => {
  it('says what it was given', () => {
    expect(readFormToken(text, 'aa-1', [key])).toEqual(given);
  });

  it('is read with an older key, and written with the newest', () => {
    expect(readFormToken(formToken(given, [older]), 'aa-1', [key, older])).toEqual(given);
    expect(readFormToken(formToken(given, [key, older]), 'aa-1', [older])).toBeUndefined();
    expect(() => formToken(given, [])).toThrow(/key/);
  });

  it('is of one card', () => {
    expect(readFormToken(text, 'aa-2', [key])).toBeUndefined();
  });

  it('is refused with any character altered, added or left out', () => {
    const parts = Array.from(text);
    const altered = parts.flatMap((character, place) => [
      parts.with(place, character === 'A' ? 'B' : 'A').join(''),
      parts.toSpliced(place, 1).join(''),
      parts.toSpliced(place, 0, '0').join(''),
    ]);
    for (const other of altered.filter((one) => one !== text))
      expect(readFormToken(other, 'aa-1', [key]), other).toBeUndefined();
  });

  it.each(['', '.', '..', '...', 'a.b.c', `${text}.`, ` ${text}`, 'ü'.repeat(22), `x.y.${'ü'.repeat(22)}`, '𝟘.a.b'])(
    'is not %j',
    (other) => {
      expect(readFormToken(other, 'aa-1', [key])).toBeUndefined();
    },
  );

  it.each([
    [-60, 'tooFast'],
    [0, 'tooFast'],
    [2.999, 'tooFast'],
    [3, 'inTime'],
    [86_400, 'inTime'],
    [86_400.001, 'tooLate'],
  ] as const)('%s seconds later it is %s', (seconds, time) => {
    expect(fillTime(given, new Date(issuedAt.getTime() + seconds * 1000))).toBe(time);
  });
});
