import type { Reply } from '../wire/reply.ts';

/** An answer of Graph before it is put on the wire or into a batch. */
export interface GraphAnswer {
  status: number;
  headers: Record<string, string>;
  /** Becomes JSON; undefined = empty body. */
  body?: unknown;
  /** A body in HTML instead, as gateways answer. */
  html?: string | undefined;
  drop?: Reply['drop'];
}

/** 200 with a JSON body. */
export function ok(body: unknown): GraphAnswer {
  return { status: 200, headers: {}, body };
}

/** 201 with the created resource. */
export function created(body: unknown): GraphAnswer {
  return { status: 201, headers: {}, body };
}

/** 204 and nothing else. */
export function noContent(): GraphAnswer {
  return { status: 204, headers: {} };
}
