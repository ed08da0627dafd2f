import { AuthenticationError, AuthenticationRequiredError, CredentialUnavailableError } from '@azure/identity';
import { describe, expect, it } from 'vitest';
import { fromGraphError, saysItemGone } from '../../../../shared/source/graph/errors.ts';
import { fromTokenError } from '../../../../shared/source/graph/token-errors.ts';

const purpose = { about: 'the contacts of mailbox 4711', permission: 'Contacts.Read' };

function translated(status: number, code: string | undefined, more: { link?: boolean; retryAfter?: string } = {}) {
  const body = code === undefined ? undefined : { error: { code, message: 'x', innererror: {} } };
  return fromGraphError({ status, retryAfter: more.retryAfter, body }, { ...purpose, link: more.link ?? false }, 0);
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
