import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { DeliveryError } from '../outcome.ts';
import { dialWithin, type Dial } from './dial.ts';
import { guardedConnector, type Resolve } from './guarded-connector.ts';
import { openNetwork } from './network.ts';
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
}

export interface OutgoingOptions {
  resolve?: Resolve;
  /** Stands in for the network in tests. */
  dial?: Dial;
  /** 15 seconds, but in tests. */
  timeoutMs?: number;
}

const longestMs = 15_000;
const connectMs = 5000;
const largestBody = 5 * 1024 * 1024;

/** Opens the way out, guarded by the rules. */
export function openOutgoing(rules: OutgoingRules, options: OutgoingOptions = {}): Outgoing {
  const { timeoutMs = longestMs, resolve = resolveByLookup, dial = dialWithin(connectMs) } = options;
  const network = openNetwork(guardedConnector(rules, resolve, dial));
  return {
    check: (url) => allowedUrl(rules, url),
    async send({ method, url, headers = {}, body, signal: given }) {
      const time = AbortSignal.timeout(timeoutMs);
      const signal = given ? AbortSignal.any([time, given]) : time;
      try {
        const answer = await network.ask(allowedUrl(rules, url), { method, headers, body, signal });
        return { status: answer.statusCode ?? 0, header: headerOf(answer), body: await textOf(answer) };
      } catch (error) {
        // Whatever breaks because the time is over says so in its own way.
        throw networkFailure(signal.aborted ? signal.reason : error);
      }
    },
  };
}

const resolveByLookup: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

function headerOf({ headersDistinct }: IncomingMessage): (name: string) => string {
  return (name) => {
    const values = headersDistinct[name] ?? [];
    return values.length === 1 ? (values[0] ?? '') : '';
  };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer) {
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
