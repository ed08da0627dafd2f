import { describe, expect, it } from 'vitest';
import { pageInputSchema, platformInputSchema } from '../../../shared/cards/visitor-input.ts';
import { visitorOf } from '../../../shared/cards/visitor.ts';

const least = { firstName: 'Vera', lastName: 'Müßig', email: 'vera@example.org' };
const page = { ...least, siteKey: 's', token: 't', consent: true };

function faultsOf(changes: Record<string, unknown>): string[] {
  const { error } = pageInputSchema.safeParse({ ...page, ...changes });
  return [...new Set(error?.issues.map(({ path }) => path.join('/')) ?? [])];
}

const lines = {
  ...{ firstName: 100, lastName: 100, phone: 60, company: 120, jobTitle: 120, website: 500, street: 200 },
  ...{ postalCode: 20, city: 100, country: 100 },
};
const names = [...Object.keys(lines), 'email', 'note'];
const notText: unknown[] = [null, 7, true, [], ['x'], {}, { toString: 'x' }];
const unfitEverywhere = ['\u0000', '\u0007', '\u001b[31m', '\u007f', '\u0085', '\u2028', '\u202e', '\u2066', '\u200f'];
const half = ['\ud800', '\udc00', '\udc00\ud800'];

describe('what a visitor enters', () => {
  it.each(names)('is text: %s', (name) => {
    for (const value of notText) expect(faultsOf({ [name]: value }), JSON.stringify(value)).toContain(name);
  });

  it.each(names)('is not too long: %s', (name) => {
    expect(faultsOf({ [name]: 'x'.repeat(10_000) })).toContain(name);
    expect(faultsOf({ [name]: '😀'.repeat(10_000) })).toContain(name);
  });

  it.each(Object.entries(lines).filter(([name]) => name !== 'website'))(
    'may be as long as it says: %s',
    (name, most) => {
      expect(faultsOf({ [name]: '1'.repeat(most) })).toEqual([]);
      expect(faultsOf({ [name]: '1'.repeat(most + 1) })).toEqual([name]);
    },
  );

  it.each(names)('has no control characters, turned text or half characters: %s', (name) => {
    for (const unfit of [...unfitEverywhere, ...half])
      expect(faultsOf({ [name]: `12${unfit}345` }), JSON.stringify(unfit)).toContain(name);
  });

  it.each([...Object.keys(lines), 'email'])('is one line: %s', (name) => {
    for (const unfit of ['\n', '\r\n', '\t', '\v'])
      expect(faultsOf({ [name]: `a@b.example${unfit}Bcc: 123@evil.example` })).toContain(name);
  });

  it('may have lines in the note', () => {
    expect(pageInputSchema.parse({ ...page, note: 'a\r\nb\rc\n\td' }).note).toBe('a\nb\nc\n\td');
  });

  it('stays text where it looks like HTML, a formula or a template', () => {
    const texts = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=x>',
      '&lt;b&gt;',
      '=1+1',
      '{{constructor}}',
      '%00',
    ];
    for (const text of texts)
      expect(pageInputSchema.parse({ ...page, company: text, note: text })).toMatchObject({
        company: text,
        note: text,
      });
  });

  it('is trimmed, and written in one way', () => {
    const read = pageInputSchema.parse({
      ...page,
      firstName: '  Vera ',
      lastName: 'Mu\u0308\u00dfig',
      email: ' vera@example.org ',
    });
    expect(read).toMatchObject({ firstName: 'Vera', lastName: 'M\u00fc\u00dfig', email: 'vera@example.org' });
  });

  it.each(['firstName', 'lastName'])('needs a name: %s', (name) => {
    for (const missing of ['', '   ', undefined]) expect(faultsOf({ [name]: missing })).toEqual([name]);
  });

  it('needs an address or a number', () => {
    expect(faultsOf({ email: '' })).toEqual(['email']);
    expect(faultsOf({ email: undefined, phone: '' })).toEqual(['email']);
    expect(faultsOf({ email: '', phone: '0841 99' })).toEqual([]);
  });

  it.each([
    ...['vera', 'vera@', '@example.org', 'a b@example.org', 'a@b@c.example', 'a@exa mple.org', 'a@-b.example'],
    ...[
      '"a b"@example.org',
      'a@b.example, c@d.example',
      'a@b.example;',
      '<a@b.example>',
      'mailto:a@b.example',
      'ä@b.example',
    ],
  ])('refuses the address %j', (email) => {
    expect(faultsOf({ email })).toEqual(['email']);
  });

  it.each(['12', 'none', '+', '()', '١٢٣', 'a1b2'])('refuses the number %j', (phone) => {
    expect(faultsOf({ phone })).toEqual(['phone']);
  });

  it.each([
    ...['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'mailto:a@b.example', 'file:///etc/passwd'],
    ...[
      'ftp://example.org',
      'https://user@example.org',
      'https://:secret@example.org',
      'https://localhost',
      'https://',
      'x y',
    ],
    ...['http:///', 'vbscript:x', '//'],
  ])('refuses the website %j', (website) => {
    expect(faultsOf({ website })).toEqual(['website']);
  });

  it.each([
    ['www.example.org', 'https://www.example.org'],
    ['http://example.org/a?b#c', 'http://example.org/a?b#c'],
    ['example.org/ü', 'https://example.org/ü'],
    ['', ''],
  ])('takes the website %j', (website, kept) => {
    expect(pageInputSchema.parse({ ...page, website }).website).toBe(kept);
  });

  it('needs consent, said in so many words', () => {
    for (const consent of [true, 'on', 'true', 'yes']) expect(faultsOf({ consent })).toEqual([]);
    for (const consent of [false, 'off', 'no', '', 0, 1, null, undefined, [], ['on'], 'ON '])
      expect(faultsOf({ consent })).toEqual(['consent']);
  });

  it('has no other fields, whatever they are called', () => {
    const sent = JSON.parse(JSON.stringify(page).replace('{', '{"__proto__":{"x":1},')) as unknown;
    expect(pageInputSchema.safeParse(sent).success).toBe(false);
    for (const name of ['admin', 'constructor', 'owner', 'phoneE164', 'targets', 'id'])
      expect(pageInputSchema.safeParse({ ...page, [name]: 'x' }).success, name).toBe(false);
    for (const whole of [null, [], 'x', 7, undefined]) expect(pageInputSchema.safeParse(whole).success).toBe(false);
  });

  it.each([
    ['siteKey', 'x'.repeat(101)],
    ['token', 'x'.repeat(201)],
    ['language', 'fr'],
    ['homepage2', 'x'.repeat(2001)],
    ['siteKey', undefined],
    ['token', 7],
  ])('comes with what its form was given: %s', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([name]);
  });

  it('of a platform needs one name only', () => {
    expect(platformInputSchema.safeParse({ lastName: 'Müßig', phone: '123' }).success).toBe(true);
    expect(platformInputSchema.safeParse({ firstName: 'Vera', phone: '123' }).success).toBe(true);
    expect(platformInputSchema.safeParse({ phone: '123' }).success).toBe(false);
    expect(platformInputSchema.safeParse({ lastName: 'Müßig', phone: '123', consent: true }).success).toBe(false);
  });

  it.each([
    ['0841 / 99 88-70', '+4984199887 0'.replace(' ', '')],
    ['+43 1 234567', '+431234567'],
    ['123', ''],
    ['', ''],
  ])('keeps the number %j as typed, and as it is dialled', (phone, phoneE164) => {
    expect(visitorOf(platformInputSchema.parse({ ...least, phone }), 'DE')).toMatchObject({ phone, phoneE164 });
  });
});
