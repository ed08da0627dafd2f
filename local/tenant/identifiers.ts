import { createHash } from 'node:crypto';

/** The GUID that stands for a name: the same name in the same tenant always gives the same one (a version 5 UUID). */
export function guidOf(domain: string, kind: string, name: string): string {
  const digest = createHash('sha1').update(`${domain}\n${kind}\n${name}`.toLowerCase()).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
