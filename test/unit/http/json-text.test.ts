import { describe, expect, it } from 'vitest';
import { InvalidError } from '../../../shared/errors.ts';
import { parseJsonText } from '../../../shared/http/json-text.ts';

const limits = { depth: 20, keys: 100 };

function faultOf(text: string, given = limits): { pointer: string; detail: string } | undefined {
  try {
    parseJsonText(text, given);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    expect(error.faults).toHaveLength(1);
    return error.faults[0];
  }
}

describe('a JSON text', () => {
  it('is parsed as JSON.parse does', () => {
    for (const text of [
      'null',
      '1',
      '"a"',
      ' [1, {"a": [true, null], "b": "\\"}{,"}] ',
      '{}',
      '[]',
      '[[],{}]',
      '{"a":{}, "b":[]}',
    ]) {
      expect(parseJsonText(text, limits)).toEqual(JSON.parse(text));
    }
  });

  it.each([
    ['', 'The body is not valid JSON; it ends too early.'],
    ['{"a":', 'The body is not valid JSON; it ends too early.'],
    ['{a:1}', 'The body is not valid JSON; see character 1.'],
    ['[1,]', 'The body is not valid JSON.'],
    ['{"a":1}x', 'The body is not valid JSON; see character 7.'],
    ['NaN', 'The body is not valid JSON.'],
  ])('that is %j is refused with its place', (text, detail) => {
    expect(faultOf(text)).toEqual({ pointer: '', detail });
  });

  it('never echoes what it could not parse', () => {
    expect(JSON.stringify(faultOf('{"password": canary-1}'))).not.toContain('canary');
  });

  it.each([
    ['{"a":1,"b":{"x~/y":1,"x~/y":2}}', '/b/x~0~1y'],
    ['[0,{"a":1},{"a":1,"\\u0061":2}]', '/2/a'],
    ['{"a":1,"a":1}', '/a'],
  ])('with a field given twice is refused: %s', (text, pointer) => {
    expect(faultOf(text)).toEqual({ pointer, detail: 'The same field is given twice.' });
  });

  it('may use a name again in another object', () => {
    expect(faultOf('{"a":{"a":{"a":1}},"b":{"a":1}}')).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'prototype'])('with a field called %s is refused, plain or escaped', (name) => {
    const escaped = `\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
    for (const text of [`{"a":[{"${name}":{"x":1}}]}`, `{"a":[{"${escaped}":1}]}`]) {
      expect(faultOf(text)).toEqual({
        pointer: `/a/0/${name}`,
        detail: `"${name}" is not allowed as the name of a field.`,
      });
    }
    expect(faultOf(JSON.stringify({ value: name }))).toBeUndefined();
  });

  it('with half a surrogate pair is refused, as value and as name', () => {
    expect(faultOf('{"a":["\\ud800"]}')?.pointer).toBe('/a/0');
    expect(faultOf('{"a":"\\udc00\\ud800"}')?.pointer).toBe('/a');
    expect(faultOf('{"\\ud800":1}')?.detail).toContain('surrogate');
    expect(faultOf('{"a":"\\ud83d\\ude00"}')).toBeUndefined();
  });

  it('is refused one level beyond the depth, wherever', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(faultOf(nested(20))).toBeUndefined();
    expect(faultOf(nested(21))?.detail).toBe('The body is nested deeper than 20 levels.');
    expect(faultOf(`{"a":[0,${nested(19)}]}`)?.pointer).toMatch(/^\/a\/1(\/0)*$/);
  });

  it.each([
    ['arrays', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['unclosed arrays', '['.repeat(200_000)],
    ['objects', '{"a":'.repeat(200_000) + '1' + '}'.repeat(200_000)],
  ])('of 200,000 nested %s overflows no stack', (_name, text) => {
    expect(faultOf(text)).toBeDefined();
  });

  it.each(['x', '\n', '"\\'])('that is one text of millions of %j overflows no stack', (unit) => {
    const text = JSON.stringify({ a: unit.repeat(4_000_000) });
    expect(faultOf(text)).toBeUndefined();
    expect(faultOf(text.slice(0, -2))?.detail).toContain('not valid JSON');
  });

  it('is refused one field beyond the limit, counted over all objects', () => {
    const rows = (count: number): string => JSON.stringify(Array.from({ length: count }, () => ({ a: 1, b: 2 })));
    expect(faultOf(rows(50))).toBeUndefined();
    expect(faultOf(rows(51))).toEqual({ pointer: '', detail: 'The body has more than 100 fields.' });
  });

  it('keeps brackets, commas and quotes inside strings apart', () => {
    expect(faultOf('{"a":"},{[,\\"\\\\","b":"\\\\"}')).toBeUndefined();
  });
});
