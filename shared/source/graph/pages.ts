import { z } from 'zod';
import { ResyncError, UnavailableError } from '../../errors.ts';
import type { CallOptions } from './call.ts';
import type { GraphClient } from './client.ts';
import { graphItem } from './contact.ts';
import type { GraphItem } from './contact.ts';
import { parsedAnswer } from './errors.ts';
import { trustedLink } from './url.ts';

/** One page of a list or of a change feed; an empty `items` with a `next` is normal (Graph docs, delta-query-overview.md). */
export interface GraphPage {
  items: GraphItem[];
  next: string | undefined;
  /** Where the next round starts; only on the last page of a change feed. */
  delta: string | undefined;
}

/** Change feeds answer 10 a page unless asked, and cap at 200 (reference graph.md section 2.2, performance.md section 5). */
export const deltaPageSize = 'odata.maxpagesize=200';

/** The wire shape of a page, of its own or inside a batch. */
export const graphPage = z.object({
  value: z.array(graphItem),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

/** Reads one page. Its links are checked here, before anybody can store or follow them. */
export async function readPage(client: GraphClient, options: CallOptions): Promise<GraphPage> {
  const answer = parsedAnswer(graphPage, await client.get(options), options);
  const next = answer['@odata.nextLink'];
  const delta = answer['@odata.deltaLink'];
  return {
    items: answer.value,
    next: next === undefined ? undefined : trustedLink(client.cloud, next),
    delta: delta === undefined ? undefined : trustedLink(client.cloud, delta),
  };
}

/** Reads a list page by page; the headers go with every page, Graph does not keep them in its links. */
export async function* readList(client: GraphClient, options: CallOptions): AsyncGenerator<GraphItem[]> {
  let current = await readPage(client, options);
  yield current.items;
  while (current.next !== undefined) {
    current = await readPage(client, { ...options, url: current.next, link: true });
    yield current.items;
  }
}

/**
 * Reads a list that has no position to start anew from. A link that Graph takes no longer then only means that the list could
 * not be read to its end; what was read of it proves nothing.
 */
export async function* readWholeList(client: GraphClient, options: CallOptions): AsyncGenerator<GraphItem[]> {
  try {
    yield* readList(client, options);
  } catch (error) {
    if (!(error instanceof ResyncError)) throw error;
    throw new UnavailableError(`Microsoft Graph broke off the list of ${options.about}; it will be read again later.`, {
      code: error.code,
    });
  }
}

/** Where a change feed goes on after a page: exactly one of the two links must be there. */
export function continuation(read: GraphPage, about: string): { link: string; last: boolean } {
  if (read.next !== undefined) return { link: read.next, last: false };
  if (read.delta !== undefined) return { link: read.delta, last: true };
  throw new UnavailableError(`Microsoft Graph ended the changes of ${about} without saying where they go on.`, {
    code: 'unknownForm',
  });
}
