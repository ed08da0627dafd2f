import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InvalidError } from '../../../shared/errors.ts';
import { cursorOf, listAnswer, listOf, pageParameters } from '../../../shared/http/paging.ts';
import { parsePath, parseQuery, wholeNumber, yesNo } from '../../../shared/http/query.ts';

const list = z.strictObject({ ...pageParameters, held: yesNo.optional(), age: wholeNumber(-5, 5).optional() });

function faultsOf(query: Record<string, string>): { pointer: string; detail: string }[] {
  try {
    parseQuery(list, new Map(Object.entries(query)));
  } catch (error) {
    if (error instanceof InvalidError) return error.faults;
    throw error;
  }
  return [];
}

describe('a query', () => {
  it('is parsed into values, with defaults', () => {
    expect(parseQuery(list, new Map())).toEqual({ limit: 100 });
    expect(
      parseQuery(
        list,
        new Map([
          ['limit', '7'],
          ['held', 'true'],
          ['age', '-3'],
        ]),
      ),
    ).toEqual({ limit: 7, held: true, age: -3 });
    expect(parseQuery(list, new Map([['held', 'false']])).held).toBe(false);
  });

  it('with an unknown parameter is refused', () => {
    expect(faultsOf({ limt: '5' })).toEqual([
      { pointer: '/query/limt', detail: '"limt" is not a known parameter; did you mean "limit"?' },
    ]);
    expect(faultsOf({ code: 'x' })[0]?.pointer).toBe('/query/code');
    const proto = new Map([['__proto__', 'x']]);
    expect(() => parseQuery(list, proto)).toThrow(InvalidError);
  });

  it.each(['0', '1001', '-1'])('takes a limit from 1 to 1000, not %s', (limit) => {
    expect(faultsOf({ limit })[0]?.detail).toMatch(/^"limit" must be at (least 1|most 1000)\.$/);
  });

  it.each(['', ' 5', '5 ', '1e2', '0x10', '5.0', '1,2', 'NaN', '٣', '9'.repeat(400)])(
    'takes a number written plainly, not %j',
    (limit) => {
      expect(faultsOf({ limit })).toEqual([
        { pointer: '/query/limit', detail: '"limit" must be a whole number from 1 to 1000.' },
      ]);
    },
  );

  it('takes true and false and no other word', () => {
    expect(faultsOf({ held: '1' })).toEqual([
      { pointer: '/query/held', detail: '"held" must be one of "true", "false", not "1".' },
    ]);
  });
});

describe('a path', () => {
  it('reports its placeholders under /path', () => {
    const schema = z.strictObject({ id: z.string().max(3) });
    expect(parsePath(schema, { id: 'abc' })).toEqual({ id: 'abc' });
    expect(() => parsePath(schema, { id: 'abcd' })).toThrow('"id" may have at most 3 characters; it has 4.');
  });
});

describe('a cursor', () => {
  it('gives back every position', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (position) => {
        expect(parseQuery(list, new Map([['cursor', cursorOf(position)]])).cursor).toBe(position);
        expect(cursorOf(position)).toMatch(/^[A-Za-z0-9_-]+$/);
      }),
    );
  });

  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    '',
    'x',
    '%',
    'null',
    `${cursorOf('a')}=`,
    ` ${cursorOf('a')}`,
    cursorOf('abc').slice(0, -1),
    `${cursorOf('a')}A`,
    encode('a'),
    encode([1]),
    encode(['a', 'b']),
    encode({ 0: 'a', length: 1 }),
    encode(null),
    Buffer.from('["a"').toString('base64url'),
    Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]).toString('base64url'),
    'A'.repeat(4001),
  ])('that is damaged is refused: %j', (cursor) => {
    const [fault] = faultsOf({ cursor });
    expect(fault?.pointer).toBe('/query/cursor');
    expect(fault?.detail).toMatch(/^"cursor" (is not a cursor of this list; start again without it|may have at most)/);
  });

  it('that is changed anywhere is refused or another position, never a crash', () => {
    const whole = cursorOf('row|4711');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.string({ maxLength: 2 }), (at, change) => {
        const faults = faultsOf({ cursor: whole.slice(0, at) + change + whole.slice(at + 1) });
        expect(faults.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a list', () => {
  it('answers its items and the cursor of the next ones, null after the last', () => {
    const schema = listOf(z.string());
    expect(schema.parse(listAnswer(['a'], 'a'))).toEqual({ items: ['a'], next: cursorOf('a') });
    expect(schema.parse(listAnswer(['a'], undefined))).toEqual({ items: ['a'], next: null });
  });
});
