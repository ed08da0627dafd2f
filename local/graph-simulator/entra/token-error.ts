import { randomUUID } from 'node:crypto';
import { jsonReply } from '../wire/reply.ts';
import type { Reply } from '../wire/reply.ts';

/** A refusal of the token endpoint: OAuth 2.0 `error` and the number behind `AADSTS`. */
export class TokenError extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(status: number, error: string, number: number, description: string) {
    super(description);
    this.name = 'TokenError';
    this.status = status;
    this.error = error;
    this.number = number;
  }
}

/** 401 `invalid_client`: the app did not prove who it is. */
export function invalidClient(number: number, description: string): TokenError {
  return new TokenError(401, 'invalid_client', number, description);
}

/** The error as Entra ID words it, with trace ids, time and `error_codes`. */
export function tokenErrorReply(error: TokenError, now: Date): Reply {
  const trace = randomUUID();
  const correlation = randomUUID();
  const timestamp = `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return jsonReply(error.status, {
    error: error.error,
    error_description: `AADSTS${error.number}: ${error.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [error.number],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${error.number}`,
  });
}
