import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';

/** The RS256 key pair that signs every token of this simulator. */
export interface SigningKeys {
  keyId: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** Public half as `/discovery/v2.0/keys` shows it. */
  jwk: JWK;
}

let sharedKeys: Promise<SigningKeys> | undefined;

/** One pair per process: making one takes long, and issuers already tell the simulators of a process apart. */
export function signingKeys(): Promise<SigningKeys> {
  sharedKeys ??= createKeys();
  return sharedKeys;
}

async function createKeys(): Promise<SigningKeys> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const keyId = await calculateJwkThumbprint(jwk);
  return { keyId, privateKey, publicKey, jwk: { ...jwk, kid: keyId, use: 'sig', alg: 'RS256' } };
}
