import { describe, expect, it } from 'vitest';
import {
  ConflictError,
  DeniedError,
  InvalidError,
  NotFoundError,
  ResyncError,
  ThrottledError,
  UnavailableError,
} from '../../../shared/errors.ts';
import {
  MediaTypeError,
  PreconditionError,
  TooLargeError,
  UnauthenticatedError,
} from '../../../shared/http/http-errors.ts';
import { problemAnswer, problemSchema, type Problem } from '../../../shared/http/problem.ts';
import type { ApiAnswer } from '../../../shared/http/request.ts';

const context = { invocationId: '0f3a', basic: false };

function bodyOf(answer: ApiAnswer): Problem {
  expect(answer.headers['content-type']).toBe('application/problem+json');
  return problemSchema.parse(JSON.parse(String(answer.body)));
}

const kinds: [string, Error, number, Record<string, string>][] = [
  ['invalid', new InvalidError('Wrong.'), 400, {}],
  ['unauthenticated', new UnauthenticatedError('Who?'), 401, { 'www-authenticate': 'Bearer realm="patchbay"' }],
  ['denied', new DeniedError('No.'), 403, {}],
  ['not-found', new NotFoundError('Gone.'), 404, {}],
  ['conflict', new ConflictError('Busy.'), 409, {}],
  ['precondition', new PreconditionError('Changed.'), 412, {}],
  ['too-large', new TooLargeError('Big.'), 413, {}],
  ['media-type', new MediaTypeError('Odd.'), 415, {}],
  ['throttled', new ThrottledError('Slow.', 7), 429, { 'retry-after': '7' }],
  ['unavailable', new ResyncError('Again.'), 503, { 'retry-after': '10' }],
  ['unavailable', new UnavailableError('Down.'), 503, { 'retry-after': '10' }],
];

describe('a problem', () => {
  it.each(kinds)('of kind %s is answered with its status and headers', (kind, error, status, headers) => {
    const answer = problemAnswer(error, context);
    expect(answer.status).toBe(status);
    expect(answer.headers).toEqual({ 'content-type': 'application/problem+json', ...headers });
    const problem = bodyOf(answer);
    expect(problem).toMatchObject({ type: `urn:patchbay:problem:${kind}`, status, detail: error.message });
    expect(problem.title).toMatch(/^[A-Z].+\.$/);
    expect(problem.instance).toBeUndefined();
  });

  it('that is invalid always says where', () => {
    expect(bodyOf(problemAnswer(new InvalidError('Wrong.'), context)).errors).toEqual([
      { pointer: '', detail: 'Wrong.' },
    ]);
    const faults = [
      { pointer: '/a', detail: 'One.' },
      { pointer: '/b', detail: 'Two.' },
    ];
    expect(bodyOf(problemAnswer(new InvalidError('Wrong.', faults), context)).errors).toEqual(faults);
    expect(bodyOf(problemAnswer(new TooLargeError('Big.'), context)).errors).toHaveLength(1);
    expect(bodyOf(problemAnswer(new ConflictError('Busy.'), context)).errors).toBeUndefined();
  });

  it('that is not ours tells nothing but where to look', () => {
    for (const thrown of [new TypeError('secret-canary'), 'secret-canary', undefined, { secret: 'secret-canary' }]) {
      const answer = problemAnswer(thrown, context);
      expect(answer.status).toBe(500);
      expect(String(answer.body)).not.toContain('canary');
      expect(bodyOf(answer).instance).toBe('urn:patchbay:invocation:0f3a');
    }
  });

  it('carries the reason code of its error', () => {
    const error = new DeniedError('No.', { code: 'ErrorAccessDenied' });
    expect(bodyOf(problemAnswer(error, context)).code).toBe('ErrorAccessDenied');
  });

  it('offers Basic only where it is taken, and names a refused token', () => {
    const basic = { ...context, basic: true };
    const challenge = (error: Error, where = context): string | undefined =>
      problemAnswer(error, where).headers['www-authenticate'];
    expect(challenge(new UnauthenticatedError('Who?'), basic)).toBe(
      'Basic realm="patchbay", charset="UTF-8", Bearer realm="patchbay"',
    );
    expect(challenge(new UnauthenticatedError('Who?', { code: 'invalidToken' }))).toBe(
      'Bearer realm="patchbay", error="invalid_token"',
    );
  });

  it.each([
    [0, '1'],
    [0.2, '1'],
    [-5, '1'],
    [30.1, '31'],
    [1e9, '86400'],
    [Number.NaN, '10'],
    [Number.POSITIVE_INFINITY, '10'],
  ])('asks to wait %d s with a header a client can read', (given, header) => {
    expect(problemAnswer(new ThrottledError('Slow.', given), context).headers['retry-after']).toBe(header);
  });

  it('never puts texts from errors into headers', () => {
    for (const [, error] of kinds) {
      error.message = 'a\r\nset-cookie: x=1 \u{1F600}';
      const answer = problemAnswer(error, context);
      expect(() => new Headers(answer.headers)).not.toThrow();
      expect(Object.values(answer.headers).join()).not.toContain('cookie');
    }
  });
});
