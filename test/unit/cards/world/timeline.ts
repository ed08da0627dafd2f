import { setImmediate as turn } from 'node:timers/promises';

interface Event {
  at: number;
  order: number;
  happen(): void;
}

/** Time that only passes when everybody waits for it: everything happens in one order, which the chosen waits decide. */
export interface Timeline {
  readonly now: number;
  sleep(ms: number): Promise<void>;
  /** Lets things happen until `isDone`; throws when nothing is left to happen, or when it takes longer than a week. */
  runUntil(isDone: () => boolean): Promise<void>;
}

const weekMs = 7 * 24 * 3_600_000;

export function timeline(start: number): Timeline {
  const events = new EventHeap();
  let now = start;
  let order = 0;
  return {
    get now() {
      return now;
    },
    sleep: (ms) =>
      new Promise((resolve) => {
        events.add({ at: now + Math.max(0, Math.ceil(ms)), order: (order += 1), happen: resolve });
      }),
    async runUntil(isDone) {
      for (;;) {
        await turn();
        if (isDone()) return;
        const event = events.take();
        if (!event) throw new Error('Nothing is left to happen, and it is not done.');
        if (event.at > start + weekMs) throw new Error('It goes on for more than a week.');
        now = Math.max(now, event.at);
        event.happen();
      }
    },
  };
}

/** Events in the order of their time. */
class EventHeap {
  readonly #events: Event[] = [];

  add(event: Event): void {
    this.#events.push(event);
    let place = this.#events.length - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#isBefore(place, above)) return;
      this.#swap(place, above);
      place = above;
    }
  }

  take(): Event | undefined {
    const first = this.#events[0];
    const last = this.#events.pop();
    if (first === undefined || last === undefined || first === last) return first;
    this.#events[0] = last;
    for (let place = 0; ;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const least = [left, right].reduce((best, child) => (this.#isBefore(child, best) ? child : best), place);
      if (least === place) return first;
      this.#swap(place, least);
      place = least;
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#events[one], this.#events[other]];
    if (!a || !b) return false;
    return a.at === b.at ? a.order < b.order : a.at < b.at;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#events[one], this.#events[other]];
    if (!a || !b) return;
    this.#events[one] = b;
    this.#events[other] = a;
  }
}
