import { z } from 'zod';
import { invalidUrlQuery, syncStateNotFound } from '../graph/errors.ts';
import type { RoundState } from '../graph/delta-round.ts';
import type { MailboxCall } from '../graph/route.ts';
import { parseSelect } from '../odata/select.ts';

const tokenState = z.object({
  mailbox: z.string(),
  /** Folder id, or `folders` for the folder hierarchy. */
  scope: z.string(),
  select: z.array(z.string()).nullable(),
  epoch: z.number(),
  /** True when the empty first page of the quirk `emptyFirstPage` was shown. */
  begun: z.boolean(),
  /** Position up to which the round shows changes (quirk `lateChanges`); null = all. */
  until: z.number().nullable(),
  round: z.object({ mode: z.enum(['enumerate', 'changes']), position: z.number(), since: z.number() }),
});

/** State of a delta round in a mailbox, inside its token. */
export type MailboxDeltaState = z.infer<typeof tokenState>;

const unsupported = ['$orderby', '$filter', '$search', '$top', '$expand', '$skip', '$count'];

/**
 * Reads the state of the round that a request continues, or starts one. Only `$select` is taken, and only at the start;
 * a forgotten state is a 410 (graph.md, section 2.2).
 * @param scope what the round is about; a token of another scope is refused
 * @param resource name in Graph's message, e.g. `Contacts`
 * @param start state of a first round
 */
export function readDeltaState(
  call: MailboxCall,
  scope: string,
  resource: { name: string; properties: ReadonlySet<string>; type: string },
  start: RoundState,
): MailboxDeltaState {
  const { query } = call.request;
  const { mailbox } = call;
  if (unsupported.some((name) => query.has(name))) {
    throw invalidUrlQuery(
      `The following parameters are not supported with change tracking over the '${resource.name}' resource: '$orderby, $filter, $select, $expand, $search, $top'.`,
    );
  }
  const token = query.get('$skiptoken') ?? query.get('$deltatoken');
  if (token === undefined) {
    const select = parseSelect(query.get('$select'), resource.properties, resource.type);
    return {
      mailbox: mailbox.userId,
      scope,
      select: select === undefined ? null : [...select],
      epoch: mailbox.syncEpoch,
      begun: false,
      until: null,
      round: start,
    };
  }
  const opened = call.world.pageTokens.open(token);
  if (opened === 'malformed') throw invalidUrlQuery('Badly formed token.');
  const state = opened === 'unknown' ? undefined : tokenState.safeParse(opened.state).data;
  if (state !== undefined && (state.mailbox !== mailbox.userId || state.scope !== scope)) {
    throw invalidUrlQuery('The token belongs to another resource.');
  }
  if (state?.epoch !== mailbox.syncEpoch) throw syncStateNotFound(148 + (state?.epoch ?? 0), 156 + mailbox.syncEpoch);
  return state;
}

/** Page size of a delta round: `Prefer: odata.maxpagesize`, honoured up to a limit. */
export function deltaPageSize(call: MailboxCall): number {
  const { deltaDefault, deltaMaximum } = call.world.pageSizes;
  const size = Math.min(call.preferences.maxPageSize ?? deltaDefault, deltaMaximum);
  return call.world.quirks.has('shortPages') ? Math.max(1, Math.floor(size / 2)) : size;
}
