import { z } from 'zod';
import { UnavailableError } from '../errors.ts';

/** How something that was sent to a destination can end. */
export const outcomeClasses = [
  'ok',
  'dns',
  'refusedByPolicy',
  'tls',
  'auth',
  'timeout',
  'unreachable',
  'status',
  'noSecret',
  'account',
] as const;
export type OutcomeClass = (typeof outcomeClasses)[number];
export type FailureClass = Exclude<OutcomeClass, 'ok'>;

export interface Failure {
  outcome: FailureClass;
  /** One sentence: what happened, and what to do next; never with a secret, nor with anything of what was answered. */
  detail: string;
  status?: number;
  /** What the receiver asked for with Retry-After. */
  retryAfterSeconds?: number;
  /** Nothing was tried, because somebody else is at something that must not be done twice: try again after these seconds. */
  postponedSeconds?: number;
  /** Nothing more may be sent until somebody has looked at it. */
  isFinal?: boolean;
}

/** Something could not be delivered. */
export class DeliveryError extends UnavailableError {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.detail, { code: failure.outcome, ...(cause !== undefined && { cause }) });
    this.failure = failure;
  }
}

/** What a test of a destination answers: its class, never anything of what the receiver answered but its status. */
export const outcomeSchema = z
  .strictObject({
    outcome: z.enum(outcomeClasses),
    status: z.int().optional(),
    detail: z.string().meta({ description: 'What happened, and what to do next.' }),
  })
  .meta({ id: 'DeliveryOutcome' });

export type Outcome = z.infer<typeof outcomeSchema>;

const longestRetrySeconds = 24 * 3600;

/** Throws what a status means that is no success: 2xx only is one. */
export function refuseStatus(status: number, retryAfter: string, now: Date): void {
  if (status >= 200 && status < 300) return;
  const waits = retryAfterSeconds(retryAfter, now);
  throw new DeliveryError({
    ...{ outcome: status === 401 || status === 403 ? 'auth' : 'status', status, detail: sentenceOf(status) },
    ...(waits !== undefined && { retryAfterSeconds: waits }),
    ...(status === 410 && { isFinal: true }),
  });
}

/** The seconds that a Retry-After names, as a number or a date; at most a day. Undefined where it names none. */
export function retryAfterSeconds(header: string, now: Date): number | undefined {
  if (/^\d{1,9}$/.test(header.trim())) return Math.min(Number(header), longestRetrySeconds);
  const at = Date.parse(header);
  if (Number.isNaN(at)) return undefined;
  return Math.min(Math.max(0, Math.ceil((at - now.getTime()) / 1000)), longestRetrySeconds);
}

function sentenceOf(status: number): string {
  if (status >= 300 && status < 400)
    return `It answered with a redirection (${status}), which is not followed; enter the address that it leads to.`;
  if (status === 410)
    return 'It answered that it is gone (410); delete the destination, or repair the receiver and replay.';
  return `It answered with the status ${status}; only 200 to 299 count as received.`;
}

/** Opens something sealed; that it cannot be opened is a failure like others, which somebody has to repair. */
export async function opened<T>(open: () => Promise<T> | T): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof UnavailableError && sealCodes.has(error.code ?? ''))
      throw new DeliveryError({ outcome: 'auth', detail: error.message }, error);
    throw error;
  }
}

const sealCodes = new Set(['sealingKeyMissing', 'sealBroken']);
