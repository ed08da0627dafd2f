import { describe, expect, it } from 'vitest';
import { InvalidError } from '../../../shared/errors.ts';
import { etagOf, requireMatch } from '../../../shared/http/etag.ts';
import { PreconditionError } from '../../../shared/http/http-errors.ts';
import { apiRequest } from './api-request.ts';

const version = `W/"datetime'2026-11-21T10%3A00%3A00.0000000Z'"`;
const tag = etagOf(version);

const check = (header: string | undefined, present: string | undefined) => () => {
  requireMatch(apiRequest({ headers: header === undefined ? {} : { 'If-Match': header } }), present);
};

describe('an ETag', () => {
  it('is strong, opaque and stable', () => {
    expect(tag).toMatch(/^"[A-Za-z0-9_-]{22}"$/);
    expect(etagOf(version)).toBe(tag);
    expect(etagOf(`${version} `)).not.toBe(tag);
    expect(tag).not.toContain('2026');
  });
});

describe('If-Match', () => {
  it.each([undefined, '*', ' * ', tag, ` ${tag} `, `"x", ${tag}`, `${tag},"y"`, `,, ${tag} ,`, `"a,b",${tag}`])(
    '%s lets the present version pass',
    (header) => {
      expect(check(header, version)).not.toThrow();
    },
  );

  it.each(['"x"', `W/${tag}`, '"x", "y"', tag.toUpperCase(), '""', `"${tag.slice(1, 5)}"`])(
    '%s stops another version',
    (header) => {
      expect(check(header, version)).toThrow(PreconditionError);
    },
  );

  it.each(['*', tag])('%s stops what does not exist', (header) => {
    expect(check(header, undefined)).toThrow(PreconditionError);
  });

  it('without the header lets what does not exist pass', () => {
    expect(check(undefined, undefined)).not.toThrow();
  });

  it.each(['', ' ', ',', tag.slice(1, -1), `${tag} ${tag}`, `"a`, `w/${tag}`, `*, ${tag}`, `"a"b`, '"ä€"'])(
    'that is malformed is a fault of the request: %j',
    (header) => {
      expect(check(header, version)).toThrow(InvalidError);
      expect(check(header, version)).toThrow(/entity tags in double quotes/);
    },
  );

  it('is read in linear time', () => {
    const start = performance.now();
    expect(check(`${' '.repeat(50_000)}x`, version)).toThrow(InvalidError);
    expect(check('"a" '.repeat(20_000), version)).toThrow(InvalidError);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
