import { InvalidError } from '../../errors.ts';
import { addressKind, addressOf, isIn, type Address } from './address-kind.ts';
import type { OutgoingEntry } from './outgoing-entry.ts';

/** Where requests may go. Whoever installs the app decides, never its API. */
export interface OutgoingRules {
  entries: readonly OutgoingEntry[];
  /** Whether 127.0.0.1 may be asked, with http too; only while developing. */
  local: boolean;
  /** The app's own names. */
  ownHosts: readonly string[];
}

/** A place that a request goes to. */
export interface Place {
  protocol: string;
  /** In lower case, without the brackets of IPv6 and without a dot at the end. */
  host: string;
  port: number;
}

const longestUrl = 2000;
const localAddress = '127.0.0.1';
const deniedHosts =
  /^(?:localhost|.*\.localhost|metadata|metadata\.google\.internal|metadata\.azure\.(?:com|internal)|instance-data(?:\.ec2\.internal)?)$/;

/** Reads the address that somebody wants asked; throws invalid (code `refusedByPolicy`) for one that the rules refuse whatever its name resolves to. */
export function allowedUrl(rules: OutgoingRules, text: string): URL {
  if (text.length > longestUrl || /[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text))
    throw refused('The address is not a URL that can be asked; write it as https://host/path.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused(`The address begins with ${url.protocol}; use https.`);
  if (url.username !== '' || url.password !== '')
    throw refused('The address contains a user name or password; leave them out.');
  const place = placeOf(url);
  if (isOwnOrDenied(rules, place)) throw refused(`The host ${place.host} is never asked; use another address.`);
  const literal = addressOf(place.host);
  if (literal) allowAddresses(rules, place, [literal]);
  else if (!rules.entries.some((entry) => mayLeadTo(entry, place))) throw notListed(place);
  return url;
}

export function placeOf(url: URL): Place {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const host = url.hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
  return { protocol: url.protocol, host, port };
}

/** Throws invalid unless one entry of the rules allows every address that a name has: an answer that mixes is refused whole. */
export function allowAddresses(rules: OutgoingRules, place: Place, addresses: readonly Address[]): void {
  if (addresses.length === 0) throw refused(`The host ${place.host} has no address; correct its name.`);
  if (rules.local && place.host === localAddress) return;
  if (addresses.some((address) => addressKind(address) === 'denied'))
    throw refused(`The host ${place.host} leads to an address that is never asked; use another one.`);
  const allows = (entry: OutgoingEntry): boolean =>
    mayLeadTo(entry, place) && addresses.every((address) => covers(entry, address));
  if (!rules.entries.some(allows)) throw notListed(place);
}

/** Whether an entry can allow a place, as far as its name and port tell. */
function mayLeadTo(entry: OutgoingEntry, { protocol, host, port }: Place): boolean {
  if (entry.port !== port) return false;
  if (entry.kind === 'public') return protocol === 'https:';
  return entry.kind === 'range' || entry.host === host;
}

function covers(entry: OutgoingEntry, address: Address): boolean {
  if (entry.kind === 'public') return addressKind(address) === 'public';
  return entry.kind === 'host' || isIn(address, entry.range);
}

function isOwnOrDenied({ ownHosts }: OutgoingRules, { host }: Place): boolean {
  return host === '' || deniedHosts.test(host) || ownHosts.includes(host);
}

function notListed({ protocol, host, port }: Place): InvalidError {
  const over = protocol === 'http:' ? ' over http' : '';
  return refused(
    `PATCHBAY_OUTGOING does not allow ${host} on port ${port}${over}; use a public https address, or have the operator list it.`,
  );
}

function refused(detail: string): InvalidError {
  return new InvalidError(detail, [{ pointer: '/url', detail }], { code: 'refusedByPolicy' });
}
