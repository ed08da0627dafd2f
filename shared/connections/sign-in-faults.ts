import type { Fault, PatchbayError } from '../errors.ts';
import type { SignInProof } from './credential.ts';
import { looksLikeGuid } from './remarks.ts';

type ProofKind = SignInProof['kind'];

/** Where a connection's input names its credential. */
export const proofFields: Readonly<Record<ProofKind, string>> = {
  secret: '/credential/secret',
  certificate: '/credential/certificate',
  managedIdentity: '/credential/identityClientId',
};

/** The fields that the reasons of a refused sign-in speak about (codes of `shared/source/graph`); `proof` is the credential's. */
const fieldsByCode: Readonly<Record<string, string>> = {
  secretExpired: 'proof',
  secretInvalid: 'proof',
  assertionRejected: 'proof',
  identityUnavailable: 'proof',
  clientRejected: 'proof',
  clientUnknown: '/client',
  clientDisabled: '/client',
  tenantUnknown: '/tenant',
  cloudWrong: '/cloud',
};

const idHint = "It looks like the secret's id; copy its value instead.";

/** A refused sign-in as a fault of the field that causes it; of the whole connection when no field does (a policy of the tenant). */
export function signInFault(error: PatchbayError, proof: SignInProof): Fault {
  const pointer = signInField(error, proof.kind);
  const hinted = pointer === proofFields.secret && proof.kind === 'secret' && looksLikeGuid(proof.secret);
  return { pointer, detail: hinted ? `${error.message} ${idHint}` : error.message };
}

/** The field that causes a refused sign-in; empty when none does. */
export function signInField({ code = '' }: PatchbayError, proof: ProofKind): string {
  const field = fieldsByCode[code] ?? '';
  return field === 'proof' ? proofFields[proof] : field;
}
