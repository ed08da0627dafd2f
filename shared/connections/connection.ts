import { z } from 'zod';
import { etagOf } from '../http/etag.ts';
import { graphCloudNames } from '../source/graph/clouds.ts';
import { healthSchema, type Health } from './health.ts';

/** The credential as it may be shown; the secret part is sealed apart from it. */
export const storedCredentialSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('secret'), expiresOn: z.iso.date().optional() }),
  z.object({ kind: z.literal('certificate'), thumbprint: z.string(), expiresOn: z.iso.date() }),
  z.object({ kind: z.literal('managedIdentity'), identityClientId: z.string().optional() }),
]);
export type StoredCredential = z.infer<typeof storedCredentialSchema>;

/** Everything of a connection that is stored in clear. */
export const connectionBodySchema = z.object({
  kind: z.literal('graph'),
  name: z.string(),
  cloud: z.enum(graphCloudNames),
  tenant: z.string(),
  client: z.string(),
  credential: storedCredentialSchema,
  sender: z.string().optional(),
  testMailbox: z.string().optional(),
  /** Raised when cloud, tenant or client change: whatever was read before came from somewhere else. */
  version: z.number().int().min(1),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type ConnectionBody = z.infer<typeof connectionBodySchema>;

/** The fields whose values are sealed. */
export const sealedFields = ['secret', 'certificate'] as const;
export type SealedField = (typeof sealedFields)[number];
export type SealedValues = Partial<Record<SealedField, string>>;

/** How to reach one Exchange organisation. */
export interface Connection extends ConnectionBody {
  id: string;
  sealed: SealedValues;
  health: Health;
  /** The storage etag of its row; answers carry `etagOf` it. */
  etag: string;
}

/** What the API answers about a connection; there is no field for a secret. */
export const connectionViewSchema = z
  .strictObject({
    id: z.string(),
    kind: z.literal('graph'),
    name: z.string(),
    cloud: z.enum(graphCloudNames),
    tenant: z.string(),
    client: z.string(),
    credential: z.strictObject({
      kind: z.enum(['secret', 'certificate', 'managedIdentity']),
      hasSecret: z.boolean().meta({ description: 'Whether a secret or a private key is stored' }),
      expiresOn: z.iso.date().optional(),
      certificateThumbprint: z.string().optional(),
      certificateExpiresOn: z.iso.date().optional(),
      identityClientId: z.string().optional(),
    }),
    sender: z.string().optional(),
    testMailbox: z.string().optional(),
    health: healthSchema,
    version: z
      .number()
      .int()
      .meta({ description: 'Raised when cloud, tenant or client change; everything is then read anew' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    etag: z.string().meta({ description: 'What If-Match takes' }),
  })
  .meta({ id: 'Connection', description: 'How to reach one Exchange organisation.' });
export type ConnectionView = z.infer<typeof connectionViewSchema>;

/** The connection as the API shows it: written field by field, so that nothing new is shown by accident. */
export function connectionView(connection: Connection): ConnectionView {
  const { id, kind, name, cloud, tenant, client, sender, testMailbox, health, version } = connection;
  return {
    id,
    kind,
    name,
    cloud,
    tenant,
    client,
    credential: credentialView(connection),
    ...(sender !== undefined && { sender }),
    ...(testMailbox !== undefined && { testMailbox }),
    health,
    version,
    createdAt: connection.createdAt,
    updatedAt: connection.updatedAt,
    etag: etagOf(connection.etag),
  };
}

function credentialView({ credential, sealed }: Connection): ConnectionView['credential'] {
  switch (credential.kind) {
    case 'secret':
      return { kind: 'secret', hasSecret: sealed.secret !== undefined, ...expiryIn(credential.expiresOn) };
    case 'certificate':
      return {
        kind: 'certificate',
        hasSecret: sealed.certificate !== undefined,
        certificateThumbprint: credential.thumbprint,
        certificateExpiresOn: credential.expiresOn,
      };
    case 'managedIdentity': {
      const { identityClientId } = credential;
      return { kind: 'managedIdentity', hasSecret: false, ...(identityClientId !== undefined && { identityClientId }) };
    }
  }
}

function expiryIn(expiresOn: string | undefined): { expiresOn?: string } {
  return expiresOn === undefined ? {} : { expiresOn };
}
