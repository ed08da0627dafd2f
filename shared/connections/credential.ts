import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type * as Identity from '@azure/identity';
import { SignInError } from '../errors.ts';
import type { GraphCloud, GraphCloudName } from '../source/graph/clouds.ts';
import type { Secret } from '../secrets/secret.ts';

/** What an application signs in with, opened and complete. */
export type SignInProof =
  | { kind: 'secret'; secret: Secret }
  | { kind: 'certificate'; pem: Secret }
  | { kind: 'managedIdentity'; identityClientId: string };

/** Who signs in, where. */
export interface SignIn {
  cloud: GraphCloudName;
  tenant: string;
  client: string;
  proof: SignInProof;
}

/** What a token of a managed identity is asked for, so that the cloud's Entra takes it as proof (Entra docs, "configure an application to trust a managed identity"). */
const federationAudiences: Readonly<Record<GraphCloudName, string>> = {
  global: 'api://AzureADTokenExchange',
  usGovernment: 'api://AzureADTokenExchangeUSGov',
  usGovernmentDod: 'api://AzureADTokenExchangeUSGov',
  china: 'api://AzureADTokenExchangeChina',
  local: 'api://AzureADTokenExchange',
};

// A failed sign-in is tried again by the job that needed it; here only short disturbances are bridged.
const retryOptions = { maxRetries: 2, retryDelayInMs: 300, maxRetryDelayInMs: 2000 };

/**
 * The credential that signs an application in; it keeps its tokens in memory. `@azure/identity` is loaded with the first
 * token only, because it is a large part of a cold start. `httpClient` stands in for the network in tests.
 */
export function openCredential(signIn: SignIn, cloud: GraphCloud, httpClient?: HttpClient): TokenCredential {
  const { tenant, client, proof } = signIn;
  const options: EntraOptions = {
    authorityHost: cloud.login.origin,
    // Only Microsoft's own clouds are known to Microsoft.
    disableInstanceDiscovery: signIn.cloud === 'local',
    retryOptions,
    ...(httpClient && { httpClient }),
  };
  switch (proof.kind) {
    case 'secret':
      return lazily((identity) => new identity.ClientSecretCredential(tenant, client, proof.secret.reveal(), options));
    case 'certificate':
      return lazily(
        (identity) =>
          new identity.ClientCertificateCredential(tenant, client, { certificate: proof.pem.reveal() }, options),
      );
    case 'managedIdentity':
      return federated(signIn, proof.identityClientId, options);
  }
}

/** The identity that Azure gives the app itself: user-assigned with a client id, else system-assigned. */
export function managedIdentity(clientId: string | undefined, httpClient?: HttpClient): TokenCredential {
  const options = { ...(clientId !== undefined && { clientId }), retryOptions, ...(httpClient && { httpClient }) };
  return lazily((identity) => new identity.ManagedIdentityCredential(options));
}

interface EntraOptions {
  authorityHost: string;
  disableInstanceDiscovery: boolean;
  retryOptions: typeof retryOptions;
  httpClient?: HttpClient;
}

function federated(
  { cloud, tenant, client }: SignIn,
  identityClientId: string,
  options: EntraOptions,
): TokenCredential {
  const own = managedIdentity(identityClientId, options.httpClient);
  const proof = async (): Promise<string> => {
    const token = await own.getToken(`${federationAudiences[cloud]}/.default`);
    if (!token)
      throw new SignInError('The managed identity of the function app gave no token.', { code: 'identityUnavailable' });
    return token.token;
  };
  const signed = lazily((identity) => new identity.ClientAssertionCredential(tenant, client, proof, options));
  return {
    async getToken(scopes, tokenOptions) {
      // Asked for (from its cache) beforehand, because MSAL hides why an assertion could not be had.
      await proof();
      return signed.getToken(scopes, tokenOptions);
    },
  };
}

function lazily(build: (identity: typeof Identity) => TokenCredential): TokenCredential {
  let built: TokenCredential | undefined;
  return {
    async getToken(scopes, options) {
      const identity = await import('@azure/identity');
      return (built ??= build(identity)).getToken(scopes, options);
    },
  };
}
