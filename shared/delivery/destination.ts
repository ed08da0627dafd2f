import { z } from 'zod';
import { lineText } from '../http/text.ts';
import { Secret } from '../secrets/secret.ts';

const address = z
  .string()
  .trim()
  .min(1)
  .max(2000)
  .meta({ description: 'Begins with https; where it may lead is decided by the setting PATCHBAY_OUTGOING.' });

const webhook = z.strictObject({ kind: z.literal('webhook'), url: address });

const starface = z.strictObject({
  kind: z.literal('starface'),
  url: address.meta({ description: 'The address of the STARFACE, without `/rest`.' }),
  login: lineText(100).min(1).meta({ description: 'A user who may administrate users.' }),
  accountsBy: z.literal('email').default('email').meta({ description: 'How accounts are matched to its users.' }),
});

const password = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), 'must not contain control characters')
  .transform((text) => new Secret(text))
  .meta({ writeOnly: true, description: 'Left out of a PUT, the stored one stays.' });

/** The body of POST and PUT: where presence is delivered to. What is secret in it comes out as `Secret`. */
export const destinationInputSchema = z
  .discriminatedUnion('kind', [webhook, starface.extend({ password: password.optional() })])
  .meta({ id: 'DestinationInput' });

export type DestinationInput = z.infer<typeof destinationInputSchema>;

/** What of a destination is stored and shown. */
export const destinationBodySchema = z.discriminatedUnion('kind', [webhook, starface]).meta({ id: 'DestinationBody' });

export type DestinationBody = z.infer<typeof destinationBodySchema>;
export type DestinationKind = DestinationBody['kind'];

/** How sending to a destination goes, across all accounts. Moments are UTC; empty: not so. */
export const destinationHealthSchema = z.object({
  /** Since when nothing has got through. */
  failingSince: z.string(),
  lastFailure: z.string(),
  lastFailureAt: z.string(),
  /** Since when nothing is sent any more; somebody has to replay or save it. */
  disabledAt: z.string(),
  /** Logins that were refused, one after the other. */
  loginsRefused: z.int(),
  /** Until then somebody is logging in; others wait, so that refusals are counted and not multiplied. */
  loginUntil: z.string(),
  testedAt: z.string(),
  /** Whether the operator was told that nothing was sent any more, and not yet that something got through again. */
  isTold: z.boolean(),
});

export type DestinationHealth = z.infer<typeof destinationHealthSchema>;

/** A destination as stored. */
export interface Destination<B extends DestinationBody = DestinationBody> {
  id: string;
  profile: string;
  body: B;
  sealedPassword: string;
  /** Raised when every account's state has to be sent again. */
  epoch: number;
  /** Since when it is deleted and what it has set is being taken back; empty: it is not. */
  leavingSince: string;
  createdAt: string;
  updatedAt: string;
  health: DestinationHealth;
  etag: string;
}

const moment = z.iso.datetime().nullable();

/** A destination as the API answers it, never with its password. */
export const destinationViewSchema = z
  .strictObject({
    id: z.string(),
    destination: destinationBodySchema,
    health: z.strictObject({
      failingSince: moment.meta({ description: 'Since when nothing has got through.' }),
      lastFailure: z.string().nullable(),
      disabledSince: moment.meta({ description: 'Since when nothing is sent any more; replay or save it to go on.' }),
    }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Destination' });

export function destinationView(destination: Destination): z.infer<typeof destinationViewSchema> {
  const { id, body, health, createdAt, updatedAt } = destination;
  return {
    ...{ id, destination: body, createdAt, updatedAt },
    health: {
      failingSince: health.failingSince || null,
      lastFailure: health.lastFailure || null,
      disabledSince: health.disabledAt || null,
    },
  };
}

export function isOfDestinationKind<K extends DestinationKind>(
  destination: Destination,
  kind: K,
): destination is Destination<Extract<DestinationBody, { kind: K }>> {
  return destination.body.kind === kind;
}

/** What a destination is called in sentences: its host. The rest of its address may be secret. */
export function hostOf({ body }: Pick<Destination, 'body'>): string {
  return URL.canParse(body.url) ? new URL(body.url).host : 'unknown';
}
