import { z } from 'zod';
import {
  ConflictError,
  DeniedError,
  InvalidError,
  NotFoundError,
  ResyncError,
  ThrottledError,
  UnavailableError,
} from '../../errors.ts';
import type { PatchbayError } from '../../errors.ts';
import type { GraphAnswer, Purpose } from './call.ts';
import { mailboxGoneCode, otherRow, resyncCode, rowByCode, rowByStatus } from './error-table.ts';
import type { ErrorRow } from './error-table.ts';
import { pauseSeconds, secondsFromRetryAfter } from './retry-after.ts';

const errorBody = z.object({ error: z.object({ code: z.string().nullish().catch(undefined) }) });

/** The code in an error body; an empty one (seen inside batches), and a body that is not JSON, have none. */
export function codeFromGraph(body: unknown): string | undefined {
  const code = errorBody.safeParse(body).data?.error.code?.trim();
  return code === undefined || code === '' ? undefined : code;
}

/** An answer that is no success as an error of ours; Graph's own words stay out of it, they can quote what was asked. */
export function fromGraphError(
  answer: Pick<GraphAnswer, 'status' | 'retryAfter' | 'body'>,
  purpose: Purpose & { link?: boolean },
  now: number,
): PatchbayError {
  const code = codeFromGraph(answer.body);
  const options = { code: code ?? `http${answer.status}` };
  if (isResync(answer.status, code, purpose.link === true)) {
    return new ResyncError(
      `Microsoft Graph no longer knows how far ${purpose.about} had been read; they are read anew.`,
      options,
    );
  }
  if (isThrottled(answer, now)) {
    const pause = pauseSeconds(answer, now);
    const message = `Microsoft Graph limits the requests for ${purpose.about}; it asks to wait ${pause} seconds.`;
    return new ThrottledError(message, pause, options);
  }
  const known = rowByCode[(code ?? '').toLowerCase()] ?? rowByStatus[answer.status];
  return fromRow(known ?? (answer.status >= 500 ? otherRow.server : otherRow.client), purpose, options);
}

// A link comes from Graph itself, so a 400 about it can only mean that its token is no good any more, whatever the code.
function isResync(status: number, code: string | undefined, link: boolean): boolean {
  return status === 410 || (status < 500 && resyncCode.test(code ?? '')) || (link && status === 400);
}

function isThrottled(answer: Pick<GraphAnswer, 'status' | 'retryAfter'>, now: number): boolean {
  return answer.status === 429 || (answer.status >= 500 && secondsFromRetryAfter(answer.retryAfter, now) !== undefined);
}

function fromRow(row: ErrorRow, purpose: Purpose, options: { code: string }): PatchbayError {
  const message = row.say.replaceAll('{about}', purpose.about).replaceAll('{permission}', purpose.permission);
  switch (row.kind) {
    case 'invalid':
      return new InvalidError(message, [], options);
    case 'denied':
      return new DeniedError(message, options);
    case 'notFound':
      return new NotFoundError(message, options);
    case 'conflict':
      return new ConflictError(message, options);
    case 'unavailable':
      return new UnavailableError(message, options);
  }
}

/** Whether an answer for one item says that this item does not exist (and not that its mailbox cannot be reached). */
export function saysItemGone(answer: Pick<GraphAnswer, 'status' | 'body'>): boolean {
  return answer.status === 404 && !mailboxGoneCode.test(codeFromGraph(answer.body) ?? '');
}

/** A body as the schema describes it; anything else is the other side not answering as it should. */
export function parsedAnswer<T>(schema: z.ZodType<T>, body: unknown, purpose: Purpose): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new UnavailableError(`Microsoft Graph's answer about ${purpose.about} has an unknown form.`, {
    code: 'unknownForm',
  });
}
