import { z } from 'zod';

const version = 1;
/** So many accounts travel in one message. */
export const accountsPerRead = 20;
export const accountsPerAdvance = 50;

/**
 * Messages of the queues `presence` and `transitions`: list a profile's mailboxes; read some calendars; work out anew what holds for some accounts,
 * at a moment.
 */
export const presenceMessageSchema = z.discriminatedUnion('type', [
  z.object({ v: z.literal(version), type: z.literal('plan'), profile: z.string() }),
  z.object({ v: z.literal(version), type: z.literal('read'), profile: z.string(), accounts: z.array(z.string()) }),
  z.object({
    v: z.literal(version),
    type: z.literal('advance'),
    profile: z.string(),
    accounts: z.array(z.string()),
    at: z.string(),
  }),
]);

export type PresenceMessage = z.infer<typeof presenceMessageSchema>;

export function planMessage(profile: string): PresenceMessage {
  return { v: version, type: 'plan', profile };
}

export function readMessage(profile: string, accounts: readonly string[]): PresenceMessage {
  return { v: version, type: 'read', profile, accounts: [...accounts] };
}

export function advanceMessage(profile: string, accounts: readonly string[], at: string): PresenceMessage {
  return { v: version, type: 'advance', profile, accounts: [...accounts], at };
}

/** Splits a list into parts of a size. */
export function partsOf<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
