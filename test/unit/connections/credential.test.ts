import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readCertificate } from '../../../shared/connections/certificate.ts';
import { managedIdentity, openCredential, type SignInProof } from '../../../shared/connections/credential.ts';
import { Secret } from '../../../shared/secrets/secret.ts';
import { graphClouds, localCloud, type GraphCloudName } from '../../../shared/source/graph/clouds.ts';
import { fromTokenError } from '../../../shared/source/graph/token-errors.ts';
import { canary, client, pem, tenant } from './stubs.ts';

interface Sent {
  address: URL;
  form: URLSearchParams;
  headers: Record<string, string>;
}

/** Entra and the identity endpoint of a function app, as far as a sign-in needs them. */
function fakeNetwork(refusal?: object): { http: HttpClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const http: HttpClient = {
    sendRequest(request) {
      const address = new URL(request.url);
      const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
      sent.push({ address, form, headers: request.headers.toJSON() });
      const refused = refusal !== undefined && address.pathname.endsWith('/token');
      const answer = refused ? refusal : answerOf(address);
      const headers = createHttpHeaders({ 'content-type': 'application/json' });
      return Promise.resolve({ request, status: refused ? 401 : 200, headers, bodyAsText: JSON.stringify(answer) });
    },
  };
  return { http, sent };
}

function answerOf({ origin, pathname, searchParams }: URL): object {
  const own = `${origin}/${tenant}`;
  if (pathname.endsWith('/openid-configuration')) {
    return {
      issuer: `${own}/v2.0`,
      token_endpoint: `${own}/oauth2/v2.0/token`,
      authorization_endpoint: `${own}/a`,
      jwks_uri: `${own}/k`,
    };
  }
  if (pathname === '/msi') {
    return {
      access_token: `assertion for ${searchParams.get('resource') ?? ''}`,
      expires_on: '4102444800',
      token_type: 'Bearer',
    };
  }
  return { token_type: 'Bearer', expires_in: 3600, access_token: 'a token' };
}

const local = localCloud(new URL('https://login.example/'), new URL('https://graph.example/'));
const signIn = (proof: SignInProof, cloud: GraphCloudName = 'local') => ({ cloud, tenant, client, proof });

/** MSAL keeps the first network that a managed identity was asked over for the life of the process, so all tests share one. */
let identityNetwork: HttpClient;
const identityHttp: HttpClient = { sendRequest: (request) => identityNetwork.sendRequest(request) };

const tokenForm = (sent: Sent[]): URLSearchParams | undefined =>
  sent.find(({ address }) => address.pathname.endsWith('/token'))?.form;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the credential of a connection', () => {
  it('signs in with a secret, at the cloud of the connection only, and keeps the token', async () => {
    const { http, sent } = fakeNetwork();
    const credential = openCredential(signIn({ kind: 'secret', secret: new Secret(canary) }), local, http);
    expect(await credential.getToken(local.scope)).toMatchObject({ token: 'a token' });
    await credential.getToken(local.scope);
    expect(sent.map(({ address }) => address.origin)).toEqual(['https://login.example', 'https://login.example']);
    const form = tokenForm(sent);
    expect(form?.get('client_secret')).toBe(canary);
    expect(form?.get('client_id')).toBe(client);
    expect(form?.get('scope')).toBe('https://graph.example/.default');
  });

  it('signs in with a certificate, whose key never leaves', async () => {
    const made = await pem();
    const read = readCertificate(`${made.cert}${made.private}`);
    if ('wrong' in read) throw new Error(read.wrong);
    const { http, sent } = fakeNetwork();
    await openCredential(signIn({ kind: 'certificate', pem: read.pem }), local, http).getToken(local.scope);
    const [header = '', claims = ''] = (tokenForm(sent)?.get('client_assertion') ?? '').split('.');
    const sha256 = new X509Certificate(made.cert).fingerprint256.replaceAll(':', '');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({
      alg: 'PS256',
      'x5t#S256': Buffer.from(sha256, 'hex').toString('base64url'),
    });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ iss: client, sub: client });
    expect(JSON.stringify(sent.map(({ form }) => [...form]))).not.toContain('PRIVATE KEY');
  });

  const audiences: [GraphCloudName, string][] = [
    ['local', 'api://AzureADTokenExchange'],
    ['usGovernment', 'api://AzureADTokenExchangeUSGov'],
    ['usGovernmentDod', 'api://AzureADTokenExchangeUSGov'],
    ['china', 'api://AzureADTokenExchangeChina'],
  ];
  it.each(audiences)('signs in to %s with the managed identity as proof for %s', async (cloud, audience) => {
    vi.stubEnv('IDENTITY_ENDPOINT', 'http://identity.example/msi');
    vi.stubEnv('IDENTITY_HEADER', 'x');
    const { http, sent } = fakeNetwork();
    identityNetwork = http;
    const identityClientId = `33333333-3333-3333-3333-${cloud.padStart(12, '0').slice(-12)}`;
    const place = cloud === 'local' || cloud === 'global' ? local : graphClouds[cloud];
    await openCredential(signIn({ kind: 'managedIdentity', identityClientId }, cloud), place, identityHttp).getToken(
      place.scope,
    );
    const asked = sent.find(({ address }) => address.pathname === '/msi')?.address.searchParams;
    expect(asked?.get('client_id')).toBe(identityClientId);
    expect(tokenForm(sent)?.get('client_assertion')).toBe(`assertion for ${audience}`);
    expect(tokenForm(sent)?.get('client_id')).toBe(client);
  });

  it('is refused with a reason that can be told apart, and no secret in it', async () => {
    const description = `AADSTS7000215: Invalid client secret provided. Trace ID: 1 Correlation ID: 2`;
    const { http } = fakeNetwork({ error: 'invalid_client', error_description: description, error_codes: [7000215] });
    const credential = openCredential(signIn({ kind: 'secret', secret: new Secret(canary) }), local, http);
    const thrown: unknown = await credential.getToken(local.scope).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(fromTokenError(thrown)).toMatchObject({ kind: 'denied', code: 'secretInvalid' });
    expect(String(thrown)).not.toContain(canary);
  });

  it('says that the managed identity is missing where there is none', async () => {
    vi.stubEnv('IDENTITY_ENDPOINT', 'http://identity.example/msi');
    vi.stubEnv('IDENTITY_HEADER', 'x');
    identityNetwork = {
      sendRequest: (request) =>
        Promise.resolve({
          request,
          status: 400,
          headers: createHttpHeaders(),
          bodyAsText: '{"error":"invalid_request"}',
        }),
    };
    const proof: SignInProof = { kind: 'managedIdentity', identityClientId: '44444444-4444-4444-4444-444444444444' };
    const thrown: unknown = await openCredential(signIn(proof), local, identityHttp)
      .getToken(local.scope)
      .catch((error: unknown) => error);
    expect(fromTokenError(thrown)).toMatchObject({ kind: 'denied', code: 'identityUnavailable' });
  });

  it('of the app itself is its managed identity', async () => {
    vi.stubEnv('IDENTITY_ENDPOINT', 'http://identity.example/msi');
    vi.stubEnv('IDENTITY_HEADER', 'x');
    identityNetwork = fakeNetwork().http;
    const token = await managedIdentity(undefined, identityHttp).getToken('https://storage.azure.com/.default');
    expect(token?.token).toBe('assertion for https://storage.azure.com');
  });
});
