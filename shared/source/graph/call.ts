import type { MiddlewareOptions } from '@microsoft/microsoft-graph-client';
import type { PatchbayError } from '../../errors.ts';

/** What a request is about, for the sentence that an administrator reads when it fails. */
export interface Purpose {
  /** Continues the words "Microsoft Graph may not read …", e.g. `the contacts of mailbox 4711`. */
  about: string;
  /** The application permission that the request needs, e.g. `Contacts.Read`. */
  permission: string;
  /** The mailbox whose share of concurrent requests is used; none for the directory. */
  mailbox?: string;
}

export interface CallOptions extends Purpose {
  url: string;
  /** Further `Prefer` values; the immutable ids are always asked for (a second `Prefer` header would replace the first). */
  prefer?: readonly string[];
  headers?: Readonly<Record<string, string>>;
  /** Asked right before each sending; when it says no, nothing is sent. */
  maySend?: (() => boolean) | undefined;
  /** Whether `url` is a nextLink or deltaLink: Graph then refuses it when it is too old, and only then. */
  link?: boolean;
}

/** What Graph answered, read to the end; `body` is undefined when it is empty or not JSON (an HTML page of a proxy). */
export interface GraphAnswer {
  status: number;
  retryAfter: string | undefined;
  challenge: string | undefined;
  body: unknown;
  /** Whether the body is a text that is not JSON, so that somebody on the way has answered and not Graph. */
  foreign: boolean;
}

/**
 * One request on its way through the chain: the exact address (the SDK takes apart and reorders the query of opaque
 * links, GraphRequest.parsePath), whether it may be sent again, and the outcome, which the SDK would otherwise wrap.
 */
export class GraphCall implements MiddlewareOptions {
  readonly options: CallOptions;
  readonly repeatable: boolean;
  answer: GraphAnswer | undefined;
  failure: PatchbayError | undefined;

  constructor(options: CallOptions, repeatable: boolean) {
    this.options = options;
    this.repeatable = repeatable;
  }
}
