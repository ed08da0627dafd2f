/** Run by credentials.test.ts in a process of its own, which trusts the simulator through NODE_EXTRA_CA_CERTS. */
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
} from '@azure/identity';
import { Client } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import {
  DEMO_CLIENT_ID,
  DEMO_CLIENT_SECRET,
  DEMO_MANAGED_IDENTITY_CLIENT_ID,
  TOKEN_EXCHANGE_AUDIENCE,
} from '../../../local/graph-simulator/demo.ts';

function setting(name: string): string {
  return process.env[`SIMULATOR_${name}`] ?? '';
}

const tenant = setting('TENANT');
const authority = { authorityHost: setting('URL'), disableInstanceDiscovery: true };
const graph = 'https://graph.microsoft.com/.default';

const secret = new ClientSecretCredential(tenant, DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, authority);
const wrong = new ClientSecretCredential(tenant, DEMO_CLIENT_ID, 'wrong', authority);
const certificate = new ClientCertificateCredential(
  tenant,
  setting('CERTIFIED_APP'),
  { certificatePath: setting('CERTIFICATE') },
  authority,
);
const identity = new ManagedIdentityCredential({ clientId: DEMO_MANAGED_IDENTITY_CLIENT_ID });
const assertion = new ClientAssertionCredential(
  tenant,
  DEMO_CLIENT_ID,
  async () => (await identity.getToken(`${TOKEN_EXCHANGE_AUDIENCE}/.default`)).token,
  authority,
);
const sdk = Client.initWithMiddleware({
  baseUrl: `${setting('URL')}/`,
  customHosts: new Set(['localhost']),
  authProvider: { getAccessToken: async () => (await secret.getToken(graph)).token },
});
const contacts = z
  .looseObject({ value: z.array(z.unknown()) })
  .parse(await sdk.api(`/users/${setting('MAILBOX')}/contacts`).get());

process.stdout.write(
  JSON.stringify({
    secret: (await secret.getToken(graph)).token,
    certificate: (await certificate.getToken(graph)).token,
    assertion: (await assertion.getToken(graph)).token,
    managedIdentity: (await identity.getToken(graph)).token,
    wrongSecret: await wrong.getToken(graph).then(
      () => 'accepted',
      (error: unknown) => String(error),
    ),
    sdkContacts: contacts.value.length,
  }),
);
