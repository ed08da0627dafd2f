import { z } from 'zod';

/** A call from the bench to one of its child processes, over the channel that `fork` opens. */
export const callSchema = z.object({ id: z.number(), name: z.string(), input: z.unknown() });

/** The answer to a call: what came of it, or why it failed. */
export const answerSchema = z.object({ id: z.number(), value: z.unknown(), failure: z.string().optional() });

/** What a child process can be asked to do; each parses its own input. */
export type Calls = Readonly<Record<string, (input: unknown) => unknown>>;

/** Serves the calls of the bench until it ends this process or goes away. */
export function answerCalls(calls: Calls): void {
  process.on('message', (message) => {
    const { id, name, input } = callSchema.parse(message);
    void answer(calls, name, input).then((outcome) => process.send?.({ id, ...outcome }));
  });
  process.on('disconnect', () => process.exit(0));
}

async function answer(calls: Calls, name: string, input: unknown): Promise<{ value: unknown; failure?: string }> {
  try {
    const call = calls[name];
    if (!call) throw new Error(`There is no call ${name}.`);
    return { value: await call(input) };
  } catch (error) {
    return { value: undefined, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
