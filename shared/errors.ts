/** One thing that is wrong with an input: where (RFC 6901 pointer, `''` for the whole) and what, in one sentence. */
export interface Fault {
  pointer: string;
  detail: string;
}

interface Cause {
  cause?: unknown;
}

/**
 * The root of every error that Patchbay throws on purpose. The subclass tells the caller what to do; the message says what
 * happened, to what, and what to do next. Anything else that is thrown is a bug.
 */
export abstract class PatchbayError extends Error {
  abstract readonly kind: 'invalid' | 'denied' | 'notFound' | 'conflict' | 'throttled' | 'resync' | 'unavailable';
  /** A short stable word for the reason, for runs, logs and tests; for errors from Graph its own error code. */
  readonly code: string | undefined;

  constructor(message: string, options: Cause & { code?: string | undefined } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
  }
}

/** The input is wrong; correct it before trying again. */
export class InvalidError extends PatchbayError {
  readonly kind = 'invalid';
  readonly faults: Fault[];

  constructor(message: string, faults: Fault[] = [], options: Cause & { code?: string | undefined } = {}) {
    super(message, options);
    this.faults = faults;
  }
}

/** Whoever asks may not do this (or is not known); somebody has to grant something first. */
export class DeniedError extends PatchbayError {
  readonly kind = 'denied';
}

/** The credential itself is refused: nothing that uses the connection works until somebody repairs it. */
export class SignInError extends DeniedError {}

/** The thing does not exist (any more). */
export class NotFoundError extends PatchbayError {
  readonly kind = 'notFound';
}

/** Somebody else changed it meanwhile, or it is busy; read again before trying again. */
export class ConflictError extends PatchbayError {
  readonly kind = 'conflict';
}

/** Too many requests; try again after `retryAfterSeconds`. */
export class ThrottledError extends PatchbayError {
  readonly kind = 'throttled';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number, options: Cause & { code?: string | undefined } = {}) {
    super(message, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The position in a change feed is no longer valid (Graph: 410); read the folder again from the start. */
export class ResyncError extends PatchbayError {
  readonly kind = 'resync';
}

/** The other side does not answer as it should; try again later. */
export class UnavailableError extends PatchbayError {
  readonly kind = 'unavailable';
}

/** Turns whatever was thrown into one line that is safe to store and show: our own messages whole, others by name only. */
export function reasonOf(error: unknown): string {
  if (error instanceof PatchbayError) return error.message;
  return error instanceof Error ? `Unexpected ${error.name}.` : 'Unexpected failure.';
}
