import type { Socket } from 'node:net';
import { InvalidError } from '../../errors.ts';
import { addressOf, type Address } from './address-kind.ts';
import type { Dial } from './dial.ts';
import { allowAddresses, allowedUrl, placeOf, type OutgoingRules } from './outgoing-rules.ts';

/** All addresses of a host, as the operating system knows them. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Opens a connection to the host and port of a URL. */
export type Connect = (url: string) => Promise<Socket>;

const mostAddresses = 3;

/**
 * Opens connections only to addresses that the rules allow. The name is resolved here, once, and the address that was checked is
 * the one that is dialled, so that a name that changes its mind in between gains nothing.
 */
export function guardedConnector(rules: OutgoingRules, resolve: Resolve, dial: Dial): Connect {
  return async (url) => {
    const place = placeOf(allowedUrl(rules, url));
    const { protocol, host, port } = place;
    const literal = addressOf(host);
    const addresses = literal ? [literal] : await addressesOf(host, resolve);
    allowAddresses(rules, place, addresses);
    const servername = literal ? undefined : host;
    let failure: unknown;
    for (const checked of addresses.slice(0, mostAddresses)) {
      const address = checked.toString();
      try {
        const socket = await dial({ protocol, address, port, servername });
        if (addressOf(socket.remoteAddress ?? '')?.toString() === address) return socket;
        socket.destroy();
        throw refused(`The host ${host} answered from another address than the one that was checked.`);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  };
}

/** Every address of a name; one that cannot be read refuses the whole name. IPv4 comes first: not every network has the other. */
async function addressesOf(host: string, resolve: Resolve): Promise<Address[]> {
  const addresses = (await resolve(host)).map(addressOf);
  if (!addresses.every((address) => address !== undefined))
    throw refused(`The host ${host} resolves to something that is no address.`);
  return addresses.sort((a, b) => Number(a.kind() === 'ipv6') - Number(b.kind() === 'ipv6'));
}

function refused(detail: string): InvalidError {
  return new InvalidError(detail, [], { code: 'refusedByPolicy' });
}
