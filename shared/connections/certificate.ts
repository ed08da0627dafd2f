import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { Secret } from '../secrets/secret.ts';

/** A certificate that signs in an application: its PEM with the private key, and what may be shown of it. */
export interface Certificate {
  /** The private key (PKCS #8) and its own certificate, nothing else of what was given. */
  pem: Secret;
  /** SHA-1 in upper-case hex, as Entra shows it. */
  thumbprint: string;
  /** The last day it is valid, an ISO date (UTC). */
  expiresOn: string;
}

/** The longest PEM text that is read; sealed it still fits a table cell. */
export const longestPem = 20_000;

const block = /-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g;
const encrypted = /-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/;
const leastBits = 2048;

/** Reads a private key and the certificate that belongs to it from a PEM text, or says in a sentence what is wrong with it. */
export function readCertificate(text: string): Certificate | { wrong: string } {
  if (encrypted.test(text)) {
    return { wrong: 'has a private key with a passphrase; remove the passphrase first (openssl pkey -in … -out …).' };
  }
  const blocks = [...text.matchAll(block)].map(([pem, label = '']) => ({ pem, label }));
  const keyBlock = blocks.find(({ label }) => label.endsWith('PRIVATE KEY'));
  if (!keyBlock) return { wrong: 'holds no private key; give the PEM text of the private key and of the certificate.' };
  const key = attempt(() => createPrivateKey(keyBlock.pem));
  if (!key) return { wrong: 'has a private key that cannot be read.' };
  if (!suits(key))
    return { wrong: `has a private key that Entra ID does not take; it must be RSA of ${leastBits} bits or more.` };
  const certificates = blocks.filter(({ label }) => label === 'CERTIFICATE');
  if (certificates.length === 0)
    return { wrong: 'holds a private key but no certificate; append the PEM text of the certificate.' };
  const own = certificates
    .map(({ pem }) => attempt(() => new X509Certificate(pem)))
    .find((one) => one?.checkPrivateKey(key));
  if (!own) return { wrong: 'holds no certificate that belongs to its private key.' };
  return {
    // A chain may come in any order, and @azure/identity takes the first certificate as the application's.
    pem: new Secret(`${key.export({ type: 'pkcs8', format: 'pem' }).toString()}${own.toString()}`),
    thumbprint: own.fingerprint.replaceAll(':', ''),
    expiresOn: new Date(own.validTo).toISOString().slice(0, 10),
  };
}

function suits(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastBits;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
