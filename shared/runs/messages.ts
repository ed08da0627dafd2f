import { z } from 'zod';
import { InvalidError } from '../errors.ts';

const version = 1;

/** Messages of the queue `runs`: what is to be planned, or cleaned away. */
export const runMessageSchema = z.discriminatedUnion('type', [
  z.object({ v: z.literal(version), type: z.literal('run'), profile: z.string(), run: z.string() }),
  z.object({ v: z.literal(version), type: z.literal('purge'), profile: z.string() }),
]);

/** Messages of the queue `jobs`: the key of a group of jobs in the ledger of its run. */
export const jobMessageSchema = z.object({
  v: z.literal(version),
  type: z.literal('jobs'),
  profile: z.string(),
  run: z.string(),
  group: z.string(),
});

export type RunMessage = z.infer<typeof runMessageSchema>;
export type JobMessage = z.infer<typeof jobMessageSchema>;

export function runMessage(profile: string, run: string): RunMessage {
  return { v: version, type: 'run', profile, run };
}

export function purgeMessage(profile: string): RunMessage {
  return { v: version, type: 'purge', profile };
}

export function jobMessage(profile: string, run: string, group: string): JobMessage {
  return { v: version, type: 'jobs', profile, run, group };
}

/** Parses what came out of a queue; throws invalid, so that a message nobody understands ends in the poison queue and is recorded. */
export function parseMessage<T extends z.ZodType>(schema: T, message: unknown): z.infer<T> {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  throw new InvalidError('A queue message has a form that this version does not know; replay it after the upgrade.');
}
