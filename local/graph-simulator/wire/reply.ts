import type { ServerResponse } from 'node:http';

/** An HTTP answer, ready for the wire. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string | undefined;
  /** `unanswered` cuts the connection without a byte; a number cuts it after so many bytes of the body. */
  drop?: 'unanswered' | number | undefined;
}

/** An answer with a JSON body. */
export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** Writes an answer, or cuts the connection where the answer says so. */
export function send(outgoing: ServerResponse, reply: Reply): void {
  if (reply.drop === 'unanswered') {
    outgoing.socket?.destroy();
    return;
  }
  const body = Buffer.from(reply.body ?? '', 'utf8');
  outgoing.writeHead(reply.status, { ...reply.headers, ...(bodiless(reply) ? {} : { 'Content-Length': body.length }) });
  if (reply.drop === undefined) {
    outgoing.end(bodiless(reply) ? undefined : body);
    return;
  }
  outgoing.write(body.subarray(0, reply.drop), () => {
    outgoing.socket?.destroy();
  });
}

function bodiless(reply: Reply): boolean {
  return reply.status === 204 || reply.status === 304;
}
