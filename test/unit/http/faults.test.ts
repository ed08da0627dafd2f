import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InvalidError } from '../../../shared/errors.ts';
import { parsed, places } from '../../../shared/http/faults.ts';

function failureOf(
  schema: z.ZodType,
  input: unknown,
  place = places.body as (typeof places)[keyof typeof places],
): InvalidError {
  try {
    parsed(schema, input, place);
  } catch (error) {
    if (error instanceof InvalidError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

function faultsOf(schema: z.ZodType, input: unknown): [string, string][] {
  return failureOf(schema, input).faults.map(({ pointer, detail }) => [pointer, detail]);
}

const person = z.strictObject({
  name: z.string().min(1).max(5),
  age: z.int().min(0).max(150).optional(),
  mails: z.array(z.email()).max(2).optional(),
  role: z.enum(['reader', 'admin']).optional(),
  active: z.boolean().optional(),
});

describe('a fault', () => {
  it.each<[unknown, string, string]>([
    [{}, '/name', '"name" is missing; it must be a string.'],
    [{ name: 5 }, '/name', '"name" must be a string, not a number.'],
    [{ name: null }, '/name', '"name" must be a string, not null.'],
    [{ name: ['a'] }, '/name', '"name" must be a string, not an array.'],
    [{ name: '' }, '/name', '"name" must not be empty.'],
    [{ name: 'abcdefgh' }, '/name', '"name" may have at most 5 characters; it has 8.'],
    [{ name: '\u{1F600}'.repeat(6) }, '/name', '"name" may have at most 5 characters; it has 6.'],
    [{ name: 'a', age: 1.5 }, '/age', '"age" must be a whole number, not a fraction.'],
    [{ name: 'a', age: '7' }, '/age', '"age" must be a number, not a string.'],
    [{ name: 'a', age: 200 }, '/age', '"age" must be at most 150.'],
    [{ name: 'a', age: -1 }, '/age', '"age" must be at least 0.'],
    [{ name: 'a', mails: 'x' }, '/mails', '"mails" must be an array, not a string.'],
    [{ name: 'a', mails: ['x'] }, '/mails/0', 'Item 0 of "mails" must be an e-mail address.'],
    [{ name: 'a', mails: ['a@b.de', 'a@b.de', 'a@b.de'] }, '/mails', '"mails" may have at most 2 items; it has 3.'],
    [{ name: 'a', role: 'root' }, '/role', '"role" must be one of "reader", "admin", not "root".'],
    [{ name: 'a', role: 7 }, '/role', '"role" must be one of "reader", "admin", not 7.'],
    [{ name: 'a', active: 'yes' }, '/active', '"active" must be true or false, not a string.'],
    [{ name: 'a', nmae: 'b' }, '/nmae', '"nmae" is not a known field; did you mean "name"?'],
    [{ name: 'a', Role: 'b' }, '/Role', '"Role" is not a known field; did you mean "role"?'],
    [
      { name: 'a', 'x/~y': 1 },
      '/x~1~0y',
      '"x/~y" is not a known field; known are "name", "age", "mails", "role", "active".',
    ],
    [[], '', 'The body must be an object, not an array.'],
    ['x', '', 'The body must be an object, not a string.'],
  ])('of %j is told in one sentence at its place', (input, pointer, detail) => {
    expect(faultsOf(person, input)).toEqual([[pointer, detail]]);
    expect(failureOf(person, input).message).toBe(detail);
  });

  it('comes once per place, and the message counts them', () => {
    const error = failureOf(person, { name: 1, age: 'x', extra: 1, more: 2 });
    expect(error.message).toBe('The body has 4 faults.');
    expect(error.faults.map(({ pointer }) => pointer)).toEqual(['/name', '/age', '/extra', '/more']);
  });

  it('of a discriminated union names its kinds, or the fault of the kind that was meant', () => {
    const shape = z.strictObject({
      shape: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('circle'), radius: z.number() }),
        z.strictObject({ kind: z.literal('square'), side: z.number() }),
      ]),
    });
    expect(faultsOf(shape, { shape: { kind: 'oval' } })).toEqual([
      ['/shape/kind', '"kind" must be one of "circle", "square", not "oval".'],
    ]);
    expect(faultsOf(shape, { shape: {} })).toEqual([
      ['/shape/kind', '"kind" is missing; it must be one of "circle", "square".'],
    ]);
    expect(faultsOf(shape, { shape: { kind: 'circle', side: 2 } })).toEqual([
      ['/shape/radius', '"radius" is missing; it must be a number.'],
      ['/shape/side', '"side" is not a known field; known are "kind", "radius".'],
    ]);
    expect(faultsOf(shape, { shape: 3 })).toEqual([['/shape', '"shape" must be an object, not a number.']]);
  });

  it('of another union is the one of the option that was meant', () => {
    const either = z.union([z.null(), z.literal('all'), z.strictObject({ ids: z.array(z.string()) })]);
    expect(faultsOf(z.strictObject({ who: either }), { who: { ids: [1] } })).toEqual([
      ['/who/ids/0', 'Item 0 of "ids" must be a string, not a number.'],
    ]);
    expect(faultsOf(z.strictObject({ who: either }), { who: 7 })).toEqual([
      ['/who', '"who" must be null or "all" or an object, not a number.'],
    ]);
    expect(faultsOf(z.strictObject({ who: either }), {})).toEqual([
      ['/who', '"who" is missing; it must be null or "all" or an object.'],
    ]);
  });

  it('of a record tells names from values', () => {
    const record = z.record(z.string().max(3), z.number());
    expect(faultsOf(record, { long_name: 1 })).toEqual([
      ['/long_name', '"long_name" is not allowed as a name: it may have at most 3 characters; it has 9.'],
    ]);
    expect(faultsOf(record, { a: 'x' })).toEqual([['/a', '"a" must be a number, not a string.']]);
  });

  it("keeps a schema's own words, as predicate or as sentence", () => {
    const schema = z.strictObject({
      code: z.string().regex(/^\d+$/, 'must be digits'),
      date: z.string().refine(() => false, 'The date lies in the past.'),
      list: z.array(z.string()).superRefine((_, context) => {
        context.addIssue({ code: 'custom', path: [1], message: 'stands twice in the list' });
      }),
      other: z.string().refine(() => false),
    });
    expect(faultsOf(schema, { code: 'x', date: 'x', list: ['a', 'a'], other: 'x' })).toEqual([
      ['/code', '"code" must be digits.'],
      ['/date', 'The date lies in the past.'],
      ['/list/1', 'Item 1 of "list" stands twice in the list.'],
      ['/other', '"other" is not valid.'],
    ]);
  });

  it('never repeats long, odd or sensitive values', () => {
    const schema = z.strictObject({ role: z.enum(['a', 'b']), mail: z.email(), secret: z.string().max(3) });
    const canary = 'canary'.repeat(20);
    const text = JSON.stringify(failureOf(schema, { role: canary, mail: `canary\u202e`, secret: canary }).faults);
    expect(text).not.toContain('canary');
    expect(faultsOf(schema, { role: 'x\u202ey', mail: 'a@b.de', secret: 'a' })).toEqual([
      ['/role', '"role" must be one of "a", "b", not another string.'],
    ]);
  });

  it('never grows with what was sent', () => {
    const long = 'k'.repeat(100_000);
    const error = failureOf(person, { name: 'a', [long]: 1, ['e\n\u202e']: 1 });
    expect(JSON.stringify(error.faults).length).toBeLessThan(1000);
    expect(error.faults[0]?.pointer).toBe('');
    expect(error.faults[1]?.detail).toContain('"e??"');
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x${index}`, 1]));
    const faults = failureOf(person, { name: 'a', ...many }).faults;
    expect(faults).toHaveLength(51);
    expect(faults.at(-1)).toEqual({ pointer: '', detail: 'The body has 950 more faults.' });
  });

  it('of a query or a path is named and placed so', () => {
    const schema = z.strictObject({ limit: z.string() });
    expect(failureOf(schema, { limit: 'a', limits: 'b' }, places.query).faults).toEqual([
      { pointer: '/query/limits', detail: '"limits" is not a known parameter; did you mean "limit"?' },
    ]);
    expect(failureOf(z.strictObject({}), { x: 'b' }, places.path).faults).toEqual([
      { pointer: '/path/x', detail: '"x" is not a known part; none is.' },
    ]);
  });
});
