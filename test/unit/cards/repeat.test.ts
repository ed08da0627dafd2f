import { describe, expect, it } from 'vitest';
import { idempotencyKey, repeatOf } from '../../../shared/cards/repeat.ts';
import { visitorOf } from '../../../shared/cards/visitor.ts';
import { platformInputSchema } from '../../../shared/cards/visitor-input.ts';

const secret = Buffer.alloc(32, 1);
const visitor = visitorOf(platformInputSchema.parse({ lastName: 'Müßig', email: 'vera@example.org' }), 'DE');
const page = { from: 'page' as const, key: 'k1' };

describe('repeat keys', () => {
  it('tell cards, senders and keys apart, and show none of them', () => {
    const marks = [
      repeatOf('aa-1', page, visitor, [secret]),
      repeatOf('aa-2', page, visitor, [secret]),
      repeatOf('aa-1', { ...page, key: 'k2' }, visitor, [secret]),
      repeatOf('aa-1', { ...page, from: 'platform' }, visitor, [secret]),
      repeatOf('aa-1', { ...page, key: undefined }, visitor, [secret]),
      repeatOf('aa-1', page, visitor, [Buffer.alloc(32, 2)]),
    ].map(({ mark }) => mark.hash);
    expect(new Set(marks).size).toBe(6);
    expect(marks.every((hash) => /^[\w-]{32}$/.test(hash))).toBe(true);
  });

  it('differ in content when any field differs', () => {
    const contents = [visitor, ...Object.keys(visitor).map((name) => ({ ...visitor, [name]: 'other' }))].map(
      (who) => repeatOf('aa-1', page, who, [secret]).mark.content,
    );
    expect(new Set(contents).size).toBe(contents.length);
  });

  it.each(['k', 'x'.repeat(255), '"8e03978e-40d5-43dd-bc93-6894a57f9324"'])('takes the header %s', (header) => {
    expect(idempotencyKey(header)).toBe(header);
  });

  it.each(['', 'x'.repeat(256), 'a b', 'ä', 'a\n', 'a\u0000', '\u{1f600}'])('refuses the header %j', (header) => {
    expect(() => idempotencyKey(header)).toThrow(/Idempotency-Key/);
  });

  it('needs none', () => {
    expect(idempotencyKey(undefined)).toBeUndefined();
    expect(() => repeatOf('aa-1', page, visitor, [])).toThrow(/key/);
  });
});
