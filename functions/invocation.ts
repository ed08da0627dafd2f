import type { InvocationContext, StorageQueueHandler, TimerHandler } from '@azure/functions';
import { z } from 'zod';
import { PatchbayError, reasonOf } from '../shared/errors.ts';
import { loggingWith, type Log } from '../shared/log.ts';

/** The keys that a message carries and every line about it should say. */
const keysSchema = z.object({ profile: z.string().optional(), run: z.string().optional() }).catch({});

/** What the platform tells about a message (trigger metadata of a queue). */
const deliverySchema = z
  .object({ dequeueCount: z.coerce.number(), insertionTime: z.coerce.date() })
  .partial()
  .catch({});

/** A timer whose lines name it and its invocation, and which logs that it ran: alerts look for its absence. */
export function loggedTimer(handler: TimerHandler, log: Log): TimerHandler {
  return (timer, context) =>
    loggingWith(namesOf(context), async () => {
      const start = Date.now();
      await logFailure(log, () => handler(timer, context));
      log.info('timer.ran', { late: timer.isPastDue, ms: Date.now() - start });
    });
}

/**
 * A queue's worker whose lines name it, its invocation, and the profile and run of its message, and which logs how long the message had
 * waited: the age of the queue.
 */
export function loggedQueue(queue: string, handler: StorageQueueHandler, log: Log): StorageQueueHandler {
  return (message, context) =>
    loggingWith({ ...namesOf(context), ...keysSchema.parse(message) }, async () => {
      const { dequeueCount, insertionTime } = deliverySchema.parse(context.triggerMetadata);
      const waitedSeconds = insertionTime && Math.max(0, Math.round((Date.now() - insertionTime.getTime()) / 1000));
      log.info('queue.taken', { queue, attempt: dequeueCount, waitedSeconds });
      await logFailure(log, () => handler(message, context));
    });
}

/** The fields that every line of an invocation says. */
export function namesOf({ functionName, invocationId }: InvocationContext): { function: string; invocation: string } {
  return { function: functionName, invocation: invocationId };
}

async function logFailure(log: Log, action: () => unknown): Promise<void> {
  try {
    await action();
  } catch (error) {
    const kind = error instanceof PatchbayError ? error.kind : 'unexpected';
    log.error('function.failed', { kind, reason: reasonOf(error) });
    throw error;
  }
}
