import { z } from 'zod';
import { InvalidError, PatchbayError, ThrottledError, type Fault } from '../errors.ts';
import { MediaTypeError, PreconditionError, TooLargeError, UnauthenticatedError } from './http-errors.ts';
import type { ApiAnswer } from './request.ts';

/** The body of every answer that reports a failure (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z.string().meta({ description: 'Which kind of problem: `urn:patchbay:problem:<kind>`.' }),
    title: z.string().meta({ description: 'The same sentence for every problem of this kind.' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened, to what, and what to do next.' }),
    code: z.string().optional().meta({ description: 'A short stable word for the reason, where there is one.' }),
    instance: z.string().optional().meta({ description: 'The invocation to look for in the logs (500 only).' }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().meta({
            description:
              'RFC 6901 pointer into the body; `/query/...`, `/path/...` and `/header/...` name the other parts of a request.',
          }),
          detail: z.string(),
        }),
      )
      .optional()
      .meta({
        description: 'What is wrong with the request, place by place; always there when the request is not valid.',
      }),
  })
  .meta({ id: 'Problem', description: 'Why a request failed (RFC 9457, `application/problem+json`).' });

export type Problem = z.infer<typeof problemSchema>;

/** Every kind of problem with its status and title, for the answers as for the documentation. */
export const problemKinds = {
  invalid: { status: 400, title: 'The request is not valid.' },
  unauthenticated: { status: 401, title: 'Credentials are missing or not accepted.' },
  denied: { status: 403, title: 'This is not allowed.' },
  'not-found': { status: 404, title: 'There is no such thing.' },
  conflict: { status: 409, title: 'Something else is in the way.' },
  precondition: { status: 412, title: 'It changed since it was read.' },
  'too-large': { status: 413, title: 'The body is too large.' },
  'media-type': { status: 415, title: 'The body is of a type that is not taken here.' },
  throttled: { status: 429, title: 'Too many requests.' },
  unexpected: { status: 500, title: 'Something went wrong here.' },
  unavailable: { status: 503, title: 'Something that is needed does not answer.' },
} as const;

type ProblemKind = keyof typeof problemKinds;

const kindOfTree = {
  invalid: 'invalid',
  denied: 'denied',
  notFound: 'not-found',
  conflict: 'conflict',
  throttled: 'throttled',
  resync: 'unavailable',
  unavailable: 'unavailable',
} as const satisfies Record<PatchbayError['kind'], ProblemKind>;

const retryUnavailableSeconds = 10;
const longestRetrySeconds = 24 * 3600;

export interface ProblemContext {
  invocationId: string;
  /** Whether the route takes HTTP Basic; only then is it offered, or browsers would ask people for keys. */
  basic: boolean;
}

/** Translates whatever was thrown into the answer that reports it; what is not ours is not told, only where to look. */
export function problemAnswer(error: unknown, context: ProblemContext): ApiAnswer {
  const kind = kindOf(error);
  const problem: Problem = {
    type: `urn:patchbay:problem:${kind}`,
    ...problemKinds[kind],
    ...(error instanceof PatchbayError
      ? ours(error)
      : {
          detail: 'The failure is recorded in the logs under the invocation named by "instance".',
          instance: `urn:patchbay:invocation:${context.invocationId}`,
        }),
  };
  return {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...headersOf(error, kind, context) },
    body: JSON.stringify(problem),
  };
}

function kindOf(error: unknown): ProblemKind {
  if (error instanceof UnauthenticatedError) return 'unauthenticated';
  if (error instanceof PreconditionError) return 'precondition';
  if (error instanceof TooLargeError) return 'too-large';
  if (error instanceof MediaTypeError) return 'media-type';
  return error instanceof PatchbayError ? kindOfTree[error.kind] : 'unexpected';
}

function ours(error: PatchbayError): { detail: string; code?: string; errors?: Fault[] } {
  return {
    detail: error.message,
    ...(error.code === undefined ? {} : { code: error.code }),
    ...(error instanceof InvalidError ? { errors: faultsOf(error) } : {}),
  };
}

function faultsOf(error: InvalidError): Fault[] {
  return error.faults.length > 0 ? error.faults : [{ pointer: '', detail: error.message }];
}

function headersOf(error: unknown, kind: ProblemKind, context: ProblemContext): Record<string, string> {
  if (error instanceof UnauthenticatedError) return { 'www-authenticate': challenge(error, context) };
  if (error instanceof ThrottledError) return { 'retry-after': seconds(error.retryAfterSeconds) };
  if (kind === 'unavailable') return { 'retry-after': seconds(retryUnavailableSeconds) };
  return {};
}

function challenge(error: UnauthenticatedError, { basic }: ProblemContext): string {
  const bearer = `Bearer realm="patchbay"${error.code === 'invalidToken' ? ', error="invalid_token"' : ''}`;
  // Basic comes first: phones often look at the first challenge only.
  return basic ? `Basic realm="patchbay", charset="UTF-8", ${bearer}` : bearer;
}

function seconds(value: number): string {
  const whole = Number.isFinite(value) ? Math.ceil(value) : retryUnavailableSeconds;
  return String(Math.min(Math.max(1, whole), longestRetrySeconds));
}
