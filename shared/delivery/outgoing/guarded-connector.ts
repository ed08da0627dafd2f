import type { buildConnector } from 'undici';
import { InvalidError } from '../../errors.ts';
import { addressOf, type Address } from './address-kind.ts';
import { allowAddresses, allowedUrl, placeOf, type OutgoingRules } from './outgoing-rules.ts';

/** All addresses of a host, as the operating system knows them. */
export type Resolve = (host: string) => Promise<readonly string[]>;

type Connector = buildConnector.connector;
type Socket = Parameters<Parameters<Connector>[1]>[1];

const mostAddresses = 3;

/**
 * Opens connections only to addresses that the rules allow. The name is resolved here, once, and the address that was checked is
 * the one that is dialled, so that a name that changes its mind in between gains nothing.
 */
export function guardedConnector(rules: OutgoingRules, resolve: Resolve, dial: Connector): Connector {
  return (options, callback) => {
    connectChecked(rules, resolve, dial, options).then(
      (socket) => {
        callback(null, socket);
      },
      (error: unknown) => {
        callback(error instanceof Error ? error : new Error('The connection failed.'), null);
      },
    );
  };
}

async function connectChecked(
  rules: OutgoingRules,
  resolve: Resolve,
  dial: Connector,
  options: buildConnector.Options,
): Promise<NonNullable<Socket>> {
  const url = allowedUrl(rules, `${options.protocol}//${options.host ?? `${options.hostname}:${options.port}`}`);
  const place = placeOf(url);
  const literal = addressOf(place.host);
  const addresses = literal ? [literal] : await addressesOf(place.host, resolve);
  allowAddresses(rules, place, addresses);
  const servername = literal ? {} : { servername: place.host };
  let failure: unknown;
  for (const address of addresses.slice(0, mostAddresses)) {
    try {
      const socket = await dialled(dial, { ...options, ...servername, hostname: address.toString() });
      const reached = addressOf(socket.remoteAddress ?? '');
      if (reached?.toString() === address.toString()) return socket;
      socket.destroy();
      throw new InvalidError(
        `The host ${place.host} answered from another address than the one that was checked.`,
        [],
        {
          code: 'refusedByPolicy',
        },
      );
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Every address of a name; one that cannot be read refuses the whole name. IPv4 comes first: not every network has the other. */
async function addressesOf(host: string, resolve: Resolve): Promise<Address[]> {
  const addresses = (await resolve(host)).map(addressOf);
  if (!addresses.every((address) => address !== undefined))
    throw new InvalidError(`The host ${host} resolves to something that is no address.`, [], {
      code: 'refusedByPolicy',
    });
  return addresses.sort((a, b) => Number(a.kind() === 'ipv6') - Number(b.kind() === 'ipv6'));
}

function dialled(dial: Connector, options: buildConnector.Options): Promise<NonNullable<Socket>> {
  return new Promise((resolve, reject) => {
    dial(options, (error, socket) => {
      if (socket) resolve(socket);
      else reject(error);
    });
  });
}
