import { describe, expect, it } from 'vitest';
import { credentialOf } from '../../../shared/http/credentials.ts';
import { UnauthenticatedError } from '../../../shared/http/http-errors.ts';
import { apiRequest } from './api-request.ts';

const read = (headers: Record<string, string>, basic = true) => credentialOf(apiRequest({ headers }), { basic });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('the credential of a request', () => {
  it('is an API key, a token, or a key as the password of HTTP Basic', () => {
    expect(read({ 'X-Api-Key': 'pb_1' })).toEqual({ kind: 'key', text: 'pb_1' });
    expect(read({ Authorization: 'Bearer a.b.c' })).toEqual({ kind: 'token', text: 'a.b.c' });
    expect(read({ Authorization: `Basic ${base64('anyone:pb_1')}` })).toEqual({ kind: 'key', text: 'pb_1' });
  });

  it('names its scheme in any case', () => {
    expect(read({ authorization: 'bEARER  a.b.c' })).toEqual({ kind: 'token', text: 'a.b.c' });
    expect(read({ authorization: `BASIC ${base64('x:pb_1')}` })).toEqual({ kind: 'key', text: 'pb_1' });
  });

  it.each([
    ['an empty user name', ':pb_1', 'pb_1'],
    ['an empty password', 'pb_1:', ''],
    ['colons in the password', 'user:a:b:c', 'a:b:c'],
    ['other alphabets', 'Änne:\u5bc6\u7801', '\u5bc6\u7801'],
    ['blanks, which are kept', 'user: pb_1 ', ' pb_1 '],
  ])('may be Basic with %s', (_name, text, key) => {
    expect(read({ authorization: `Basic ${base64(text)}` })).toEqual({ kind: 'key', text: key });
  });

  it.each([
    ['nothing', {}],
    ['an empty header', { authorization: '' }],
    ['a scheme alone', { authorization: 'Bearer' }],
    ['a scheme and a blank', { authorization: 'Basic ' }],
    ['Basic without a colon', { authorization: `Basic ${base64('pb_1')}` }],
    ['Basic that is not base64', { authorization: 'Basic a:b' }],
    ['Basic in base64url', { authorization: 'Basic _-_-' }],
    ['Basic twice', { authorization: `Basic ${base64('a:b')},Basic ${base64('a:b')}` }],
    ['two tokens', { authorization: 'Bearer a.b.c, Bearer a.b.c' }],
    ['a token and Basic', { authorization: `Bearer a.b.c,Basic ${base64('a:b')}` }],
    ['another scheme', { authorization: 'Digest username="a"' }],
    ['SharedKey', { authorization: 'SharedKey a:b' }],
    ['line breaks', { authorization: 'Bearer a\r\nb' }],
    ['a key and a token', { 'x-api-key': 'pb_1', authorization: 'Bearer a.b.c' }],
    ['a key and Basic', { 'x-api-key': 'pb_1', authorization: `Basic ${base64('a:pb_1')}` }],
    ['an empty key and a token', { 'x-api-key': '', authorization: 'Bearer a.b.c' }],
    ['something endless', { authorization: `Bearer ${'a'.repeat(20_000)}` }],
  ])('is refused: %s', (_name, headers) => {
    expect(() => read(headers as Record<string, string>)).toThrow(UnauthenticatedError);
  });

  it('is not taken from Basic where phones have no business', () => {
    expect(() => read({ authorization: `Basic ${base64('a:pb_1')}` }, false)).toThrow('HTTP Basic is for phones');
  });
});
