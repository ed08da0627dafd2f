import { AuthenticationError, AuthenticationRequiredError, CredentialUnavailableError } from '@azure/identity';
import { describe, expect, it } from 'vitest';
import { fromGraphError, saysItemGone } from '../../../../shared/source/graph/errors.ts';
import { fromTokenError } from '../../../../shared/source/graph/token-errors.ts';

const purpose = { about: 'the contacts of mailbox 4711', permission: 'Contacts.Read' };

interface More {
  link?: boolean;
  write?: boolean;
  foreign?: boolean;
  retryAfter?: string;
}

function translated(status: number, code: string | undefined, more: More = {}) {
  const body = code === undefined ? undefined : { error: { code, message: 'x', innererror: {} } };
  const { link = false, write = false, foreign = false, retryAfter } = more;
  return fromGraphError({ status, retryAfter, body, foreign }, { ...purpose, link, write }, 0);
}

describe('errors of Graph', () => {
  it.each([
    [401, 'InvalidAuthenticationToken', 'denied'],
    [403, 'Authorization_RequestDenied', 'denied'],
    [403, 'ErrorAccessDenied', 'denied'],
    [403, 'ErrorQuotaExceeded', 'unavailable'],
    [403, 'ErrorSendAsDenied', 'denied'],
    [404, 'MailboxNotEnabledForRESTAPI', 'notFound'],
    [404, 'ResourceNotFound', 'notFound'],
    [404, 'ErrorInvalidUser', 'notFound'],
    [404, 'Request_ResourceNotFound', 'notFound'],
    [404, 'ErrorItemNotFound', 'notFound'],
    [400, 'ErrorInvalidIdMalformed', 'invalid'],
    [400, 'ErrorInvalidUrlQuery', 'invalid'],
    [409, 'Whatever', 'conflict'],
    [412, 'ErrorIrresolvableConflict', 'conflict'],
    [410, 'SyncStateNotFound', 'resync'],
    [410, 'anything', 'resync'],
    [400, 'syncStateInvalid', 'resync'],
    [400, 'resyncRequired', 'resync'],
    [429, 'activityLimitReached', 'throttled'],
    [500, 'generalException', 'unavailable'],
    [501, 'NotImplemented', 'unavailable'],
    [507, 'QuotaExceededException', 'unavailable'],
    [418, 'Teapot', 'invalid'],
  ])('%i %s is %s', (status, code, kind) => {
    expect(translated(status, code)).toMatchObject({ kind, code });
  });

  it('use the status when there is no code or no JSON', () => {
    expect(translated(403, '')).toMatchObject({ kind: 'denied', code: 'http403' });
    expect(translated(502, undefined)).toMatchObject({ kind: 'unavailable', code: 'http502' });
  });

  it('take a 400 about a link as the end of its token', () => {
    expect(translated(400, 'BadRequest', { link: true }).kind).toBe('resync');
    expect(translated(400, 'BadRequest').kind).toBe('invalid');
    expect(translated(404, 'ErrorItemNotFound', { link: true }).kind).toBe('notFound');
  });

  it.each([
    [403, 'ErrorQuotaExceeded', 'invalid'],
    [507, 'QuotaExceededException', 'invalid'],
    [500, 'ErrorItemNotFound', 'unavailable'],
    [503, 'ErrorAccessDenied', 'unavailable'],
    [410, 'resyncRequired', 'notFound'],
    [409, 'ErrorFolderExists', 'conflict'],
    [400, 'ErrorInvalidProperty', 'invalid'],
  ])('%i %s of a write is %s', (status, code, kind) => {
    expect(translated(status, code, { write: true })).toMatchObject({ kind, code });
  });

  it('take a 5xx with a Retry-After for a refusal only where nothing can have had an effect', () => {
    for (const status of [500, 503]) {
      expect(translated(status, 'x', { retryAfter: '3' })).toMatchObject({ kind: 'throttled', retryAfterSeconds: 3 });
      expect(translated(status, 'x', { retryAfter: '3', write: true }).kind).toBe('unavailable');
    }
    expect(translated(429, 'x', { retryAfter: '3', write: true }).kind).toBe('throttled');
  });

  it('believe nothing that a page of a proxy says but 429', () => {
    const foreign = true;
    for (const status of [400, 401, 403, 404, 410, 412, 502]) {
      expect(translated(status, undefined, { foreign })).toMatchObject({ kind: 'unavailable', code: `http${status}` });
    }
    expect(translated(429, undefined, { foreign }).kind).toBe('throttled');
  });

  it('name the permission and where it is granted', () => {
    expect(translated(403, 'ErrorAccessDenied').message).toMatch(/Application Contacts\.Read.*scope.*2 hours/);
    expect(translated(403, 'Authorization_RequestDenied').message).toMatch(/Contacts\.Read.*admin consent/);
  });

  it('tell a missing item from a missing mailbox', () => {
    const gone = (code: string) => saysItemGone({ status: 404, body: { error: { code } } });
    expect(['ErrorItemNotFound', '', 'Request_ResourceNotFound'].map(gone)).toEqual([true, true, true]);
    expect(['MailboxNotEnabledForRESTAPI', 'ResourceNotFound', 'ErrorInvalidUser'].map(gone)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('errors of credentials', () => {
  const secret = 'very~secret.value';
  const entra = (number: string) => `AADSTS${number}: Something about ${secret}. Trace ID: 1 Correlation ID: 2`;

  it.each([
    ['7000222', 'secretExpired'],
    ['7000215', 'secretInvalid'],
    ['700016', 'clientUnknown'],
    ['90002', 'tenantUnknown'],
    ['700027', 'assertionRejected'],
    ['70021', 'assertionRejected'],
    ['700213', 'assertionRejected'],
    ['7654321', 'AADSTS7654321'],
  ])('AADSTS%s is %s', (number, code) => {
    const answer = { error: 'invalid_client', error_description: entra(number) };
    const errors = [
      new AuthenticationError(401, answer),
      new AuthenticationRequiredError({ scopes: ['x'], message: `invalid_client: ${number} - [1]: ${entra(number)}` }),
    ];
    for (const error of errors) {
      const ours = fromTokenError(error);
      expect(ours).toMatchObject({ kind: 'denied', code });
      expect(JSON.stringify([ours.message, ours.cause])).not.toContain(secret);
    }
  });

  it('tells a refusal from a service that is down', () => {
    const unavailable = new AuthenticationRequiredError({
      scopes: ['x'],
      message: 'network_error: getaddrinfo ENOTFOUND',
    });
    expect(fromTokenError(unavailable)).toMatchObject({ kind: 'unavailable', code: 'signIn' });
    expect(fromTokenError(new AuthenticationError(503, '<html>'))).toMatchObject({ kind: 'unavailable' });
    expect(fromTokenError(new AuthenticationError(400, entra('90033')))).toMatchObject({ kind: 'unavailable' });
    expect(fromTokenError(new CredentialUnavailableError('No managed identity endpoint found.'))).toMatchObject({
      code: 'identityUnavailable',
    });
    expect(fromTokenError(new CredentialUnavailableError('endpoints_resolution_error: x'))).toMatchObject({
      kind: 'unavailable',
    });
    expect(fromTokenError('boom')).toMatchObject({ kind: 'unavailable' });
  });
});
