import { GraphError } from '../graph/errors.ts';
import { answersInstead, decorate, faultAnswer } from '../traffic/fault-answer.ts';
import type { Traffic } from '../traffic/traffic.ts';
import { pause } from '../wire/pause.ts';
import type { Received } from '../wire/received.ts';
import { jsonReply } from '../wire/reply.ts';
import type { Reply } from '../wire/reply.ts';

/** Counts a request to the token endpoint and lets faults for the operation `token` act on it. */
export async function withTokenFaults(
  received: Received,
  traffic: Traffic,
  answer: () => Promise<Reply>,
): Promise<Reply> {
  traffic.requests.tokenRequested();
  const effect = traffic.faults.strike({
    method: received.method,
    address: decodeURI(received.url),
    mailbox: [],
    operation: ['token'],
    onlyIfNamed: true,
  });
  if (effect === undefined) return answer();
  await pause(effect.delayMs ?? 0);
  const reply = answersInstead(effect) ? refusal(() => faultAnswer(effect)) : await answer();
  const { headers, drop } = decorate({ status: reply.status, headers: reply.headers, drop: reply.drop }, effect);
  return { ...reply, headers, drop };
}

function refusal(effect: () => ReturnType<typeof faultAnswer>): Reply {
  try {
    const { status, body, html, drop } = effect();
    if (html !== undefined) return { status, headers: { 'Content-Type': 'text/html' }, body: html, drop };
    return { ...jsonReply(status, body ?? {}), drop };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const body = { error: error.code, error_description: error.message, error_codes: [] };
    return jsonReply(error.status, body, error.headers);
  }
}
