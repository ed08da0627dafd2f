import { z } from 'zod';
import { etagOf } from './etag.ts';
import type { ApiAnswer } from './request.ts';

/** The content type of an answer that is not JSON. */
export type MediaType = `${string}/${string}`;

/** A value of a schema, sent as JSON; content of a media type; or nothing. */
export type AnswerForm = z.ZodType | MediaType | 'empty';

/** What each status carries; several forms where the request chooses one. */
export type AnswerForms = Readonly<Record<number, AnswerForm | readonly AnswerForm[]>>;

interface Extras {
  headers?: Record<string, string>;
}

type ReplyOf<S, F> = F extends readonly (infer E)[]
  ? ReplyOf<S, E>
  : F extends z.ZodType
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

/** The forms of one status; none when the status is not declared. */
export function formsOf(forms: AnswerForms, status: number): readonly AnswerForm[] {
  const declared = forms[status];
  if (declared === undefined) return [];
  return isList(declared) ? declared : [declared];
}

/**
 * Turns what a handler returned into the answer; with `check` an answer that its declaration does not allow is a failure.
 * Content is of the first media type declared for its status, unless its headers say otherwise.
 */
export function answerOf(reply: PlainReply, declared: AnswerForms, check: boolean): ApiAnswer {
  const forms = formsOf(declared, reply.status);
  if (check) checkReply(reply, forms);
  const etag = reply.version === undefined ? {} : { etag: etagOf(reply.version) };
  if (reply.content !== undefined) {
    const type = forms.find(isMediaType) ?? 'application/octet-stream';
    return { status: reply.status, headers: { 'content-type': type, ...etag, ...reply.headers }, body: reply.content };
  }
  if (reply.value === undefined) return { status: reply.status, headers: { ...etag, ...reply.headers } };
  const headers = { 'content-type': 'application/json; charset=utf-8', ...etag, ...reply.headers };
  return { status: reply.status, headers, body: JSON.stringify(reply.value) };
}

function checkReply(reply: PlainReply, forms: readonly AnswerForm[]): void {
  const came = reply.content !== undefined ? 'content' : reply.value !== undefined ? 'value' : 'nothing';
  const form = forms.find((candidate) => carried(candidate) === came);
  if (form === undefined) throw new Error(`The status ${reply.status} with ${came} is not declared.`);
  if (typeof form === 'string') return;
  const sent: unknown = JSON.parse(JSON.stringify(reply.value));
  const checked = form.safeParse(sent);
  if (!checked.success)
    throw new Error(`The answer ${reply.status} is not as declared: ${z.prettifyError(checked.error)}`);
}

function carried(form: AnswerForm): 'content' | 'value' | 'nothing' {
  if (typeof form !== 'string') return 'value';
  return isMediaType(form) ? 'content' : 'nothing';
}

/** Whether a form is the media type of content that is sent as it is. */
export function isMediaType(form: AnswerForm): form is MediaType {
  return typeof form === 'string' && form !== 'empty';
}

function isList(forms: AnswerForm | readonly AnswerForm[]): forms is readonly AnswerForm[] {
  return Array.isArray(forms);
}
