import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InvalidError } from '../../../shared/errors.ts';
import { parseBody, readBytes, usualLimits } from '../../../shared/http/body.ts';
import { MediaTypeError, TooLargeError } from '../../../shared/http/http-errors.ts';
import { apiRequest, failureOf } from './api-request.ts';

const schema = z.strictObject({ name: z.string() });
const json = { 'content-type': 'application/json' };

async function detailOf(action: () => unknown): Promise<string> {
  const error = await failureOf(action);
  expect(error).toBeInstanceOf(InvalidError);
  return error instanceof Error ? error.message : '';
}

describe('a JSON body', () => {
  it('is parsed by its schema', async () => {
    expect(await parseBody(apiRequest({ body: { name: 'Anna' } }), schema)).toEqual({ name: 'Anna' });
  });

  it.each([
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/json;charset="utf-8"',
    'application/json; odata=x ; charset=utf8',
    'application/merge-patch+json',
  ])('may be sent as %s', async (type) => {
    const request = apiRequest({ headers: { 'content-type': type }, body: '{"name":"Änne"}' });
    expect(await parseBody(request, schema)).toEqual({ name: 'Änne' });
  });

  it.each([
    undefined,
    '',
    'text/plain',
    'text/json',
    'application/jsonp',
    'application/json, text/plain',
    'application/xml',
    'multipart/form-data; boundary=application/json',
    'application/x-www-form-urlencoded',
    '+json',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
  ])('may not be sent as %s', async (type) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const error = await failureOf(() => parseBody(apiRequest({ headers, body: '{"name":"a"}' }), schema));
    expect(error).toBeInstanceOf(MediaTypeError);
  });

  it.each(['gzip', 'br', 'GZIP, identity'])('may not be compressed (%s)', async (encoding) => {
    const request = apiRequest({ headers: { ...json, 'content-encoding': encoding }, body: '{}' });
    expect(await failureOf(() => parseBody(request, schema))).toBeInstanceOf(MediaTypeError);
  });

  it('may have as many bytes as the limit and not one more, announced or not', async () => {
    const limits = { ...usualLimits, bytes: 50 };
    const text = (bytes: number): string => `{"name":"${'x'.repeat(bytes - 11)}"}`;
    expect(await parseBody(apiRequest({ headers: json, body: text(50) }), schema, limits)).toBeDefined();
    const over = apiRequest({ headers: json, body: text(51) });
    expect(await failureOf(() => parseBody(over, schema, limits))).toBeInstanceOf(TooLargeError);
    const announced = apiRequest({ headers: { ...json, 'content-length': '51' }, body: '{}' });
    expect(await failureOf(() => parseBody(announced, schema, limits))).toBeInstanceOf(TooLargeError);
  });

  it('that announces too much is not even read', async () => {
    const request = apiRequest({ headers: { 'content-length': '1000' } });
    const read = { ...request, body: () => Promise.reject(new Error('was read')) };
    expect(await failureOf(() => readBytes(read, 999))).toBeInstanceOf(TooLargeError);
  });

  it.each([
    ['a lone continuation byte', [0x22, 0x80, 0x22]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['a UTF-8 surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['UTF-16', [0xff, 0xfe, 0x22, 0x00]],
    ['Latin-1', [0x22, 0xe4, 0x22]],
    ['a cut character', [0x22, 0xe2, 0x82]],
  ])('that is not UTF-8 is refused: %s', async (_name, bytes) => {
    const request = apiRequest({ headers: json, body: Uint8Array.from(bytes) });
    expect(await detailOf(() => parseBody(request, z.string()))).toBe('The body is not valid UTF-8.');
  });

  it('that is missing is said to be, with a hint for chunked ones', async () => {
    expect(await detailOf(() => parseBody(apiRequest(), schema))).toBe('The body is missing; send JSON.');
    const chunked = apiRequest({ headers: { ...json, 'Transfer-Encoding': 'chunked' } });
    expect(await detailOf(() => parseBody(chunked, schema))).toContain('Content-Length');
  });

  it('may be missing where the schema says so', async () => {
    expect(await parseBody(apiRequest(), schema.optional())).toBeUndefined();
    expect(await parseBody(apiRequest(), schema.default({ name: 'x' }))).toEqual({ name: 'x' });
  });

  it('takes 5,000 accounts when its route says so', async () => {
    const accounts = Array.from({ length: 5000 }, (_, id) => ({
      id: `a${id}`,
      userName: `user-number-${id}`,
      extension: String(id),
    }));
    const wide = z.strictObject({
      accounts: z.array(z.strictObject({ id: z.string(), userName: z.string(), extension: z.string() })),
    });
    const request = apiRequest({ body: { accounts } });
    expect(await detailOf(() => parseBody(request, wide))).toMatch(/at most 262144 bytes/);
    const limits = { bytes: 4 * 1024 * 1024, depth: 20, keys: 50_000 };
    expect((await parseBody(request, wide, limits)).accounts).toHaveLength(5000);
    expect(await detailOf(() => parseBody(request, wide, { ...limits, keys: 10_000 }))).toMatch(
      /more than 10000 fields/,
    );
  });
});
