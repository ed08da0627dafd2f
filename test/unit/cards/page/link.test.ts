import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkTo, shownAddress } from '../../../../shared/cards/page/link.ts';
import { wildText } from './pages.ts';

describe('links', () => {
  it.each([
    ['web', 'https://example.org', 'https://example.org/'],
    ['web', 'HTTP://Example.org/ä', 'http://example.org/%C3%A4'],
    ['web', 'javascript:alert(1)', undefined],
    ['web', 'java\tscript:alert(1)', undefined],
    ['web', 'data:text/html,x', undefined],
    ['web', '//example.org', undefined],
    ['web', 'example.org', undefined],
    ['email', 'anna@example.org', 'mailto:anna@example.org'],
    ['email', 'a?bcc=x&y@example.org', 'mailto:a%3Fbcc%3Dx%26y@example.org'],
    ['email', 'a b@example.org', undefined],
    ['email', 'anna', undefined],
    ['phone', '+49 (0)841 1234-56', 'tel:+49841123456'],
    ['phone', '0841/1234-0', 'tel:084112340'],
    ['phone', '(0841) 12 34', 'tel:08411234'],
    ['phone', '+49\u00a0841\u201312', 'tel:+4984112'],
    ['phone', '0841 1234 ext. 5', undefined],
    ['phone', '12', undefined],
    ['phone', '', undefined],
  ] as const)('to %s %j: %s', (kind, text, address) => {
    expect(linkTo(kind, text)).toBe(address);
  });

  it('never lead elsewhere', () => {
    const pattern = { web: /^https?:\/\/\S+$/, email: /^mailto:[^\s"<>?&]+@[^\s"<>?&]+$/, phone: /^tel:\+?\d+$/ };
    fc.assert(
      fc.property(fc.constantFrom('web', 'email', 'phone'), wildText, wildText, (kind, first, second) => {
        const text = { web: `https:${first}`, email: `${first}@${second}`, phone: first }[kind];
        const address = linkTo(kind, text);
        if (address !== undefined) expect(address).toMatch(pattern[kind]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['https://www.example.org/', 'example.org'],
    ['https://example.org/team/', 'example.org/team'],
    ['https://bank.example@evil.example/', 'evil.example'],
    ['https://example.org/?a=b', 'example.org/?a=b'],
    ['nothing', 'nothing'],
  ])('show %s as %s', (text, shown) => {
    expect(shownAddress(text)).toBe(shown);
  });
});
