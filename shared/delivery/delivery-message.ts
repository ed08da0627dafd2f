import { z } from 'zod';

const version = 1;

/**
 * Messages of the queue `deliveries`: bring one account up to date on one destination; find all accounts of a destination that
 * are not.
 */
export const deliveryMessageSchema = z.discriminatedUnion('type', [
  z.object({
    ...{ v: z.literal(version), type: z.literal('delivery') },
    ...{ profile: z.string(), destination: z.string(), account: z.string() },
  }),
  z.object({ v: z.literal(version), type: z.literal('catchUp'), profile: z.string(), destination: z.string() }),
]);

export type DeliveryMessage = z.infer<typeof deliveryMessageSchema>;
export type OneDelivery = Extract<DeliveryMessage, { type: 'delivery' }>;

export function deliveryMessage(profile: string, destination: string, account: string): OneDelivery {
  return { v: version, type: 'delivery', profile, destination, account };
}

export function catchUpMessage(profile: string, destination: string): DeliveryMessage {
  return { v: version, type: 'catchUp', profile, destination };
}
