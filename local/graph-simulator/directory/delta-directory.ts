import { z } from 'zod';
import { GraphError, badRequest } from '../graph/errors.ts';
import { firstRound, nextPage } from '../graph/delta-round.ts';
import { ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import { tokenLink } from '../graph/links.ts';
import type { GraphCall } from '../graph/route.ts';
import { parseFilter } from '../odata/filter-parser.ts';
import { parseSelect } from '../odata/select.ts';
import type { TrackedChange, TrackedCollection } from '../tracked-collection.ts';
import { DIRECTORY_PROPERTIES, showDirectoryObject } from './directory-object.ts';
import type { DirectoryObject, DirectoryType } from './directory-object.ts';
import { matchesFilter } from './list-directory.ts';

const tokenState = z.object({
  kind: z.string(),
  select: z.array(z.string()).nullable(),
  filter: z.string().nullable(),
  /** Milliseconds since 1970: directory tokens live for seven days. */
  issued: z.number(),
  round: z.object({ mode: z.enum(['enumerate', 'changes']), position: z.number(), since: z.number() }),
});
type TokenState = z.infer<typeof tokenState>;

const sevenDays = 7 * 24 * 3_600_000;

/** Answers `/users/delta` and `/contacts/delta` of the directory. */
export function deltaDirectory(
  call: GraphCall,
  type: DirectoryType,
  collection: TrackedCollection<DirectoryObject>,
): GraphAnswer {
  const state = readState(call, type, collection);
  const size = Math.min(call.preferences.maxPageSize ?? Infinity, call.world.pageSizes.directoryDelta);
  const page = nextPage(collection, state.round, size);
  const filter = state.filter === null ? undefined : parseFilter(state.filter);
  const next = { ...state, issued: call.world.clock().getTime(), round: page.next } satisfies TokenState;
  const token = call.world.pageTokens.seal(next);
  const context = type === 'user' ? 'users' : 'contacts';
  return ok({
    '@odata.context': `${call.world.origin}/v1.0/$metadata#${context}`,
    ...(page.finished
      ? { '@odata.deltaLink': tokenLink(call, '$deltatoken', token) }
      : { '@odata.nextLink': tokenLink(call, '$skiptoken', token) }),
    value: page.entries.filter((entry) => matchesFilter(entry.item, filter)).map((entry) => show(entry, state.select)),
  });
}

function show(entry: TrackedChange<DirectoryObject>, select: readonly string[] | null): Record<string, unknown> {
  // A deleted user can be restored for 30 days, which Graph calls `changed`.
  if (entry.removed) return { id: entry.item.id, '@removed': { reason: 'changed' } };
  const shown = showDirectoryObject(entry.item, select ?? undefined);
  if (entry.properties === 'all') return { id: entry.item.id, ...shown };
  const changed = new Set(entry.properties);
  return { id: entry.item.id, ...Object.fromEntries(Object.entries(shown).filter(([name]) => changed.has(name))) };
}

function readState(call: GraphCall, type: DirectoryType, collection: TrackedCollection<DirectoryObject>): TokenState {
  const { query } = call.request;
  const token = query.get('$skiptoken') ?? query.get('$deltatoken');
  if (token === undefined) return startState(call, type, collection);
  const opened = call.world.pageTokens.open(token);
  if (opened === 'malformed') throw badRequest('Badly formed token.');
  const state = opened === 'unknown' ? undefined : tokenState.safeParse(opened.state).data;
  if (state !== undefined && state.kind !== type) throw badRequest('Badly formed token.');
  if (state === undefined || call.world.clock().getTime() - state.issued > sevenDays) {
    throw new GraphError(410, 'resyncRequired', 'Resync required. Any differences between items have to be uploaded.', {
      Location: `${call.world.origin}/v1.0${call.request.path}?$deltatoken=`,
    });
  }
  return state;
}

function startState(call: GraphCall, type: DirectoryType, collection: TrackedCollection<DirectoryObject>): TokenState {
  const { query } = call.request;
  for (const name of ['$top', '$orderby', '$search', '$expand', '$skip', '$count']) {
    if (query.has(name)) throw badRequest(`The query option ${name} is not supported with change tracking.`);
  }
  const select = parseSelect(query.get('$select'), DIRECTORY_PROPERTIES[type], type) ?? null;
  const filter = query.get('$filter');
  if (filter !== undefined && !/^id eq '[^']*'( or id eq '[^']*')*$/.test(filter)) {
    throw badRequest('Change tracking supports $filter by id only.');
  }
  return {
    kind: type,
    select: select === null ? null : [...select],
    filter: filter ?? null,
    issued: call.world.clock().getTime(),
    round: firstRound(collection),
  };
}
