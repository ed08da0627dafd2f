import { setImmediate as turn } from 'node:timers/promises';

/**
 * Iterates one step ahead: the next page is requested before the current one is handed out, so that it is read while this one is
 * written. The turn of the event loop lets that request reach the socket before the processor is busy with the page.
 */
export async function* ahead<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const step = await next;
      if (step.done) return;
      next = iterator.next();
      // A failure of the page ahead is seen when that page is asked for.
      next.catch(() => undefined);
      await turn();
      yield step.value;
    }
  } finally {
    await iterator.return?.();
  }
}
