import { GraphError } from '../graph/errors.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import type { FaultEffect } from './faults.ts';

const usualErrors: Record<number, readonly [code: string, message: string]> = {
  400: ['BadRequest', 'Bad Request.'],
  401: ['InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'],
  403: ['ErrorAccessDenied', 'Access is denied. Check credentials and try again.'],
  404: ['ErrorItemNotFound', 'The specified object was not found in the store.'],
  409: ['ErrorDuplicateTransactionId', 'Your request cannot be completed.'],
  410: ['SyncStateNotFound', 'The sync state generation is not found; generation=149;[highest=157]'],
  412: [
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  ],
  429: ['ApplicationThrottled', 'Application is over its MailboxConcurrency limit.'],
  500: ['generalException', 'An internal server error occurred. The operation failed.'],
  502: ['UnknownError', ''],
  503: ['ServiceNotAvailable', 'The service is temporarily unavailable. Please retry later.'],
  504: ['UnknownError', ''],
  507: ['QuotaExceededException', 'The quota is exceeded.'],
};

/** The directory has other words for some of them. */
const usualDirectoryErrors: Record<number, readonly [code: string, message: string]> = {
  403: ['Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  404: ['Request_ResourceNotFound', 'Resource does not exist.'],
  410: ['resyncRequired', 'Resync required. Any differences between items have to be uploaded.'],
  429: ['TooManyRequests', 'Too many requests.'],
};

/** True if the effect takes the place of the operation. */
export function answersInstead(effect: FaultEffect): boolean {
  return (
    effect.status !== undefined || effect.html !== undefined || effect.body !== undefined || effect.drop === 'before'
  );
}

/**
 * The answer of an effect that takes the place of the operation; Graph's errors are thrown.
 * @param directory true for an operation of the directory, false for one of Exchange
 */
export function faultAnswer(effect: FaultEffect, directory = false): GraphAnswer {
  if (effect.drop === 'before') return { status: 200, headers: {}, drop: 'unanswered' };
  if (effect.html !== undefined) return { status: effect.status ?? 502, headers: {}, html: effect.html };
  const status = effect.status ?? 200;
  if (effect.body !== undefined || status < 400) return { status, headers: {}, body: effect.body };
  const usual = (directory ? usualDirectoryErrors[status] : undefined) ?? usualErrors[status];
  const [code, message] = usual ?? ['UnknownError', ''];
  // Only a 429 brings a Retry-After of its own: a 503 may, a 504 usually does not (graph.md, section 6).
  const headers: Record<string, string> = status === 429 ? { 'Retry-After': '1' } : {};
  throw new GraphError(status, effect.code ?? code, effect.message ?? message, headers);
}

/** Adds headers and a cut connection to an answer. */
export function decorate(answer: GraphAnswer, effect: FaultEffect | undefined): GraphAnswer {
  if (effect === undefined) return answer;
  const headers = { ...answer.headers };
  for (const [name, value] of Object.entries(effect.headers ?? {})) {
    for (const known of Object.keys(headers)) {
      if (known.toLowerCase() === name.toLowerCase()) Reflect.deleteProperty(headers, known);
    }
    if (value !== '') headers[name] = value;
  }
  const drop = effect.drop === 'after' ? 'unanswered' : (effect.dropAfterBytes ?? answer.drop);
  return { ...answer, headers, drop };
}
