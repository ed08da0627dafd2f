import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';

/** An address that was checked, and as which host it has to identify itself. */
export interface DialTarget {
  protocol: string;
  address: string;
  port: number;
  /** Undefined where the URL names the address itself. */
  servername: string | undefined;
}

/** Opens one connection. */
export type Dial = (target: DialTarget) => Promise<Socket>;

/** Dials over TCP, with TLS for https; gives up after some milliseconds. */
export function dialWithin(milliseconds: number): Dial {
  return async ({ protocol, address, port, servername }) => {
    const isSecure = protocol === 'https:';
    const to = { host: address, port };
    const socket = isSecure
      ? connectSecure({ ...to, ...(servername !== undefined && { servername }) })
      : connectPlain(to);
    try {
      await once(socket, isSecure ? 'secureConnect' : 'connect', { signal: AbortSignal.timeout(milliseconds) });
      return socket;
    } catch (error) {
      socket.destroy();
      throw error;
    }
  };
}
