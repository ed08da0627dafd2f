import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emailAddress,
  identifier,
  instant,
  longText,
  mailList,
  mailsOf,
  nameText,
  outsideId,
} from '../../../shared/http/text.ts';

const messageOf = (result: { error?: { issues: { message: string }[] } | undefined }): string | undefined =>
  result.error?.issues[0]?.message;

describe('a name', () => {
  const name = nameText(10);

  it('is trimmed and composed', () => {
    expect(name.parse('  Mu\u0308ller \u00a0')).toBe('Müller');
    expect(name.parse('O\u2019Neil \u{1F600}')).toBe('O’Neil \u{1F600}');
  });

  it.each(['', '   ', 'x'.repeat(11)])('is refused when empty or too long: %j', (text) => {
    expect(name.safeParse(text).success).toBe(false);
  });

  it.each([
    'a\u0000b',
    'a\nb',
    'a\tb',
    'a\u0085b',
    'a\u009fb',
    'a\u001b[31m',
    'a\u202eb',
    'a\u2066b',
    'a\u200fb',
    'a\u2028b',
    'a\ud800b',
    'a\udc00b',
  ])('is refused with control or direction characters: %j', (text) => {
    expect(messageOf(name.safeParse(text))).toContain('must not contain control characters');
  });

  it('is always well-formed, composed, trimmed and short when it is taken', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 15 }), (text) => {
        const result = name.safeParse(text);
        if (!result.success) return;
        expect(result.data).toBe(result.data.trim().normalize('NFC'));
        expect(result.data.isWellFormed()).toBe(true);
        expect(result.data).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
        expect(Array.from(result.data).length).toBeLessThanOrEqual(10);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a text of several lines', () => {
  it('keeps lines and tabs and nothing else that controls', () => {
    expect(longText(50).parse('a\r\nb\rc\td\n')).toBe('a\nb\nc\td\n');
    expect(longText(50).safeParse('a\u0007').success).toBe(false);
    expect(longText(50).safeParse('a\u202e').success).toBe(false);
  });
});

describe('an id', () => {
  it.each(['a', 'A-1_b', '0'.repeat(64)])('of ours may be %s', (id) => {
    expect(identifier.parse(id)).toBe(id);
  });
  it.each(['', '-a', '_a', '..', 'a/b', 'a b', 'ä', '__proto__', 'a\n', '0'.repeat(65)])(
    'of ours may not be %j',
    (id) => {
      expect(identifier.safeParse(id).success).toBe(false);
    },
  );
  it.each(['anna@example.org', '12 34', 'ä/ö', "' or 1"])('of another system may be %j', (id) => {
    expect(outsideId.parse(id)).toBe(id);
  });
  it.each(['', ' a', 'a ', 'a\nb', 'a\u0000', '\ud800', 'x'.repeat(201)])('of another system may not be %j', (id) => {
    expect(outsideId.safeParse(id).success).toBe(false);
  });
});

describe('an e-mail address', () => {
  it.each(['a@b.de', "o'neil+x@sub.example.org", 'a&b@example.org'])('may be %s', (mail) => {
    expect(emailAddress.parse(mail)).toBe(mail);
  });
  it.each(['', 'a', 'a@', '@b.de', 'a b@c.de', 'a@b.de\nbcc: x', 'a@b.de; c@d.de', `${'x'.repeat(250)}@b.de`])(
    'may not be %j',
    (mail) => {
      expect(emailAddress.safeParse(mail).success).toBe(false);
    },
  );
});

describe('a list of e-mail addresses', () => {
  it('is separated by semicolons and written back tidily', () => {
    expect(mailList.parse(' a@b.de ;c@d.de;; a@b.de; ')).toBe('a@b.de; c@d.de');
    expect(mailList.parse('')).toBe('');
    expect(mailsOf('a@b.de; c@d.de')).toEqual(['a@b.de', 'c@d.de']);
    expect(mailsOf('')).toEqual([]);
  });
  it('says which address is none', () => {
    expect(messageOf(mailList.safeParse('a@b.de; nobody'))).toBe(
      'must be e-mail addresses separated by ";"; number 2 is none',
    );
    expect(messageOf(mailList.safeParse('a@b.de, c@d.de'))).toContain('number 1');
    const many = Array.from({ length: 21 }, (_, index) => `a${index}@b.de`).join(';');
    expect(messageOf(mailList.safeParse(many))).toBe('may have at most 20 addresses');
  });
});

describe('a moment', () => {
  it('may have any offset and is kept in UTC', () => {
    expect(instant.parse('2026-03-29T03:00:00+02:00')).toBe('2026-03-29T01:00:00.000Z');
    expect(instant.parse('2026-01-31T08:00:00Z')).toBe('2026-01-31T08:00:00.000Z');
  });
  it.each(['', '2026-01-31', '2026-01-31T08:00:00', '2026-02-30T08:00:00Z', '31.1.2026', 'now'])(
    'may not be %j',
    (text) => {
      expect(instant.safeParse(text).success).toBe(false);
    },
  );
});
