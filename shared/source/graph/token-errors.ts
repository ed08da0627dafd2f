import { z } from 'zod';
import { SignInError, PatchbayError, UnavailableError } from '../../errors.ts';
import { tokenErrors } from './token-error-table.ts';

// The shapes of @azure/identity's AuthenticationError, AuthenticationRequiredError and CredentialUnavailableError.
const identityError = z.object({
  name: z.string(),
  message: z.string().catch(''),
  statusCode: z.number().optional().catch(undefined),
  errorResponse: z
    .object({ error: z.string().catch(''), errorDescription: z.string().catch('') })
    .optional()
    .catch(undefined),
});

const unknownError = { name: '', message: '' };

/**
 * What a credential threw as an error of ours. Entra's text (it quotes ids, and identity libraries quote requests) is only
 * searched for its number; neither it nor the original error goes on, so that no secret and no token can.
 */
export function fromTokenError(error: unknown): PatchbayError {
  if (error instanceof PatchbayError) return error;
  const { name, message, statusCode, errorResponse } = identityError.catch(unknownError).parse(error);
  const text = `${errorResponse?.errorDescription ?? ''} ${message}`;
  const number = /AADSTS(\d{4,9})/.exec(text)?.[1];
  const row = number === undefined ? undefined : tokenErrors[number];
  if (row !== undefined) return new SignInError(row.say, { code: row.code });
  if (number !== undefined && (statusCode === undefined || statusCode < 500) && !isTransient(number)) {
    return new SignInError(`Microsoft Entra refuses to sign the application in (AADSTS${number}).`, {
      code: `AADSTS${number}`,
    });
  }
  if (name === 'CredentialUnavailableError' && !text.includes('endpoints_resolution_error')) {
    return new SignInError('The managed identity is not available: assign it to the function app.', {
      code: 'identityUnavailable',
    });
  }
  if (errorResponse?.error === 'invalid_client') {
    return new SignInError('Microsoft Entra does not accept the credential of the connection.', {
      code: 'clientRejected',
    });
  }
  return new UnavailableError('The sign-in service of the cloud does not answer; it will be tried again later.', {
    code: 'signIn',
  });
}

/** The error of a credential that answered without a token. */
export function noTokenError(): PatchbayError {
  return new SignInError('Microsoft Entra gave no token for the connection.', { code: 'noToken' });
}

// Entra's own "a transient error has occurred", "too many requests of the tenant" and "the client is in a loop".
function isTransient(number: string): boolean {
  return ['90033', '90055', '50196'].includes(number);
}
