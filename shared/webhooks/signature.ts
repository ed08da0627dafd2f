import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret } from '../secrets/secret.ts';

/** A message as it is signed: its id stays the same however often it is sent, its moment (seconds since 1970) is that of the sending. */
export interface SignedMessage {
  id: string;
  timestamp: string;
  body: Uint8Array;
}

const prefix = 'whsec_';
const secretBytes = 32;
const version = 'v1';
const mostSignatures = 10;

/** How far the moment of a signature may be from ours (Standard Webhooks 1.0, "Verifying webhook authenticity"). */
export const toleranceSeconds = 300;

/** A new secret: `whsec_` and 32 random bytes in base64 (Standard Webhooks 1.0 wants 24 to 64). */
export function newSigningSecret(): Secret {
  return new Secret(prefix + randomBytes(secretBytes).toString('base64'));
}

/** The value of the header `webhook-signature`: one signature for each secret, so that secrets can be changed without a gap. */
export function signaturesOf(message: SignedMessage, secrets: readonly Secret[]): string {
  return secrets.map((secret) => `${version},${signatureOf(message, secret).toString('base64')}`).join(' ');
}

/**
 * Whether one of the signatures in the header is that of one of the secrets. Says nothing about the message's age: see
 * `isRecent`. Signatures of other versions are passed over, as Standard Webhooks asks.
 */
export function isSigned(message: SignedMessage, header: string, secrets: readonly Secret[]): boolean {
  const given = header.split(' ').slice(0, mostSignatures).flatMap(bytesOf);
  const expected = secrets.map((secret) => signatureOf(message, secret));
  return given.some((bytes) =>
    expected.some((right) => bytes.length === right.length && timingSafeEqual(bytes, right)),
  );
}

/** Whether a message was signed within five minutes of now. */
export function isRecent(timestamp: string, now: Date): boolean {
  if (!/^[0-9]{1,12}$/.test(timestamp)) return false;
  return Math.abs(Number(timestamp) - now.getTime() / 1000) <= toleranceSeconds;
}

function signatureOf({ id, timestamp, body }: SignedMessage, secret: Secret): Buffer {
  const key = Buffer.from(secret.reveal().slice(prefix.length), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

/** Only the usual spelling of base64: a lenient reader would accept altered texts. */
function bytesOf(signature: string): Buffer[] {
  const [of, text = '', ...more] = signature.split(',');
  if (of !== version || more.length > 0) return [];
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? [bytes] : [];
}
