import fc from 'fast-check';
import { expect, it } from 'vitest';
import { usableTarget } from '../../../shared/presence/forward-target.ts';

it.each([
  ['+41717271818', '+41717271818'],
  ['+41 71 727 18 18', '+41717271818'],
  ['0041 71 727 18 18', '+41717271818'],
  ['(+41) 71/727-18.18', '+41717271818'],
  ['+49 (0)841 123456', '+49841123456'],
  ['+49\u00a0841\u2011123456', '+49841123456'],
  ['23', '23'],
  ['123456', '123456'],
  ['08 41', '0841'],
])('%s can be forwarded to', (written, number) => {
  expect(usableTarget(written)).toBe(number);
});

it.each(['', '1', '1234567', '0841 123456', '+49', '+4112', '+49 0000000', '0049', '+49841123456789012', '++41717271818',
  '+41717271818+1', '*97', '23#', '+999 123456', '+23', '23 ext. 4', 'Anna', '00', '001'])('%s cannot', (written) => {
  expect(usableTarget(written)).toBeUndefined();
}); // prettier-ignore

it('answers a number in E.164 or two to six digits, whatever stands there', () => {
  const bits = fc.constantFrom('+', '0', '00', '1', '41', '49841', '-', ' ', '(', '#', '*', 'x', '\u0664', '\uff11');
  const wild = fc.array(bits, { maxLength: 20 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(wild, (text) => {
      const number = usableTarget(text);
      expect(number ?? '12').toMatch(/^(?:\+[1-9]\d{4,14}|\d{2,6})$/);
      if (number !== undefined) expect(usableTarget(number)).toBe(number);
    }),
    { numRuns: 1000 },
  );
});
