import { lookup } from 'node:dns/promises';
import type { buildConnector, Dispatcher } from 'undici';
import { DeliveryError } from '../outcome.ts';
import { guardedConnector, type Resolve } from './guarded-connector.ts';
import { networkFailure } from './network-failure.ts';
import { allowedUrl, type OutgoingRules } from './outgoing-rules.ts';

export interface OutgoingRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Ends the request early; it never lasts longer than 15 seconds. */
  signal?: AbortSignal;
}

export interface OutgoingAnswer {
  status: number;
  /** Empty where there is none or several. */
  header(name: string): string;
  body: string;
}

/** Requests to addresses that somebody has entered. */
export interface Outgoing {
  /** Throws invalid where the rules refuse an address; says nothing about what its name resolves to. */
  check(url: string): URL;
  /** Answers whatever status comes; redirections are not followed. Throws `DeliveryError` when no answer comes. */
  send(request: OutgoingRequest): Promise<OutgoingAnswer>;
  close(): Promise<void>;
}

export interface OutgoingOptions {
  resolve?: Resolve;
  /** Stands in for the network in tests. */
  dial?: buildConnector.connector;
  /** 15 seconds, but in tests. */
  timeoutMs?: number;
}

const longestMs = 15_000;
const connectMs = 5000;
const largestBody = 5 * 1024 * 1024;

/** Opens the way out, guarded by the rules. Nothing is loaded before the first request: it is a part of no cold start. */
export function openOutgoing(rules: OutgoingRules, options: OutgoingOptions = {}): Outgoing {
  const { timeoutMs = longestMs } = options;
  let opened: Promise<Network> | undefined;
  return {
    check: (url) => allowedUrl(rules, url),
    async send(request) {
      const time = AbortSignal.timeout(timeoutMs);
      const signal = request.signal ? AbortSignal.any([time, request.signal]) : time;
      try {
        const url = allowedUrl(rules, request.url);
        const network = await (opened ??= openNetwork(rules, options));
        return await network(url, { ...request, signal });
      } catch (error) {
        throw networkFailure(error);
      }
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

interface Network {
  (url: URL, request: OutgoingRequest): Promise<OutgoingAnswer>;
  close(): Promise<void>;
}

async function openNetwork(rules: OutgoingRules, options: OutgoingOptions): Promise<Network> {
  const { Agent, buildConnector, request: ask } = await import('undici');
  const dial = options.dial ?? buildConnector({ timeout: connectMs });
  const connect = guardedConnector(rules, options.resolve ?? resolveByLookup, dial);
  const dispatcher = new Agent({ connect, keepAliveTimeout: 10_000 });
  const send = async (url: URL, { method, headers, body, signal }: OutgoingRequest): Promise<OutgoingAnswer> => {
    const answer = await ask(url, {
      dispatcher,
      method,
      ...(headers && { headers }),
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
    return { status: answer.statusCode, header: headerOf(answer), body: await textOf(answer) };
  };
  return Object.assign(send, { close: () => dispatcher.destroy() });
}

const resolveByLookup: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

function headerOf({ headers }: Dispatcher.ResponseData): (name: string) => string {
  return (name) => {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
  };
}

async function textOf({ body }: Dispatcher.ResponseData): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > largestBody) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(): DeliveryError {
  return new DeliveryError({ outcome: 'status', detail: 'Its answer is larger than 5 MiB; make it answer shortly.' });
}
