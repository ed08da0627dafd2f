import { readableAddress } from '../graph/graph-request.ts';
import type { GraphRequest } from '../graph/graph-request.ts';
import type { Target } from '../graph/target.ts';
import type { Received } from '../wire/received.ts';
import { Faults } from './faults.ts';
import type { FaultEffect } from './faults.ts';
import { RequestLog } from './request-log.ts';
import type { RequestRecord } from './request-log.ts';
import { Throttle } from './throttle.ts';

/** Everything that happens to requests on their way, whatever they ask for. */
export class Traffic {
  readonly faults = new Faults();
  readonly requests = new RequestLog();
  readonly throttle: Throttle;
  /** Milliseconds that every request takes. */
  latencyMs: number;
  readonly #report: (sentence: string) => void;
  #seed = 1;

  /** @param report takes a sentence about a mistake of the simulator itself */
  constructor(clock: () => Date, latencyMs: number, report: (sentence: string) => void) {
    this.throttle = new Throttle(clock);
    this.latencyMs = latencyMs;
    this.#report = report;
  }

  open(request: GraphRequest, target: Target): RequestRecord {
    const record: RequestRecord = {
      method: request.method,
      address: readableAddress(request),
      operation: target.operationNames[0],
      mailbox: target.mailboxNames[1],
      inBatch: request.inner,
      prefer: request.headers.get('prefer'),
      status: 0,
    };
    this.requests.open(record);
    return record;
  }

  /** Counts a request that could not even be read. */
  unreadable(received: Received, status: number): void {
    const { method, url } = received;
    const unknown = { operation: undefined, mailbox: undefined, prefer: undefined };
    const record: RequestRecord = { method, address: url, ...unknown, inBatch: false, status: 0 };
    this.requests.open(record);
    this.requests.answered(record, status);
  }

  /** Effect of the fault that strikes a request, if one does. */
  strike(record: RequestRecord, target: Target): FaultEffect | undefined {
    return this.faults.strike({
      method: record.method,
      address: record.address,
      mailbox: target.mailboxNames,
      operation: target.operationNames,
    });
  }

  /** Notes an exception that is no Graph error: a mistake in the simulator or in the tenant's data. */
  reportMistake(error: unknown): void {
    this.#report(`simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  /** The next number from 0 to 1 of a fixed series (mulberry32), so that test runs repeat. */
  random(): number {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
}
