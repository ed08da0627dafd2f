import { z } from 'zod';
import { etagOf } from './etag.ts';
import type { ApiAnswer } from './request.ts';

/** The content type of an answer that is not JSON. */
export type MediaType = `${string}/${string}`;

/** What a status carries: a value of a schema as JSON, content of a media type, or nothing. */
export type AnswerForms = Readonly<Record<number, z.ZodType | MediaType | 'empty'>>;

interface Extras {
  headers?: Record<string, string>;
}

type ReplyOf<S, F> = F extends z.ZodType
  ? Extras & { status: S; value: z.output<F>; version?: string }
  : F extends 'empty'
    ? Extras & { status: S }
    : Extras & { status: S; content: string | Uint8Array };

/** What a handler returns: one of the declared statuses with what that status carries. */
export type Reply<A extends AnswerForms> = { [S in keyof A & number]: ReplyOf<S, A[S]> }[keyof A & number];

/** The same without knowledge of the declaration. */
export interface PlainReply extends Extras {
  status: number;
  /** Sent as JSON. */
  value?: unknown;
  /** Sent as it is. */
  content?: string | Uint8Array;
  /** The version of the resource (its storage etag), sent as ETag. */
  version?: string;
}

/** Turns what a handler returned into the answer; with `check` an answer that its declaration does not allow is a failure. */
export function answerOf(reply: PlainReply, forms: AnswerForms, check: boolean): ApiAnswer {
  const form = forms[reply.status];
  if (check) checkReply(reply, form);
  const etag = reply.version === undefined ? {} : { etag: etagOf(reply.version) };
  if (reply.content !== undefined) {
    const type = typeof form === 'string' ? form : 'application/octet-stream';
    return { status: reply.status, headers: { 'content-type': type, ...etag, ...reply.headers }, body: reply.content };
  }
  if (reply.value === undefined) return { status: reply.status, headers: { ...etag, ...reply.headers } };
  const headers = { 'content-type': 'application/json; charset=utf-8', ...etag, ...reply.headers };
  return { status: reply.status, headers, body: JSON.stringify(reply.value) };
}

function checkReply(reply: PlainReply, form: AnswerForms[number] | undefined): void {
  if (form === undefined) throw new Error(`The status ${reply.status} is not declared.`);
  const expected = typeof form === 'string' ? (form === 'empty' ? 'nothing' : 'content') : 'value';
  const came = reply.content !== undefined ? 'content' : reply.value !== undefined ? 'value' : 'nothing';
  if (expected !== came) throw new Error(`The status ${reply.status} must carry ${expected}, not ${came}.`);
  if (typeof form === 'string') return;
  const sent: unknown = JSON.parse(JSON.stringify(reply.value));
  const checked = form.safeParse(sent);
  if (!checked.success)
    throw new Error(`The answer ${reply.status} is not as declared: ${z.prettifyError(checked.error)}`);
}
