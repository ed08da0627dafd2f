import { createHmac } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';

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

/** What is kept of an address: a hash with a key that changes every day (UTC), so that it cannot be followed or looked up. */
export function addressHash(address: string, [key]: readonly Buffer[], now: Date): string {
  if (!key) throw new Error('An address is only kept as a hash with a key.');
  const day = now.toISOString().slice(0, 10);
  return createHmac('sha256', key).update(`${day} ${address}`).digest('base64url').slice(0, 22);
}

/** The first four groups of an IPv6 address; an IPv4 address inside stays whole. */
function networkOf(address: string): string {
  const inside = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (inside !== undefined) return inside;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  return (
    groups
      .slice(0, 4)
      .map((group) => group.replace(/^0+(?=.)/, ''))
      .join(':') + '::/64'
  );
}
