/** One request to Graph; parts of a batch have their own. */
export interface RequestRecord {
  method: string;
  /** Decoded path and query with `/v1.0`. */
  address: string;
  /** `operationId` of graph-openapi.json; undefined for a path that the simulator does not know. */
  operation: string | undefined;
  /** User principal name in lower case. */
  mailbox: string | undefined;
  inBatch: boolean;
  /** The `Prefer` header as sent. */
  prefer: string | undefined;
  /** 0 until answered. */
  status: number;
}

/** Counters since the start or the last reset. */
export interface RequestCounts {
  /** Requests to Graph on the wire: a batch is one. */
  total: number;
  /** Requests inside batches. */
  parts: number;
  /** Requests to the token endpoint. */
  tokens: number;
  /** 429 answered, inside and outside of batches. */
  throttled: number;
  byOperation: Record<string, number>;
  byMailbox: Record<string, number>;
  byStatus: Record<string, number>;
  /** Most requests at a time, by mailbox. */
  maxConcurrency: Record<string, number>;
}

const kept = 5000;

/** Counts requests and keeps the latest. */
export class RequestLog {
  #recent: RequestRecord[] = [];
  #counts = emptyCounts();

  open(record: RequestRecord): void {
    this.#recent.push(record);
    if (this.#recent.length > 2 * kept) this.#recent = this.#recent.slice(-kept);
    if (record.inBatch) this.#counts.parts += 1;
    else this.#counts.total += 1;
    increase(this.#counts.byOperation, record.operation ?? 'unknown');
    if (record.mailbox !== undefined) increase(this.#counts.byMailbox, record.mailbox);
  }

  answered(record: RequestRecord, status: number): void {
    record.status = status;
    increase(this.#counts.byStatus, String(status));
    if (status === 429) this.#counts.throttled += 1;
  }

  tokenRequested(): void {
    this.#counts.tokens += 1;
  }

  /** The latest requests, oldest first: at least 5,000 if there were so many. */
  recent(): readonly RequestRecord[] {
    return this.#recent;
  }

  counts(): Omit<RequestCounts, 'maxConcurrency'> {
    return structuredClone(this.#counts);
  }

  reset(): void {
    this.#recent = [];
    this.#counts = emptyCounts();
  }
}

function emptyCounts(): Omit<RequestCounts, 'maxConcurrency'> {
  return { total: 0, parts: 0, tokens: 0, throttled: 0, byOperation: {}, byMailbox: {}, byStatus: {} };
}

function increase(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
