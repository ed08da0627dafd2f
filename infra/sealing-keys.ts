/** The text of the setting PATCHBAY_SEALING_KEYS: `<id>:<32 bytes in base64>`, newest first, separated by commas. */

/** Puts a new key before those that there are; with none it makes the first. */
export function withNewKey(keys: string | undefined, key: Uint8Array, now: Date): string {
  const known = keys ? keys.split(',') : [];
  const day = now.toISOString().slice(2, 10).replaceAll('-', '');
  const ids = new Set(known.map((entry) => entry.split(':')[0]));
  const id = ['', 'b', 'c', 'd', 'e'].map((more) => `k${day}${more}`).find((candidate) => !ids.has(candidate));
  if (id === undefined) throw new Error('There were five new sealing keys today; wait until tomorrow.');
  return [`${id}:${Buffer.from(key).toString('base64')}`, ...known].join(',');
}

/** Only the newest key. What an older one has sealed can never be opened again. */
export function newestKey(keys: string): string {
  return keys.split(',')[0] ?? keys;
}
