import { InvalidError } from '../errors.ts';
import type { ConnectionInput, CredentialInput } from './connection-input.ts';
import type { Connection, SealedField, SealedValues, StoredCredential } from './connection.ts';
import type { SignIn, SignInProof } from './credential.ts';
import type { Seal } from '../secrets/seal.ts';
import type { Secret } from '../secrets/secret.ts';
import { graphCloudOf, type SignInSettings } from './sign-in.ts';

/** A connection as somebody wants it saved, complete with the secret it shall use: the one given or the one kept. */
export interface Draft {
  id: string;
  input: ConnectionInput;
  credential: StoredCredential;
  signIn: SignIn;
  /** The secret to seal; undefined when the sealed one is kept or there is none. */
  fresh: { field: SealedField; secret: Secret } | undefined;
  kept: SealedValues;
}

/** What a draft is made with: the connection that it replaces, if any, and how its secret is opened. */
export interface DraftContext {
  id: string;
  current: Connection | undefined;
  seal: Seal;
  settings: SignInSettings;
}

type Chosen = Pick<Draft, 'credential' | 'fresh' | 'kept'> & { proof: SignInProof };

/** Completes an input from the stored connection and the settings; throws invalid with every fault that shows without a test. */
export function draftOf(input: ConnectionInput, context: DraftContext): Draft {
  const { cloud, tenant, client } = input;
  graphCloudOf(cloud, context.settings);
  const { proof, ...chosen } = chosenCredential(input, context);
  return { id: context.id, input, ...chosen, signIn: { cloud, tenant, client, proof } };
}

/** The version of a connection after this draft: raised when the old one read from another organisation or application. */
export function versionAfter(current: Connection | undefined, { cloud, tenant, client }: ConnectionInput): number {
  if (!current) return 1;
  const same = current.cloud === cloud && current.tenant === tenant && current.client === client;
  return same ? current.version : current.version + 1;
}

function chosenCredential(input: ConnectionInput, context: DraftContext): Chosen {
  const { credential } = input;
  switch (credential.kind) {
    case 'secret':
      return chosenSecret(input, credential, context);
    case 'certificate':
      return chosenCertificate(input, credential, context);
    case 'managedIdentity': {
      const { identityClientId } = credential;
      const used = identityClientId ?? context.settings.managedIdentityClientId;
      if (used === undefined) {
        throw refused(
          '/credential/identityClientId',
          'Name the client id of the user-assigned identity of the function app.',
        );
      }
      const stored: StoredCredential = {
        kind: 'managedIdentity',
        ...(identityClientId !== undefined && { identityClientId }),
      };
      return {
        credential: stored,
        fresh: undefined,
        kept: {},
        proof: { kind: 'managedIdentity', identityClientId: used },
      };
    }
  }
}

function chosenSecret(
  input: ConnectionInput,
  given: Extract<CredentialInput, { kind: 'secret' }>,
  context: DraftContext,
): Chosen {
  const { secret, expiresOn } = given;
  const credential: StoredCredential = { kind: 'secret', ...(expiresOn !== undefined && { expiresOn }) };
  if (secret) return { credential, fresh: { field: 'secret', secret }, kept: {}, proof: { kind: 'secret', secret } };
  const stored = keptValue(input, 'secret', context);
  return { credential, fresh: undefined, kept: stored.kept, proof: { kind: 'secret', secret: stored.secret } };
}

function chosenCertificate(
  input: ConnectionInput,
  given: Extract<CredentialInput, { kind: 'certificate' }>,
  context: DraftContext,
): Chosen {
  if (given.certificate) {
    const { pem, thumbprint, expiresOn } = given.certificate;
    const credential: StoredCredential = { kind: 'certificate', thumbprint, expiresOn };
    return { credential, fresh: { field: 'certificate', secret: pem }, kept: {}, proof: { kind: 'certificate', pem } };
  }
  const stored = keptValue(input, 'certificate', context);
  return {
    credential: stored.credential,
    fresh: undefined,
    kept: stored.kept,
    proof: { kind: 'certificate', pem: stored.secret },
  };
}

/** A stored secret is kept only for the application it belongs to: nobody can have it sent elsewhere by changing the address. */
function keptValue(
  { cloud, client }: ConnectionInput,
  field: SealedField,
  { current, seal }: DraftContext,
): { secret: Secret; kept: SealedValues; credential: StoredCredential } {
  const pointer = `/credential/${field}`;
  const sealed = current?.sealed[field];
  if (!current || sealed === undefined) throw refused(pointer, `Give the ${field}; none is stored that could be kept.`);
  if (current.cloud !== cloud || current.client !== client) {
    throw refused(pointer, `Give the ${field} again; the stored one belongs to another application (client) or cloud.`);
  }
  const secret = seal.open({ kind: 'connection', id: current.id, field }, sealed);
  return { secret, kept: { [field]: sealed }, credential: current.credential };
}

function refused(pointer: string, detail: string): InvalidError {
  return new InvalidError(detail, [{ pointer, detail }]);
}
