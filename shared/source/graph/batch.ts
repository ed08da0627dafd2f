import { z } from 'zod';
import type { CallOptions, GraphAnswer, Purpose } from './call.ts';
import type { GraphCloud } from './clouds.ts';
import { fromGraphError, parsedAnswer } from './errors.ts';
import { isPassing, secondsFromRetryAfter, sleepBeforeRetry } from './retry-after.ts';
import { batchPathOf, urlOf } from './url.ts';

/** The most parts that one `$batch` may have (Graph docs, json-batching.md). */
const partsPerBatch = 20;

/** The answer to one part: a success, or a 4xx that trying again would not change. */
export type BatchAnswer = Pick<GraphAnswer, 'status' | 'retryAfter' | 'body'>;

const batchAnswer = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.unknown()).nullish().catch(undefined),
      body: z.unknown().optional(),
    }),
  ),
});

interface Waits {
  cloud: GraphCloud;
  sleep: (milliseconds: number) => Promise<void>;
  now: () => number;
}

type SendContent = (options: CallOptions, content: object) => Promise<unknown>;

/** Reads addresses by `$batch`. The outer 200 says nothing: each part is looked at, and only refused ones are sent again. */
export async function sendBatch(
  waits: Waits,
  urls: readonly string[],
  headers: Record<string, string>,
  purpose: Purpose,
  send: SendContent,
): Promise<BatchAnswer[]> {
  const answers: BatchAnswer[] = [];
  for (let start = 0; start < urls.length; start += partsPerBatch) {
    const requests = urls.slice(start, start + partsPerBatch).map((url, index) => ({
      id: String(index),
      method: 'GET',
      url: batchPathOf(waits.cloud, url),
      headers,
    }));
    answers.push(...(await settled(waits, requests, purpose, send)));
  }
  return answers;
}

async function settled(
  waits: Waits,
  requests: { id: string }[],
  purpose: Purpose,
  send: SendContent,
): Promise<BatchAnswer[]> {
  const url = urlOf(waits.cloud, ['$batch']);
  const answers = new Map<string, BatchAnswer>();
  for (let attempt = 1; ; attempt += 1) {
    const pending = requests.filter(({ id }) => !isSettled(answers.get(id)));
    const body = await send({ ...purpose, url }, { requests: pending });
    for (const part of parsedAnswer(batchAnswer, body, purpose).responses) answers.set(part.id, fromBatchPart(part));
    const open = requests.map(({ id }) => answers.get(id) ?? missing).filter((answer) => !isSettled(answer));
    if (open.length === 0) return requests.map(({ id }) => answers.get(id) ?? missing);
    const { asked, answer } = longest(open, waits.now());
    const milliseconds = sleepBeforeRetry(attempt, asked, Math.random());
    if (milliseconds === undefined) throw fromGraphError(answer, purpose, waits.now());
    await waits.sleep(milliseconds);
  }
}

/** A part that the service left out of its answer is asked for again. */
const missing: BatchAnswer = { status: 502, retryAfter: undefined, body: undefined };

function isSettled(answer: BatchAnswer | undefined): boolean {
  return answer !== undefined && !isPassing(answer.status, true);
}

function fromBatchPart(part: z.infer<typeof batchAnswer>['responses'][number]): BatchAnswer {
  const header = Object.entries(part.headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after');
  return { status: part.status, retryAfter: header === undefined ? undefined : String(header[1]), body: part.body };
}

/** The answer among those to repeat that asks for the longest wait. */
function longest(open: readonly BatchAnswer[], now: number): { asked: number | undefined; answer: BatchAnswer } {
  let asked: number | undefined;
  let longestAnswer = open.find(({ status }) => status === 429) ?? open[0] ?? missing;
  for (const answer of open) {
    const seconds = secondsFromRetryAfter(answer.retryAfter, now);
    if (seconds === undefined || (asked !== undefined && seconds <= asked)) continue;
    asked = seconds;
    longestAnswer = answer;
  }
  return { asked, answer: longestAnswer };
}
