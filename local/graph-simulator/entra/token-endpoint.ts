import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { jsonReply } from '../wire/reply.ts';
import type { Reply } from '../wire/reply.ts';
import type { AccessTokens } from './access-tokens.ts';
import { isExchangeRole } from './app-registration.ts';
import type { Authority, RegisteredApp } from './authority.ts';
import { verifyClientAssertion } from './client-assertion.ts';
import { TokenError, invalidClient, tokenErrorReply } from './token-error.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const tokenRequest = z.looseObject({
  grant_type: z.string().optional(),
  client_id: z.string().optional(),
  scope: z.string().optional(),
  client_secret: z.string().optional(),
  client_assertion_type: z.string().optional(),
  client_assertion: z.string().optional(),
});
type TokenRequest = z.infer<typeof tokenRequest>;

/** `POST /{tenant}/oauth2/v2.0/token` for the client credentials grant (graph.md, section 1). */
export async function tokenEndpoint(
  form: string,
  authority: Authority,
  tokens: AccessTokens,
  now: Date,
): Promise<Reply> {
  try {
    const request = tokenRequest.parse(Object.fromEntries(new URLSearchParams(form)));
    const app = registeredApp(request, authority);
    await authenticateClient(request, app, authority, now);
    const resource = requestedResource(request, authority);
    const { token, lifetimeSeconds } = await tokens.issue({
      audience: resource,
      subject: servicePrincipalId(app.clientId),
      clientId: app.clientId,
      roles: grantedRoles(app, resource, authority),
      claims: { idtyp: 'app' },
    });
    return jsonReply(
      200,
      { token_type: 'Bearer', expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds, access_token: token },
      { 'Cache-Control': 'no-store' },
    );
  } catch (error) {
    if (error instanceof TokenError) return tokenErrorReply(error, now);
    throw error;
  }
}

/** Object id of an app's service principal in this tenant, derived from its client id. */
export function servicePrincipalId(clientId: string): string {
  const hash = createHash('sha256').update(`service principal ${clientId.toLowerCase()}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function registeredApp(request: TokenRequest, authority: Authority): RegisteredApp {
  if (request.grant_type !== 'client_credentials') {
    const message = `The app requested an unsupported grant type '${request.grant_type ?? ''}'.`;
    throw new TokenError(400, 'unsupported_grant_type', 70003, message);
  }
  if (request.client_id === undefined) {
    const message = "The request body must contain the following parameter: 'client_id'.";
    throw new TokenError(400, 'invalid_request', 900144, message);
  }
  const app = authority.app(request.client_id);
  if (app === undefined) {
    const message = `Application with identifier '${request.client_id}' was not found in the directory '${authority.domain}'.`;
    throw new TokenError(400, 'unauthorized_client', 700016, message);
  }
  return app;
}

async function authenticateClient(
  request: TokenRequest,
  app: RegisteredApp,
  authority: Authority,
  now: Date,
): Promise<void> {
  if (request.client_assertion !== undefined) {
    if (request.client_assertion_type !== assertionType) {
      throw invalidClient(7000219, 'client_assertion_type is not supported.');
    }
    await verifyClientAssertion(request.client_assertion, app, authority, now);
    return;
  }
  if (request.client_secret === undefined) {
    throw invalidClient(
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );
  }
  const presented = request.client_secret;
  const secret = app.secrets.find((candidate) => equal(candidate.value, presented));
  if (secret === undefined) {
    throw invalidClient(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'.`,
    );
  }
  if (app.secretsExpired || (secret.expiresOn !== undefined && new Date(secret.expiresOn) <= now)) {
    throw invalidClient(7000222, `The provided client secret keys for app '${app.clientId}' are expired.`);
  }
}

function equal(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function requestedResource(request: TokenRequest, authority: Authority): string {
  const scope = request.scope ?? '';
  const resource = /^(\S+)\/\.default$/.exec(scope)?.[1];
  if (resource === undefined) {
    const message = `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`;
    throw new TokenError(400, 'invalid_scope', 1002012, message);
  }
  // Some resources end in a slash, so that `//.default` is right for them.
  const bare = resource.replace(/\/$/, '');
  if (authority.isGraph(bare)) return bare;
  if (authority.isKnownApi(resource)) return resource;
  const message = `The resource principal named ${resource} was not found in the tenant named ${authority.domain}.`;
  throw new TokenError(400, 'invalid_resource', 500011, message);
}

function grantedRoles(app: RegisteredApp, resource: string, authority: Authority): string[] {
  if (!authority.isGraph(resource)) {
    return app.apiRoles?.filter((api) => api.audience === resource).flatMap((api) => api.roles) ?? [];
  }
  // Roles granted through RBAC for Applications are Exchange's own knowledge; Entra ID does not put them into tokens.
  return app.mailboxScope === undefined ? app.roles : app.roles.filter((role) => !isExchangeRole(role));
}
