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

type ErrorAnswer = Pick<GraphAnswer, 'status' | 'retryAfter' | 'body'> & Partial<Pick<GraphAnswer, 'foreign'>>;

/** What a request was for; `write` tells that it has an effect, so that `unavailable` must mean: nobody knows whether it had. */
type Asked = Purpose & { link?: boolean; write?: boolean };

/** An answer that is no success as an error of ours; Graph's own words stay out of it, they can quote what was asked. */
export function fromGraphError(answer: ErrorAnswer, asked: Asked, now: number): PatchbayError {
  const code = codeFromGraph(answer.body);
  const options = { code: code ?? `http${answer.status}` };
  if (isThrottled(answer, asked.write === true, now)) {
    const pause = pauseSeconds(answer, now);
    const message = `Microsoft Graph limits the requests for ${asked.about}; it asks to wait ${pause} seconds.`;
    return new ThrottledError(message, pause, options);
  }
  // A page of a proxy says nothing about what Graph has or refuses, whatever its status.
  if (answer.foreign === true) return fromRow(otherRow.server, asked, options);
  if (asked.write !== true && isResync(answer.status, code, asked.link === true)) {
    return new ResyncError(
      `Microsoft Graph no longer knows how far ${asked.about} had been read; they are read anew.`,
      options,
    );
  }
  return fromRow(rowOf(answer.status, code, asked), asked, options);
}

// A link comes from Graph itself, so a 400 about it can only mean that its token is no good any more, whatever the code.
function isResync(status: number, code: string | undefined, link: boolean): boolean {
  return status === 410 || (status < 500 && resyncCode.test(code ?? '')) || (link && status === 400);
}

// A 429 had no effect. A 5xx with a Retry-After is as good as one for a read; a write may have had its effect all the same.
function isThrottled(answer: ErrorAnswer, write: boolean, now: number): boolean {
  if (answer.status === 429) return true;
  return !write && answer.status >= 500 && secondsFromRetryAfter(answer.retryAfter, now) !== undefined;
}

function rowOf(status: number, code: string | undefined, { write }: Asked): ErrorRow {
  const other = status >= 500 ? otherRow.server : otherRow.client;
  const known = rowByCode[(code ?? '').toLowerCase()] ?? rowByStatus[status] ?? other;
  // A service that fails may fail after the effect; only a quota is refused with a 5xx.
  return write === true && status >= 500 && known.kindOfWrite === undefined ? otherRow.server : known;
}

function fromRow(row: ErrorRow, asked: Asked, options: { code: string }): PatchbayError {
  const message = row.say.replaceAll('{about}', asked.about).replaceAll('{permission}', asked.permission);
  switch (asked.write === true ? (row.kindOfWrite ?? row.kind) : row.kind) {
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
