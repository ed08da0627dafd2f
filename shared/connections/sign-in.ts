import type { TokenCredential } from '@azure/core-auth';
import { InvalidError, UnavailableError } from '../errors.ts';
import type { Settings } from '../settings.ts';
import { graphClouds, localCloud, type GraphCloud, type GraphCloudName } from '../source/graph/clouds.ts';
import type { Connection, SealedField } from './connection.ts';
import { openCredential, type SignIn, type SignInProof } from './credential.ts';
import type { Seal } from '../secrets/seal.ts';
import type { Secret } from '../secrets/secret.ts';

/** The settings that signing in depends on. */
export type SignInSettings = Pick<Settings, 'localCloud' | 'managedIdentityClientId'>;

/** The addresses of a connection's cloud; throws invalid for `local` where the settings name no addresses for it. */
export function graphCloudOf(name: GraphCloudName, settings: SignInSettings): GraphCloud {
  if (name !== 'local') return graphClouds[name];
  const addresses = settings.localCloud;
  if (addresses) return localCloud(new URL(addresses.login), new URL(addresses.graph));
  const detail = 'The cloud "local" is for trying Patchbay on one computer; choose the cloud that the tenant is in.';
  throw new InvalidError(detail, [{ pointer: '/cloud', detail }], { code: 'noLocalCloud' });
}

/** A stored connection's sign-in, its secret opened. Throws unavailable when that is not possible (see `Seal.open`). */
export function signInOf(connection: Connection, seal: Seal, settings: SignInSettings): SignIn {
  const { cloud, tenant, client } = connection;
  return { cloud, tenant, client, proof: proofOf(connection, seal, settings) };
}

/**
 * Gives each connection one credential for as long as it stays the same (by its etag), so that its tokens are reused by all
 * runs of this process.
 */
export function credentialsBy(seal: Seal, settings: SignInSettings): (connection: Connection) => TokenCredential {
  const known = new Map<string, { etag: string; credential: TokenCredential }>();
  return (connection) => {
    const held = known.get(connection.id);
    if (held?.etag === connection.etag) return held.credential;
    const credential = openCredential(signInOf(connection, seal, settings), graphCloudOf(connection.cloud, settings));
    known.set(connection.id, { etag: connection.etag, credential });
    return credential;
  };
}

function proofOf(connection: Connection, seal: Seal, settings: SignInSettings): SignInProof {
  const { credential } = connection;
  switch (credential.kind) {
    case 'secret':
      return { kind: 'secret', secret: opened(connection, 'secret', seal) };
    case 'certificate':
      return { kind: 'certificate', pem: opened(connection, 'certificate', seal) };
    case 'managedIdentity': {
      const identityClientId = credential.identityClientId ?? settings.managedIdentityClientId;
      return { kind: 'managedIdentity', identityClientId: identityClientId ?? missing(connection, 'identityClientId') };
    }
  }
}

function opened(connection: Connection, field: SealedField, seal: Seal): Secret {
  const sealed = connection.sealed[field];
  return sealed === undefined
    ? missing(connection, field)
    : seal.open({ kind: 'connection', id: connection.id, field }, sealed);
}

function missing(connection: Connection, field: string): never {
  throw new UnavailableError(`The connection ${connection.id} has no ${field}; save it again with one.`, {
    code: 'noCredential',
  });
}
