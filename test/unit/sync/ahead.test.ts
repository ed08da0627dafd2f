import { describe, expect, it } from 'vitest';
import { ahead } from '../../../shared/sync/ahead.ts';

interface Watched {
  /** What happened, in order. */
  events: string[];
  pages: AsyncGenerator<number>;
}

function watched(last: number, failAt = Infinity): Watched {
  const events: string[] = [];
  async function* read(): AsyncGenerator<number> {
    try {
      for (let page = 1; page <= last; page += 1) {
        events.push(`ask ${page}`);
        await Promise.resolve();
        if (page === failAt) throw new Error(`page ${page}`);
        yield page;
      }
    } finally {
      events.push('closed');
    }
  }
  return { events, pages: read() };
}

async function take({ events, pages }: Watched, most = Infinity): Promise<void> {
  let taken = 0;
  for await (const page of ahead(pages)) {
    events.push(`got ${page}`);
    taken += 1;
    if (taken === most) break;
  }
}

describe('reading one step ahead', () => {
  it('waits with the next page while the one it needs is worked on', async () => {
    const { events, pages } = watched(3);
    for await (const page of ahead(pages, (each) => each === 1)) {
      await new Promise(setImmediate);
      events.push(`did ${page}`);
    }
    expect(events.join(', ')).toBe('ask 1, did 1, ask 2, ask 3, did 2, closed, did 3');
  });

  it('asks for the next page, and no further, before it hands out a page', async () => {
    const source = watched(3);
    await take(source);
    expect(source.events.join(', ')).toBe('ask 1, ask 2, got 1, ask 3, got 2, closed, got 3');
  });

  it('hands out every page before a failure, and then the failure', async () => {
    const source = watched(5, 3);
    await expect(take(source)).rejects.toThrow('page 3');
    expect(source.events.join(', ')).toBe('ask 1, ask 2, got 1, ask 3, closed, got 2');
  });

  it('closes the source when the reader stops early, whatever comes of the page ahead', async () => {
    for (const failAt of [Infinity, 3]) {
      const source = watched(5, failAt);
      await take(source, 2);
      expect(source.events.at(-1)).not.toContain('ask');
      expect(source.events).toContain('closed');
    }
  });

  it('ends with an empty source', async () => {
    const source = watched(0);
    await take(source);
    expect(source.events).toEqual(['closed']);
  });
});
