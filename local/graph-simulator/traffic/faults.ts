import { z } from 'zod';

/**
 * Which requests a fault is for; every condition given must hold. Requests without a valid token, and those that the
 * limits refuse, are not counted.
 */
export const faultMatch = z.strictObject({
  method: z.string().optional(),
  /** Tested against the decoded path and query, e.g. `/v1.0/users/anna@contoso.example/contacts?$top=100`. */
  path: z.union([z.instanceof(RegExp), z.string()]).optional(),
  /** User principal name or object id. */
  mailbox: z.string().optional(),
  /**
   * `operationId` of graph-openapi.json, `METHOD /template`, or `token` for the token endpoint, which faults without
   * operation and path leave alone.
   */
  operation: z.string().optional(),
  /** Fires on the n-th matching request, counted from 1, and then once unless `times` says more. */
  nth: z.int().positive().optional(),
  /** How often it fires at most; without `nth` and `times` it fires every time. */
  times: z.int().positive().optional(),
});

/** What happens. `status`, `html` or `body` answer instead of the operation; the rest can be added to a real answer. */
export const faultEffect = z.strictObject({
  status: z.int().min(200).max(599).optional(),
  /** `error.code`; by default the usual one for the status. */
  code: z.string().optional(),
  message: z.string().optional(),
  /** Added to the answer; an empty value takes a header away, e.g. `Retry-After` from a 429. */
  headers: z.record(z.string(), z.string()).optional(),
  /** Body in HTML, as gateways answer; status 502 unless given. */
  html: z.string().optional(),
  /** JSON body, e.g. `{value: []}` with status 200. */
  body: z.unknown().optional(),
  /**
   * The operation takes effect before `status`, `html` or `body` is answered in its place, as when a gateway gives up waiting
   * for it; an operation that is refused is answered with its refusal.
   */
  tookEffect: z.boolean().optional(),
  /** Milliseconds before anything else happens; they count as time in the mailbox. */
  delayMs: z.number().nonnegative().optional(),
  /** Cuts the connection without an answer: before or after the operation took effect. */
  drop: z.enum(['before', 'after']).optional(),
  /** Cuts the connection after so many bytes of the body; the operation takes effect. */
  dropAfterBytes: z.int().nonnegative().optional(),
});

export const fault = z.strictObject({ match: faultMatch, effect: faultEffect });

export type FaultEffect = z.infer<typeof faultEffect>;
export type Fault = z.infer<typeof fault>;

/** A request as faults see it. */
export interface FaultSubject {
  method: string;
  address: string;
  /** Names of the mailbox: object id and user principal name, lower case. */
  mailbox: readonly string[];
  /** Names of the operation: operation id and `METHOD /template`. */
  operation: readonly string[];
  /** True for the token endpoint: only faults that name an operation or a path are meant for it. */
  onlyIfNamed?: boolean;
}

/** A fault that was added. */
export interface FaultHandle {
  readonly id: number;
  /** Requests that matched so far. */
  readonly matched: number;
  /** How often it fired. */
  readonly fired: number;
  remove(): void;
}

interface Entry {
  id: number;
  fault: Fault;
  pattern: RegExp | undefined;
  matched: number;
  fired: number;
}

/** The faults in force, in the order in which they were added. */
export class Faults {
  #entries: Entry[] = [];
  #ids = 0;

  add(definition: Fault): FaultHandle {
    const { path } = definition.match;
    const pattern = typeof path === 'string' ? new RegExp(path) : path;
    const entry = { id: ++this.#ids, fault: definition, pattern, matched: 0, fired: 0 };
    this.#entries.push(entry);
    return Object.assign(entry, {
      remove: () => {
        this.#entries = this.#entries.filter((other) => other.id !== entry.id);
      },
    });
  }

  list(): readonly Readonly<Entry>[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }

  /** Effect of the first fault that fires. Every fault that matches counts the request, whether it fires or not. */
  strike(subject: FaultSubject): FaultEffect | undefined {
    let effect: FaultEffect | undefined;
    for (const entry of this.#entries) {
      if (!matches(entry, subject)) continue;
      entry.matched += 1;
      if (effect !== undefined || !isDue(entry)) continue;
      entry.fired += 1;
      effect = entry.fault.effect;
    }
    return effect;
  }
}

function matches(entry: Entry, subject: FaultSubject): boolean {
  const { method, mailbox, operation } = entry.fault.match;
  if (subject.onlyIfNamed && operation === undefined && entry.pattern === undefined) return false;
  if (method !== undefined && method.toUpperCase() !== subject.method) return false;
  if (mailbox !== undefined && !subject.mailbox.includes(mailbox.toLowerCase())) return false;
  if (operation !== undefined && !subject.operation.includes(operation)) return false;
  if (entry.pattern === undefined) return true;
  entry.pattern.lastIndex = 0;
  return entry.pattern.test(subject.address);
}

function isDue(entry: Entry): boolean {
  const { nth, times } = entry.fault.match;
  if (entry.matched < (nth ?? 1)) return false;
  return entry.fired < (times ?? (nth === undefined ? Infinity : 1));
}
