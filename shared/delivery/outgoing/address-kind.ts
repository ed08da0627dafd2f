import ipaddr from 'ipaddr.js';

/**
 * What an address is to requests of ours: `public`, one of a network behind a router (`private`), or one that no list can allow
 * (`denied`): this machine, the cloud's own services, and everything that can stand for these in another notation.
 */
export type AddressKind = 'public' | 'private' | 'denied';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** An address with the number of its bits that count. */
export type AddressRange = readonly [Address, number];

const deniedRanges = [
  // This network, this machine, link-local with the metadata services of all clouds, multicast, reserved with broadcast.
  ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4'],
  // Services of single clouds: Azure's host (DNS, DHCP, health), metadata of Alibaba and Oracle.
  ...['168.63.129.16/32', '100.100.100.200/32', '192.0.0.192/32'],
  // IPv6: unspecified, loopback and old IPv4-compatible; link-local and site-local; multicast.
  ...['::/96', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
  // IPv4 in other clothes: NAT64, its local form, translated, 6to4, Teredo.
  ...['64:ff9b::/96', '64:ff9b:1::/48', '::ffff:0:0:0/96', '2002::/16', '2001::/32'],
  // Metadata services of Amazon and Google over IPv6.
  ...['fd00:ec2::254/128', 'fd20:ce::254/128'],
].map((text): AddressRange => ipaddr.parseCIDR(text));

/** The only part of IPv6 that is given out for the public internet (RFC 4291, 2.4). */
const globalIpv6: AddressRange = ipaddr.parseCIDR('2000::/3');

const privateRanges = new Set(['private', 'carrierGradeNat', 'uniqueLocal']);

/** Reads an address as resolvers write it; an IPv4 address mapped into IPv6 becomes that. Undefined for what is none. */
export function addressOf(text: string): Address | undefined {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const isPlain = bare.includes(':') ? ipaddr.IPv6.isValid(bare) : ipaddr.IPv4.isValidFourPartDecimal(bare);
  return isPlain ? ipaddr.process(bare) : undefined;
}

/** Reads `10.0.0.0/8`, or one address as a range of its own; undefined for what is neither. */
export function rangeOf(text: string): AddressRange | undefined {
  const address = addressOf(text);
  if (address) return [address, address.kind() === 'ipv4' ? 32 : 128];
  try {
    const [start, bits] = ipaddr.parseCIDR(text);
    return text.includes(':') === (start.kind() === 'ipv6') ? [start, bits] : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an address lies in a range; those of IPv4 are never in one of IPv6. */
export function isIn(address: Address, [start, bits]: AddressRange): boolean {
  return address.kind() === start.kind() && address.match(start, bits);
}

/** What an address is; what is not known to be public or private is denied. */
export function addressKind(address: Address): AddressKind {
  if (deniedRanges.some((range) => isIn(address, range))) return 'denied';
  const range = address.range();
  if (range === 'unicast') return address.kind() === 'ipv4' || isIn(address, globalIpv6) ? 'public' : 'denied';
  return privateRanges.has(range) ? 'private' : 'denied';
}
