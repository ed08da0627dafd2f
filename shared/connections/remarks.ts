import type { StoredCredential } from './connection.ts';
import type { SignInProof } from './credential.ts';
import { daysLeft, expiryOf } from './expiry.ts';
import type { Problem } from './health.ts';
import type { Secret } from '../secrets/secret.ts';

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether a client secret has the form of an id; Entra's values never have. */
export function looksLikeGuid(secret: Secret): boolean {
  return guid.test(secret.reveal());
}

/** What can be said about a credential without using it: that it ends soon, or is probably not what was meant. */
export function remarksOn(credential: StoredCredential, proof: SignInProof, now: Date): Problem[] {
  const problems = expiryRemarks(credential, now);
  if (proof.kind === 'secret' && looksLikeGuid(proof.secret)) {
    const detail =
      "This looks like the secret's id, not its value; copy the value, which is shown only when it is created.";
    problems.push({ field: '/credential/secret', level: 'warning', detail });
  }
  return problems;
}

function expiryRemarks(credential: StoredCredential, now: Date): Problem[] {
  if (credential.kind === 'managedIdentity' || credential.expiresOn === undefined) return [];
  const { kind, expiresOn } = credential;
  const expiry = expiryOf(expiresOn, now);
  if (expiry === 'ok') return [];
  const what = kind === 'secret' ? 'client secret' : 'certificate';
  const field = kind === 'secret' ? '/credential/expiresOn' : '/credential/certificate';
  const when =
    expiry === 'expired' ? `ended on ${expiresOn}` : `ends on ${expiresOn} (${inDays(daysLeft(expiresOn, now))})`;
  return [
    {
      field,
      level: 'warning',
      detail: `The ${what} ${when}; create a new one in the app registration and save it here.`,
    },
  ];
}

function inDays(days: number): string {
  if (days === 0) return 'today';
  return days === 1 ? 'in 1 day' : `in ${days} days`;
}
