import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { TOKEN_EXCHANGE_AUDIENCE } from '../demo.ts';
import { jsonReply, send } from '../wire/reply.ts';
import type { Reply } from '../wire/reply.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Authority } from './authority.ts';

/** The endpoint that App Service and Functions give an app with a managed identity. */
export interface ManagedIdentityEndpoint {
  /** Value for `IDENTITY_ENDPOINT`. */
  url: string;
  /** Value for `IDENTITY_HEADER`. */
  header: string;
  server: Server;
}

/** Starts the token service of App Service managed identity, protocol 2019-08-01, on plain http and 127.0.0.1. */
export async function startManagedIdentityEndpoint(
  authority: Authority,
  tokens: AccessTokens,
): Promise<ManagedIdentityEndpoint> {
  const header = randomBytes(16).toString('hex').toUpperCase();
  const server = createServer((incoming, outgoing) => {
    const query = new URL(incoming.url ?? '/', 'http://127.0.0.1').searchParams;
    const allowed = incoming.headers['x-identity-header'] === header;
    void identityReply(query, allowed, authority, tokens).then((reply) => {
      send(outgoing, reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the identity endpoint has no port');
  return { url: `http://127.0.0.1:${address.port}/msi/token`, header, server };
}

async function identityReply(
  query: URLSearchParams,
  allowed: boolean,
  authority: Authority,
  tokens: AccessTokens,
): Promise<Reply> {
  const identity = authority.managedIdentity;
  const resource = query.get('resource')?.replace(/\/$/, '');
  const wanted = query.get('client_id') ?? identity.clientId;
  if (!allowed) return refusal(401, 'The request has no or a wrong X-IDENTITY-HEADER.');
  if (query.get('api-version') !== '2019-08-01') return refusal(400, 'The api-version is not supported.');
  if (resource === undefined || resource === '') return refusal(400, 'The resource is missing.');
  if (wanted !== identity.clientId)
    return refusal(400, 'No User Assigned or Delegated Managed Identity found for specified ClientId.');
  const known = resource === TOKEN_EXCHANGE_AUDIENCE || authority.isGraph(resource) || authority.isKnownApi(resource);
  if (!known)
    return refusal(400, `AADSTS500011: The resource principal named ${resource} was not found in the tenant.`);
  const { token, expiresOn } = await tokens.issue({
    audience: resource,
    subject: identity.principalId,
    clientId: identity.clientId,
    roles: authority.isGraph(resource) ? identity.roles : [],
    claims: { idtyp: 'app' },
  });
  return jsonReply(200, {
    access_token: token,
    expires_on: String(expiresOn),
    resource,
    token_type: 'Bearer',
    client_id: identity.clientId,
  });
}

function refusal(statusCode: number, message: string): Reply {
  return jsonReply(statusCode, { statusCode, message });
}
