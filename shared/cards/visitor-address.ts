import { createHmac } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { windows } from './limits.ts';

/**
 * The address a request came from. App Service puts the one it saw at the end of `X-Forwarded-For`, with a port; what stands
 * before it anybody can have written. An IPv6 visitor has a whole /64 network, which counts as one address.
 */
export function visitorAddress(forwardedFor: string | undefined): string {
  const last = forwardedFor?.split(',').at(-1)?.trim() ?? '';
  const bare = /^\[(.+)\](?::\d+)?$/.exec(last)?.[1] ?? last;
  const host = isIPv6(bare) ? bare : bare.replace(/:\d+$/, '');
  if (isIPv4(host)) return host;
  return isIPv6(host) ? networkOf(host) : 'unknown';
}

/**
 * What is kept of an address: a hash with a key that changes every day (UTC), so that it cannot be followed or looked up. In the
 * first minutes of a day the hash of the day before comes second, because what was sent before midnight still counts.
 */
export function addressHashes(address: string, [key]: readonly Buffer[], now: Date): [string, ...string[]] {
  if (!key) throw new Error('An address is only kept as a hash with a key.');
  const hashAt = (moment: Date): string => {
    const day = moment.toISOString().slice(0, 10);
    return createHmac('sha256', key).update(`${day} ${address}`).digest('base64url').slice(0, 22);
  };
  const [latest, before] = [hashAt(now), hashAt(new Date(now.getTime() - windows.address))];
  return latest === before ? [latest] : [latest, before];
}

const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** The first four groups of an IPv6 address; an IPv4 address inside stays whole. */
function networkOf(address: string): string {
  // A zone is only known where it was written.
  const canonical = new URL(`http://[${address.split('%')[0] ?? ''}]`).hostname.slice(1, -1);
  const [, high = '', low = ''] = mapped.exec(canonical) ?? [];
  if (high !== '') return dotted(high) + '.' + dotted(low);
  const [head = '', tail] = canonical.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':') + '::/64';
}

/** Two parts of an IPv4 address, out of one group of an IPv6 address. */
function dotted(group: string): string {
  const number = parseInt(group, 16);
  return `${number >> 8}.${number & 255}`;
}
