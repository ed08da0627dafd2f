import { hkdfSync } from 'node:crypto';
import type { SealingKey } from './seal.ts';

/**
 * A key for one purpose, derived from each sealing key (HKDF with SHA-256, RFC 5869), newest first: nothing new has to be kept
 * secret, and nothing derived tells anything about the sealing key.
 */
export function derivedKeys(keys: readonly SealingKey[], purpose: string): Buffer[] {
  return keys.map(({ key }) => Buffer.from(hkdfSync('sha256', key, '', `patchbay ${purpose}`, 32)));
}
