/** How many requests Exchange serves at a time for one application and mailbox (Graph docs, throttling-limits.md). */
const lanesPerMailbox = 4;

/** What a request takes: a `$batch` runs up to four of its parts side by side, so it has the mailbox to itself. */
export const lanesOf = { request: 1, batch: lanesPerMailbox } as const;

interface Waiting {
  lanes: number;
  go: () => void;
}

/** Keeps the requests for each mailbox within Exchange's limit, first come first served; the directory has none. */
export class Lanes {
  readonly #mailboxes = new Map<string, { taken: number; queue: Waiting[] }>();

  async within<T>(mailbox: string | undefined, lanes: number, work: () => Promise<T>): Promise<T> {
    if (mailbox === undefined) return work();
    const key = mailbox.toLowerCase();
    await this.#enter(key, lanes);
    try {
      return await work();
    } finally {
      this.#leave(key, lanes);
    }
  }

  #enter(key: string, lanes: number): Promise<void> {
    const state = this.#mailboxes.get(key) ?? { taken: 0, queue: [] };
    this.#mailboxes.set(key, state);
    if (state.queue.length === 0 && state.taken + lanes <= lanesPerMailbox) {
      state.taken += lanes;
      return Promise.resolve();
    }
    return new Promise((go) => state.queue.push({ lanes, go }));
  }

  #leave(key: string, lanes: number): void {
    const state = this.#mailboxes.get(key);
    if (state === undefined) return;
    state.taken -= lanes;
    for (
      let next = state.queue[0];
      next !== undefined && state.taken + next.lanes <= lanesPerMailbox;
      next = state.queue[0]
    ) {
      state.queue.shift();
      state.taken += next.lanes;
      next.go();
    }
    if (state.taken === 0 && state.queue.length === 0) this.#mailboxes.delete(key);
  }
}
