import { jsonReply } from '../wire/reply.ts';
import type { Received } from '../wire/received.ts';
import type { Reply } from '../wire/reply.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Authority } from './authority.ts';
import { signingKeys } from './signing-keys.ts';
import { TokenError, tokenErrorReply } from './token-error.ts';
import { tokenEndpoint } from './token-endpoint.ts';

/** The part of login.microsoftonline.com that app-only sign-in needs. */
export class EntraService {
  readonly #authority: Authority;
  readonly #tokens: AccessTokens;
  readonly #clock: () => Date;

  constructor(authority: Authority, tokens: AccessTokens, clock: () => Date) {
    this.#authority = authority;
    this.#tokens = tokens;
    this.#clock = clock;
  }

  /** Answers a request outside of `/v1.0`; undefined when the path is none of Entra ID's. */
  async reply(received: Received): Promise<Reply | undefined> {
    const url = new URL(received.url, this.#authority.origin);
    if (url.pathname === '/common/discovery/instance') return this.#instanceDiscovery();
    const [tenant, ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    const endpoint = `${received.method} ${rest.join('/')}`;
    const answer = this.#endpoints.get(endpoint);
    if (answer === undefined || tenant === undefined) return undefined;
    if (!this.#authority.isTenant(tenant)) return this.#unknownTenant(tenant);
    return answer(received.body);
  }

  readonly #endpoints = new Map<string, (body: string) => Promise<Reply> | Reply>([
    ['GET v2.0/.well-known/openid-configuration', () => this.#configuration()],
    ['GET discovery/v2.0/keys', () => this.#keys()],
    ['POST oauth2/v2.0/token', (body) => tokenEndpoint(body, this.#authority, this.#tokens, this.#clock())],
  ]);

  #configuration(): Reply {
    const base = `${this.#authority.origin}/${this.#authority.tenantId}`;
    return jsonReply(200, {
      token_endpoint: `${base}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      jwks_uri: `${base}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      issuer: this.#authority.issuer,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
      end_session_endpoint: `${base}/oauth2/v2.0/logout`,
      tenant_region_scope: 'EU',
      cloud_instance_name: new URL(this.#authority.origin).host,
      msgraph_host: new URL(this.#authority.origin).host,
    });
  }

  async #keys(): Promise<Reply> {
    const { jwk } = await signingKeys();
    return jsonReply(200, { keys: [{ ...jwk, issuer: this.#authority.issuer }] });
  }

  #instanceDiscovery(): Reply {
    const host = new URL(this.#authority.origin).host;
    return jsonReply(200, {
      tenant_discovery_endpoint: `${this.#authority.issuer}/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  }

  #unknownTenant(tenant: string): Reply {
    const message = `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
    return tokenErrorReply(new TokenError(400, 'invalid_request', 90002, message), this.#clock());
  }
}
