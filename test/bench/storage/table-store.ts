import { createHash } from 'node:crypto';
import { z } from 'zod';

const rowSchema = z.record(z.string(), z.unknown());

interface StoredRow {
  etag: string;
  /** The JSON of the row as it was sent, its keys first. */
  json: string;
}

/** One operation of a transaction. */
export interface Operation {
  method: 'POST' | 'PUT' | 'MERGE' | 'DELETE';
  key: string;
  ifMatch: string | undefined;
  json: string;
}

export interface Failure {
  index: number;
  status: number;
  code: string;
}

/** One partition: rows by key, and the keys in order when somebody asks for a range. */
export class Partition {
  readonly #rows = new Map<string, StoredRow>();
  #keys: string[] = [];
  #sorted = true;
  /** Keys that still stand among the others although their rows are gone. */
  readonly #gone = new Set<string>();
  #versions = 0;

  get(key: string): StoredRow | undefined {
    return this.#rows.get(key);
  }

  /** Applies a transaction whole or not at all; answers the etags, or what failed. */
  apply(operations: readonly Operation[]): string[] | Failure {
    for (const [index, operation] of operations.entries()) {
      const failure = failureOf(operation, this.#rows.get(operation.key));
      if (failure) return { index, ...failure };
    }
    return operations.map((operation) => this.#write(operation));
  }

  /** Up to `limit` rows from `from` (inclusive) to `before` (exclusive), and the key that follows them. */
  range(from: string, before: string, limit: number): { keys: string[]; next: string | undefined } {
    this.#sort();
    const start = placeOf(this.#keys, from);
    const end = Math.max(start, placeOf(this.#keys, before));
    const next = start + limit < end ? this.#keys[start + limit] : undefined;
    return { keys: this.#keys.slice(start, Math.min(end, start + limit)), next };
  }

  /** A hash of everything but the rows under a prefix, to compare what two programs wrote. */
  digest(without: string): { rows: number; hash: string } {
    this.#sort();
    const keys = this.#keys.filter((key) => !key.startsWith(without));
    const hash = createHash('sha256');
    for (const key of keys) hash.update(canonical(this.#rows.get(key)?.json ?? ''));
    return { rows: keys.length, hash: hash.digest('hex') };
  }

  #write({ method, key, json }: Operation): string {
    const old = this.#rows.get(key);
    if (method === 'DELETE') {
      this.#rows.delete(key);
      this.#gone.add(key);
      return '';
    }
    if (!old && !this.#gone.delete(key)) {
      this.#keys.push(key);
      this.#sorted = false;
    }
    const etag = `W/"datetime'2026-11-21T00%3A00%3A00.${String((this.#versions += 1)).padStart(7, '0')}Z'"`;
    const merged = method === 'MERGE' && old ? JSON.stringify({ ...parsed(old.json), ...parsed(json) }) : json;
    this.#rows.set(key, { etag, json: merged });
    return etag;
  }

  /** New keys stand behind the sorted ones, which the sort makes use of. */
  #sort(): void {
    if (this.#gone.size > 0) this.#keys = this.#keys.filter((key) => !this.#gone.has(key));
    this.#gone.clear();
    if (!this.#sorted) this.#keys.sort();
    this.#sorted = true;
  }
}

function failureOf({ method, ifMatch }: Operation, old: StoredRow | undefined): Omit<Failure, 'index'> | undefined {
  if (method === 'POST') return old && { status: 409, code: 'EntityAlreadyExists' };
  if (ifMatch === undefined) return undefined;
  if (!old) return { status: 404, code: 'ResourceNotFound' };
  return ifMatch === '*' || ifMatch === old.etag ? undefined : { status: 412, code: 'UpdateConditionNotSatisfied' };
}

/** The place of the first key that is not below another. */
function placeOf(keys: readonly string[], bound: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? '') < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function parsed(json: string): Record<string, unknown> {
  return rowSchema.parse(JSON.parse(json));
}

function canonical(json: string): string {
  return JSON.stringify(Object.entries(parsed(json)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
