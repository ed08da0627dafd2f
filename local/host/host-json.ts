import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HostRefusal } from './refusal.ts';
import { parseTimeSpan } from './time-span.ts';

/**
 * What host.json may hold without changing anything here, and why. Every other key is either emulated (the schema below)
 * or refused, so that nothing is ever silently different from Azure.
 */
export const ignoredHostJsonKeys = {
  version: 'the schema version; only "2.0" exists and only that is accepted',
  extensionBundle: 'HTTP, queue and timer triggers are built into this host',
  logging: 'every line is written; selecting and sampling is up to whoever reads them',
  telemetryMode: 'nothing is exported from a local run',
} as const;

const dayMs = 24 * 60 * 60 * 1000;

function timeSpan(minimumMs: number, maximumMs: number) {
  return z
    .string({ error: 'must be TimeSpan text such as "00:00:30"' })
    .transform((text, context) => {
      const ms = parseTimeSpan(text);
      if (ms !== undefined) return ms;
      context.addIssue('must be TimeSpan text such as "00:00:30"');
      return z.NEVER;
    })
    .refine((ms) => ms >= minimumMs && ms <= maximumMs, {
      error: `must be between ${minimumMs / 1000} and ${maximumMs / 1000} seconds`,
    });
}

/** Values that are the default, where only the default is emulated. */
const unlimited = z.literal(-1, { error: 'is only emulated as -1 (no limit)' }).optional();

const httpSchema = z.strictObject({
  routePrefix: z
    .string()
    .regex(/^[A-Za-z0-9._-]*(\/[A-Za-z0-9._-]+)*$/, { error: 'must be a path without leading or trailing slash' })
    .default('api'),
  maxOutstandingRequests: unlimited,
  maxConcurrentRequests: unlimited,
  dynamicThrottlesEnabled: z.literal(false, { error: 'is only emulated as false' }).optional(),
});

/** Keys, defaults and bounds of the storage queues extension (`QueuesOptions`). */
const queuesSchema = z
  .strictObject({
    batchSize: z.int().min(1).max(32).default(16),
    newBatchThreshold: z.int().min(0).optional(),
    maxPollingInterval: timeSpan(100, 366 * dayMs).prefault('00:01:00'),
    visibilityTimeout: timeSpan(0, 7 * dayMs).prefault('00:00:00'),
    maxDequeueCount: z.int().min(1).default(5),
    messageEncoding: z.enum(['base64', 'none']).default('base64'),
  })
  .transform(({ newBatchThreshold, maxPollingInterval, visibilityTimeout, ...rest }) => ({
    ...rest,
    // One processor, as on the Consumption-type plans the product is for.
    newBatchThreshold: newBatchThreshold ?? Math.floor(rest.batchSize / 2),
    maxPollingIntervalMs: maxPollingInterval,
    visibilityTimeoutMs: visibilityTimeout,
  }));

const hostJsonSchema = z.strictObject({
  version: z.literal('2.0', { error: 'must be "2.0"' }),
  extensionBundle: z.unknown().optional(),
  logging: z.unknown().optional(),
  telemetryMode: z.unknown().optional(),
  /** Default 30 minutes as on Flex; "-1" means no limit. */
  functionTimeout: z
    .union([z.literal('-1').transform(() => undefined), timeSpan(1000, 366 * dayMs)])
    .prefault('00:30:00'),
  extensions: z.strictObject({ http: httpSchema.prefault({}), queues: queuesSchema.prefault({}) }).prefault({}),
});

/** `extensions.queues`, with defaults filled in; times in milliseconds. */
export type QueueOptions = z.output<typeof queuesSchema>;

/** The part of host.json that this host acts on. */
export interface HostConfiguration {
  /** Longest invocation in milliseconds; undefined means no limit. */
  functionTimeoutMs: number | undefined;
  routePrefix: string;
  queues: QueueOptions;
}

/** Reads `<directory>/host.json`; refuses a missing file, a key that is not emulated and a value out of bounds. */
export async function readHostJson(directory: string): Promise<HostConfiguration> {
  const path = join(directory, 'host.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new HostRefusal(`${path} cannot be read; it must lie next to package.json.`);
  }
  return parseHostJson(text);
}

/** As `readHostJson`, for the file's text. */
export function parseHostJson(text: string): HostConfiguration {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new HostRefusal('host.json is not valid JSON.', { cause: error });
  }
  const parsed = hostJsonSchema.safeParse(json);
  if (!parsed.success) throw new HostRefusal(parsed.error.issues.map(sentence).join(' '));
  const { functionTimeout, extensions } = parsed.data;
  return {
    functionTimeoutMs: functionTimeout,
    routePrefix: extensions.http.routePrefix,
    queues: extensions.queues,
  };
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => [...issue.path, key].join('.')).join(', ');
    return `host.json sets ${keys}, which this host does not emulate.`;
  }
  const message = issue.code === 'invalid_union' ? 'must be TimeSpan text such as "00:30:00", or "-1"' : issue.message;
  return `host.json: ${issue.path.join('.')}: ${message}.`;
}
