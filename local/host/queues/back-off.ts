const minimumMs = 100;

/**
 * How long a queue listener waits when it found nothing (`RandomizedExponentialBackoffStrategy`): 100 ms after a message
 * was found, then 100 ms + random(0.8..1.2) x 2^(n-1) x 100 ms, up to `maximumMs`, where it stays.
 */
export class BackOff {
  readonly #maximumMs: number;
  readonly #random: () => number;
  #exponent = 0;
  #atMaximum = false;

  /** @param random as Math.random */
  constructor(maximumMs: number, random: () => number = Math.random) {
    this.#maximumMs = maximumMs;
    this.#random = random;
  }

  /**
   * @param found whether there was a message since the last wait
   * @returns milliseconds
   */
  next(found: boolean): number {
    if (found) this.#exponent = 0;
    this.#atMaximum &&= !found;
    const increment = this.#exponent === 0 ? 0 : (0.8 + 0.4 * this.#random()) * 2 ** (this.#exponent - 1) * minimumMs;
    this.#atMaximum ||= minimumMs + increment >= this.#maximumMs;
    if (this.#atMaximum) return this.#maximumMs;
    this.#exponent += 1;
    return minimumMs + increment;
  }
}
