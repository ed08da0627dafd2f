import { setImmediate as turn } from 'node:timers/promises';

/**
 * Iterates one step ahead: the next page is requested before the current one is handed out, so that it is read while this one is
 * written. The turn of the event loop lets that request reach the socket before the processor is busy with the page. After a page for
 * which `isNeeded` says so, the next one waits until it is worked on.
 */
export async function* ahead<T>(
  pages: AsyncIterable<T>,
  isNeeded: (page: T) => boolean = () => false,
): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]();
  const request = (): Promise<IteratorResult<T>> => {
    const requested = iterator.next();
    // A failure of the page ahead is seen when that page is asked for.
    requested.catch(() => undefined);
    return requested;
  };
  let next = request();
  try {
    for (;;) {
      const step = await next;
      if (step.done) return;
      if (isNeeded(step.value)) {
        yield step.value;
        next = request();
      } else {
        next = request();
        await turn();
        yield step.value;
      }
    }
  } finally {
    await iterator.return?.();
  }
}
