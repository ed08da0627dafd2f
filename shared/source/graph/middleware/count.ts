import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import type { RequestCount } from '../../source.ts';
import { Link } from './link.ts';

/** Counts what really goes out, repetitions included. */
export class Count extends Link implements Middleware {
  readonly #count: RequestCount;

  constructor(count: RequestCount) {
    super();
    this.#count = count;
  }

  async execute(context: Context): Promise<void> {
    this.#count.requests += 1;
    await this.next(context);
  }
}
