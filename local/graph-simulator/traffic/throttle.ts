import { GraphError } from '../graph/errors.ts';

/** What Exchange allows one app (graph.md, section 6). Whether it counts per app or per app and mailbox is not settled. */
export interface ThrottleLimits {
  /** Requests at a time of one app in one mailbox. */
  concurrentPerMailbox: number;
  /** Requests at a time of one app in all mailboxes together. */
  concurrentPerApp: number;
  /** Requests of one app in one mailbox within ten minutes; refused ones count too. */
  perTenMinutes: number;
}

export const GRAPH_LIMITS: ThrottleLimits = {
  concurrentPerMailbox: 4,
  concurrentPerApp: Infinity,
  perTenMinutes: 10_000,
};

const tenMinutes = 600_000;

/** Limits the mailbox requests of each app. */
export class Throttle {
  limits: ThrottleLimits = { ...GRAPH_LIMITS };
  readonly #clock: () => Date;
  readonly #running = new Map<string, number>();
  readonly #windows = new Map<string, { began: number; count: number }>();
  readonly #peaks = new Map<string, number>();

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  /** Takes a place for a request; throws 429. The returned function gives it back. */
  enter(clientId: string, mailbox: string): () => void {
    const keys = [clientId, `${clientId} ${mailbox}`] as const;
    const [ofApp, ofMailbox] = keys.map((key) => this.#add(key, 1));
    this.#peaks.set(mailbox, Math.max(this.#peaks.get(mailbox) ?? 0, ofMailbox ?? 0));
    const leave = (): void => {
      for (const key of keys) this.#add(key, -1);
    };
    try {
      this.#check(keys[1], ofApp ?? 0, ofMailbox ?? 0);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** Most requests at a time per mailbox, refused ones included. */
  peaks(): ReadonlyMap<string, number> {
    return this.#peaks;
  }

  resetPeaks(): void {
    this.#peaks.clear();
  }

  #check(key: string, ofApp: number, ofMailbox: number): void {
    const now = this.#clock().getTime();
    const window = this.#windows.get(key);
    const current = window === undefined || now - window.began >= tenMinutes ? { began: now, count: 0 } : window;
    current.count += 1;
    this.#windows.set(key, current);
    if (current.count > this.limits.perTenMinutes) {
      const seconds = Math.ceil((current.began + tenMinutes - now) / 1000);
      throw throttled('Application is over its MailboxRequests limit.', seconds);
    }
    if (ofMailbox > this.limits.concurrentPerMailbox || ofApp > this.limits.concurrentPerApp) {
      throw throttled('Application is over its MailboxConcurrency limit.', 1);
    }
  }

  #add(key: string, difference: number): number {
    const value = (this.#running.get(key) ?? 0) + difference;
    if (value === 0) this.#running.delete(key);
    else this.#running.set(key, value);
    return value;
  }
}

function throttled(message: string, seconds: number): GraphError {
  return new GraphError(429, 'ApplicationThrottled', message, { 'Retry-After': String(seconds) });
}
