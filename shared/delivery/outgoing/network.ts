import { Agent, request as askPlain, type AgentOptions, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as askSecure } from 'node:https';
import { Socket } from 'node:net';
import type { Connect } from './guarded-connector.ts';

/** One request, to be ended by its signal at the latest. */
export interface NetworkRequest {
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  signal: AbortSignal;
}

/** Sends requests over connections that it keeps for a while. Redirections are not followed. */
export interface Network {
  ask(url: URL, request: NetworkRequest): Promise<IncomingMessage>;
}

// A connection that nothing is sent over is closed after these milliseconds.
const kept: AgentOptions = { keepAlive: true, timeout: 10_000 };

/** Opens the way to the network; every connection is opened by `connect`. */
export function openNetwork(connect: Connect): Network {
  const plain = connecting(new Agent(kept), 'http:', connect);
  const secure = connecting(new SecureAgent(kept), 'https:', connect);
  return {
    ask: (url, { body, signal, ...options }) =>
      new Promise((resolve, reject) => {
        const isSecure = url.protocol === 'https:';
        const asked = isSecure
          ? askSecure(url, { ...options, signal, agent: secure })
          : askPlain(url, { ...options, signal, agent: plain });
        // A request that has no connection yet would only tell once it has one.
        const ended = (): void => {
          reject(new Error('The request was ended.'));
        };
        signal.addEventListener('abort', ended, { once: true });
        asked.on('response', resolve).on('error', reject).end(body);
      }),
  };
}

/** Has an agent open its connections by `connect`. */
function connecting<A extends Agent>(agent: A, protocol: string, connect: Connect): A {
  agent.createConnection = ({ host, port }, callback) => {
    const name = host?.includes(':') === true ? `[${host}]` : (host ?? '');
    connect(`${protocol}//${name}:${port ?? ''}`).then(
      (socket) => callback?.(null, socket),
      (error: unknown) => {
        // The type asks for a socket beside an error; nobody looks at it.
        callback?.(error instanceof Error ? error : new Error('The connection failed.'), new Socket());
      },
    );
    return undefined;
  };
  return agent;
}
