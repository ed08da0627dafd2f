import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { emptyAnswer, textAnswer, type HttpAnswer } from './response.ts';

/** A function that can be run by hand; `input` is the text that its trigger would deliver. */
export type ManualRun = (input: string) => Promise<unknown>;

const bodySchema = z.looseObject({ input: z.string().nullish() });

/**
 * Answers `POST /admin/functions/{name}` with `{"input": "..."}`: starts the function, does not wait for it, 202
 * (`FunctionsController.Invoke`). No key is asked for, because the host listens on the loopback address only; the
 * required content type keeps web pages out, since it makes browsers ask first.
 * @param runs by lower-case function name; HTTP functions are absent, they are called by their route
 */
export async function runManually(
  request: IncomingMessage,
  name: string,
  runs: ReadonlyMap<string, ManualRun>,
): Promise<HttpAnswer> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return emptyAnswer(415);
  let body: z.output<typeof bodySchema>;
  try {
    body = bodySchema.parse(await json(request));
  } catch {
    return textAnswer(400, 'text/plain', 'The body must be JSON: {"input": "..."}');
  }
  const run = runs.get(name.toLowerCase());
  if (run === undefined) return textAnswer(404, 'text/plain', `No timer or queue function is named ${name}.`);
  void run(body.input ?? '');
  return emptyAnswer(202);
}
