const longestMs = 5000;
/** A message that comes back at a moment can be had just after it. */
const marginMs = 20;

/**
 * When there may be something new in a queue. The host asks fourteen queues again and again; a question that found nothing is held
 * until then, so that a message is found as soon as it can be and nobody works on questions whose answer is known.
 */
export class Patience {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #alarms = new Set<NodeJS.Timeout>();

  /** Something was done to a queue; what it hides for a time comes back at the end of that. */
  heard(url: URL): void {
    const queue = queueOf(url);
    this.#wake(queue);
    const seconds = Number(url.searchParams.get('visibilitytimeout') ?? 0);
    if (seconds > 0) this.#after(seconds * 1000 + marginMs, () => this.#wake(queue));
  }

  /** Settles with the next change of the queue, or after 5 seconds: what is done past the tap is found then. */
  change(url: URL): Promise<void> {
    const queue = queueOf(url);
    const waiting = this.#waiting.get(queue) ?? new Set();
    this.#waiting.set(queue, waiting);
    return new Promise((resolve) => {
      waiting.add(resolve);
      this.#after(longestMs, () => {
        waiting.delete(resolve);
        resolve();
      });
    });
  }

  close(): void {
    for (const alarm of this.#alarms) clearTimeout(alarm);
    for (const queue of this.#waiting.keys()) this.#wake(queue);
  }

  #wake(queue: string): void {
    const waiting = this.#waiting.get(queue);
    this.#waiting.delete(queue);
    for (const resolve of waiting ?? []) resolve();
  }

  #after(ms: number, act: () => void): void {
    const alarm = setTimeout(() => {
      this.#alarms.delete(alarm);
      act();
    }, ms);
    this.#alarms.add(alarm);
  }
}

/** `/account/queue/messages` is about `queue`. */
function queueOf({ pathname }: URL): string {
  return pathname.split('/')[2] ?? '';
}
