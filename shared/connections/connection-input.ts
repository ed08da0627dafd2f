import { z } from 'zod';
import { emailAddress, nameText } from '../http/text.ts';
import { graphCloudNames } from '../source/graph/clouds.ts';
import { longestPem, readCertificate } from './certificate.ts';
import { Secret } from '../secrets/secret.ts';

const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

const longestName = 100;
const longestSecret = 1000;
const longestDomain = 253;

const domain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

const tenant = z
  .string()
  .trim()
  .toLowerCase()
  .max(longestDomain)
  .refine(
    (text) => guid.test(text) || domain.test(text),
    'must be the directory (tenant) ID, or a verified domain of the tenant such as contoso.com.',
  );

const client = z
  .string()
  .trim()
  .toLowerCase()
  .regex(guid, 'must be the application (client) ID of the app registration, a GUID.');

const secret = z
  .string()
  .min(1, 'must not be empty; leave the field out to keep the stored secret.')
  .max(longestSecret)
  .superRefine((text, context) => {
    const wrong = wrongInSecret(text);
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong, input: undefined });
  })
  .transform((text) => new Secret(text))
  .meta({ writeOnly: true, description: "The client secret's value; left out of a PUT, the stored one stays." });

const certificate = z
  .string()
  .min(1, 'must not be empty; leave the field out to keep the stored certificate.')
  .max(longestPem)
  .transform((text, context) => {
    const read = readCertificate(text);
    if (!('wrong' in read)) return read;
    context.addIssue({ code: 'custom', message: read.wrong, input: undefined });
    return z.NEVER;
  })
  .meta({
    writeOnly: true,
    description: 'PEM text of the private key and its certificate; left out of a PUT, the stored one stays.',
  });

function wrongInSecret(text: string): string | undefined {
  if (text !== text.trim())
    return 'must not begin or end with a blank or a line break; copy the value again without it.';
  return unprintable.test(text) ? 'must not contain control characters; copy the value alone.' : undefined;
}

const credential = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('secret'),
    secret: secret.optional(),
    expiresOn: z.iso.date().optional(),
  }),
  z.strictObject({ kind: z.literal('certificate'), certificate: certificate.optional() }),
  z.strictObject({ kind: z.literal('managedIdentity'), identityClientId: client.optional() }),
]);

const graphInput = z.strictObject({
  kind: z.literal('graph'),
  name: nameText(longestName),
  cloud: z.enum(graphCloudNames),
  tenant,
  client,
  credential,
  sender: emailAddress.optional().meta({ description: 'The mailbox that mails to operators are sent from.' }),
  testMailbox: emailAddress.optional().meta({ description: 'The mailbox that tests read.' }),
});

/** The body of POST and PUT: how to reach one Exchange organisation. What is secret in it comes out as `Secret`. */
export const connectionInputSchema = z
  .discriminatedUnion('kind', [graphInput])
  .meta({ id: 'ConnectionInput', description: 'How to reach one Exchange organisation, as it is saved.' });

export type ConnectionInput = z.infer<typeof connectionInputSchema>;
export type CredentialInput = ConnectionInput['credential'];
