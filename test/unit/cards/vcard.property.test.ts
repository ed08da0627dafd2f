import fc from 'fast-check';
import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { namePartsOf, toVCard, vcardHeaders } from '../../../shared/cards/vcard.ts';
import { bodyWith, wildName, wildText } from './page/pages.ts';

const photo = fc.record({
  type: fc.constantFrom('image/png' as const, 'image/jpeg' as const),
  data: fc.uint8Array({ minLength: 3, maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64')),
});
const body = fc
  .record({
    ...{ displayName: wildName, title: wildText, company: wildText, phone: wildText, mobile: wildText },
    ...{ email: fc.emailAddress(), website: fc.webUrl({ withQueryParameters: true, withFragments: true }), photo },
  })
  .map((given) => bodyWith(given));

/** jCard (RFC 7095): name, parameters, type, value. */
const jCard = z.tuple([
  z.literal('vcard'),
  z.array(z.tuple([z.string(), z.record(z.string(), z.unknown()), z.string(), z.unknown()])),
  z.array(z.never()),
]);

/** What a vCard can carry: line breaks of one kind, and no other control characters but tabs. */
const asCarried = (text: string): string =>
  text.toWellFormed().replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, ''); // prettier-ignore
/** ical.js leaves `\;` in a single text; nothing else can make a semicolon there. */
const read = (value: unknown): string =>
  z
    .string()
    .parse(value ?? '')
    .replaceAll(String.raw`\;`, ';');
/** ical.js drops all backslashes of telephone numbers, and does not know line breaks there. */
const asDialled = (text: string): string => asCarried(text).replaceAll('\\', '').replaceAll('\n', 'n');

test('another program reads from the vCard what is on the card', () => {
  fc.assert(
    fc.property(body, (given) => {
      const parsed: unknown = ICAL.parse(
        toVCard({ id: 'sales-4fd0', updatedAt: '2026-01-31T08:00:00.000Z', body: given }),
      );
      const [, properties] = jCard.parse(parsed);
      const value = (name: string, index = 0): unknown => properties.filter(([own]) => own === name)[index]?.[3];
      const { given: first, family } = namePartsOf(given.displayName);
      const names = [family, first].map(asCarried);
      // ical.js takes the separator after an escaped backslash for an escaped one.
      if (!names.some((name) => name.endsWith('\\'))) expect(value('n')).toEqual([...names, '', '', '']);
      expect(read(value('fn'))).toBe(asCarried(given.displayName));
      expect(read(value('title'))).toBe(asCarried(given.title));
      expect(value('org') ?? '').toBe(asCarried(given.company));
      const numbers = [given.phone, given.mobile].map(asDialled).filter((number) => number !== '');
      expect(
        properties.filter(([name, , , text]) => name === 'tel' && text !== '').map(([, , , text]) => text),
      ).toEqual(numbers);
      expect(value('email')).toBe(given.email);
      expect(value('url')).toBe(new URL(given.website ?? '').href);
      expect(value('photo')).toBe(given.photo?.data);
      expect(value('uid')).toBe('sales-4fd0');
    }),
    { numRuns: 500 },
  );
});

test('no line is longer than 75 octets, and each is text of its own', () => {
  fc.assert(
    fc.property(body, (given) => {
      const bytes = Buffer.from(toVCard({ id: 'a', updatedAt: '2026-01-31T08:00:00.000Z', body: given }));
      const lines = bytes.toString('latin1').split('\r\n');
      expect(lines.pop()).toBe('');
      for (const line of lines) {
        expect(line).not.toMatch(/[\r\n]/);
        expect(line.length).toBeLessThanOrEqual(75);
        new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(line, 'latin1'));
      }
    }),
    { numRuns: 300 },
  );
});

test('whatever a person is called, the file has a name and the header is one line of ASCII', () => {
  const form = /^attachment; filename="([A-Za-z0-9 ._-]+)\.vcf"; filename\*=UTF-8''((?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9a-f]{2})+)\.vcf$/i; // prettier-ignore
  fc.assert(
    fc.property(fc.oneof(wildText, wildName), (displayName) => {
      const [, ascii = '', encoded = ''] = form.exec(vcardHeaders({ body: bodyWith({ displayName }) })['content-disposition'] ?? '') ?? []; // prettier-ignore
      expect(ascii).not.toBe('');
      expect(decodeURIComponent(encoded)).not.toMatch(/[\p{Cc}/\\:*?"<>|]|^\.|^$/u);
    }),
    { numRuns: 1000 },
  );
});
