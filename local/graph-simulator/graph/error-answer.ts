import type { Quirks } from '../traffic/quirks.ts';
import { GraphError } from './errors.ts';
import type { GraphAnswer } from './graph-answer.ts';

/** Where an error happened, for its `innerError`. */
export interface ErrorContext {
  requestId: string;
  clientRequestId: string;
  now: Date;
  inner: boolean;
  quirks: Quirks;
}

/** `{error: {code, message, innerError}}`; anything but a GraphError is a 500 that names the simulator's own mistake. */
export function errorAnswer(error: unknown, context: ErrorContext): GraphAnswer {
  if (error instanceof GraphError) {
    return { status: error.status, headers: error.headers, body: errorBody(error.code, error.message, context) };
  }
  const message = `simulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return { status: 500, headers: {}, body: errorBody('generalException', message, context) };
}

function errorBody(code: string, message: string, context: ErrorContext): Record<string, unknown> {
  const { quirks } = context;
  const innerError = {
    date: context.now.toISOString().slice(0, 19),
    'request-id': context.requestId,
    'client-request-id': context.clientRequestId,
  };
  const shownCode = context.inner && quirks.has('emptyInnerCodes') ? '' : code;
  if (quirks.has('noInnerError')) return { error: { code: shownCode, message } };
  const name = quirks.has('lowercaseInnerError') ? 'innererror' : 'innerError';
  return { error: { code: shownCode, message, [name]: innerError } };
}
