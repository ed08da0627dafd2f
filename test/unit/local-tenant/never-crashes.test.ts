import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readCalendar } from '../../../local/tenant/calendar.ts';
import { buildDirectory } from '../../../local/tenant/directory.ts';
import { TenantError } from '../../../local/tenant/tenant-error.ts';
import { parseTenantFile } from '../../../local/tenant/tenant-file.ts';
import { readContactFile } from '../../../local/tenant/vcard/contact-file.ts';

const names = [
  'FN',
  'N',
  'TEL',
  'EMAIL',
  'ADR',
  'ORG',
  'BDAY',
  'NOTE',
  'URL',
  'RELATED',
  'CATEGORIES',
  'AGENT',
  'item1.X-ABLabel',
  'item1.TEL',
  'X-ABDATE',
  'KIND',
  'PHOTO',
  '__proto__',
  'constructor',
];
const heads = [
  '',
  ';TYPE=WORK',
  ';WORK;FAX',
  ';TYPE="a,b',
  ';ENCODING=QUOTED-PRINTABLE',
  ';BASE64',
  ';CHARSET=SHIFT_JIS',
  ';=',
  ';TYPE=',
  ';PREF=1',
  ';TYPE=__proto__',
  ';VALUE=uri',
];
const values = [
  '',
  'a;b,c\\,d\\;e\\n',
  'tel:+49;ext=1',
  '=0D=0A=',
  '1974-07-22',
  '--0229',
  '\\',
  'ä\u0000\ud83d',
  'BEGIN:VCARD',
  '__proto__',
  '_$!<Home>!$_',
  ';;;;;;;;;',
];
const line = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...names),
      fc.constantFrom(...heads),
      fc.oneof(fc.constantFrom(...values), fc.string({ unit: 'binary' })),
    )
    .map(([name, head, value]) => `${name}${head}:${value}`),
  fc.constantFrom('BEGIN:VCARD', 'END:VCARD', 'VERSION:2.1', '', ' folded', '\tfolded'),
  fc.string({ unit: 'binary' }),
);
const card = fc
  .array(line, { maxLength: 30, size: 'max' })
  .map((lines) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD']);
const file = fc
  .array(fc.oneof(card, card, fc.array(line)), { maxLength: 4, size: 'max' })
  .map((cards) => new TextEncoder().encode(cards.flat().join('\r\n')));

describe('no input makes the loader fail with anything but its own error', () => {
  test.each([
    ['lines that look like cards', file],
    ['any bytes', fc.uint8Array({ maxLength: 400 })],
    [
      'any bytes in a card',
      fc
        .uint8Array({ maxLength: 400 })
        .map((bytes) => Buffer.concat([Buffer.from('BEGIN:VCARD\nFN:x\n'), bytes, Buffer.from('\nEND:VCARD')])),
    ],
  ])('contacts from %s', (_case, files) => {
    fc.assert(
      fc.property(files, (bytes) => {
        const { contacts, warnings } = readContactFile(bytes);
        for (const warning of warnings) expect(warning).toMatch(/left out/);
        for (const { properties, extended } of contacts) {
          expect(JSON.stringify({ ...properties, personalNotes: '' })).not.toMatch(/\\u00[01]/);
          expect(Object.values(properties)).not.toContain('');
          expect(Object.values(extended)).not.toContain('');
          for (const id of Object.keys(extended)) expect(id).toMatch(/^(String|Integer|SystemTime) /);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('calendars', () => {
    const warn = (): void => undefined;
    const calendar = fc
      .array(
        fc.oneof(line, fc.constantFrom('BEGIN:VCALENDAR', 'END:VCALENDAR', 'BEGIN:VEVENT', 'DTSTART:x', 'RRULE:y')),
      )
      .map((lines) => Buffer.from(lines.join('\n')));
    fc.assert(
      fc.property(fc.oneof(calendar, fc.uint8Array()), (bytes) => {
        readCalendar(bytes, 'calendar.ics', warn);
      }),
      { numRuns: 1000 },
    );
  });

  test('tenant.json', () => {
    const user = fc.record(
      {
        userPrincipalName: fc.oneof(fc.string(), fc.constant('a@b')),
        displayName: fc.string(),
        id: fc.anything(),
        mail: fc.anything(),
      },
      { requiredKeys: [] },
    );
    const document = fc.record(
      {
        domain: fc.string(),
        users: fc.array(user),
        groups: fc.array(fc.record({ displayName: fc.string(), members: fc.array(fc.string()) })),
        sharedMailboxes: fc.array(user),
      },
      { requiredKeys: ['domain', 'users'] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          document.map((each) => JSON.stringify(each)),
        ),
        (json) => {
          try {
            buildDirectory(parseTenantFile(json));
          } catch (error) {
            expect(error).toBeInstanceOf(TenantError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
