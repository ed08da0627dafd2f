import type { Received } from '../wire/received.ts';
import type { Reply } from '../wire/reply.ts';
import type { GraphAnswer } from './graph-answer.ts';

const json = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const diagnostic = JSON.stringify({
  ServerInfo: { DataCenter: 'Simulator', Slice: 'E', Ring: '5', ScaleUnit: '001', RoleInstance: 'LOCALHOST' },
});

/** Puts an answer into Graph's headers. */
export function graphReply(
  answer: GraphAnswer,
  received: Received,
  ids: { requestId: string; clientRequestId: string },
): Reply {
  const body = answer.html ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body));
  const type = answer.html === undefined ? json : 'text/html';
  return {
    status: answer.status,
    headers: {
      'Cache-Control': 'no-store, no-cache',
      ...(body === undefined ? {} : { 'Content-Type': type }),
      ...(received.method === 'GET' ? { 'OData-Version': '4.0' } : {}),
      'request-id': ids.requestId,
      'client-request-id': ids.clientRequestId,
      'x-ms-ags-diagnostic': diagnostic,
      ...answer.headers,
    },
    body,
    drop: answer.drop,
  };
}
