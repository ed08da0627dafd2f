import { firstRound, nextPage } from '../graph/delta-round.ts';
import { ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import { tokenLink } from '../graph/links.ts';
import type { MailboxCall } from '../graph/route.ts';
import type { TrackedChange } from '../tracked-collection.ts';
import { contactContext, folderOf } from './contact-call.ts';
import type { ContactFolder } from './contact-folder.ts';
import { CONTACT_PROPERTIES, showContact } from './contact-view.ts';
import type { ContactView } from './contact-view.ts';
import { digest } from './identifiers.ts';
import { deltaPageSize, readDeltaState } from './mailbox-delta.ts';
import type { MailboxDeltaState } from './mailbox-delta.ts';
import type { StoredContact } from './stored-contact.ts';

const resource = { name: 'Contacts', properties: CONTACT_PROPERTIES, type: 'contact' };
const lateFrom = new WeakMap<ContactFolder, number>();

/** Answers a page of a delta round over one folder's contacts. */
export function deltaContacts(call: MailboxCall): GraphAnswer {
  const folder = folderOf(call);
  const { quirks } = call.world;
  const state = readDeltaState(call, folder.id, resource, firstRound(folder.contacts));
  if (!state.begun && state.round.mode === 'enumerate' && quirks.has('emptyFirstPage')) {
    return page(call, [], { ...state, begun: true }, false);
  }
  const until = roundEnd(call, folder, state);
  const round = nextPage(folder.contacts, state.round, deltaPageSize(call), until ?? folder.contacts.position);
  const view: ContactView = {
    select: state.select ?? undefined,
    immutableIds: call.preferences.immutableIds,
    extended: undefined,
    emptySlots: quirks.has('emptySlots'),
    typed: true,
  };
  const items = round.entries.flatMap((entry) => show(entry, folder, view, quirks.has('partialItems')));
  if (items[0] !== undefined && quirks.has('duplicateItems')) items.push(items[0]);
  if (!state.begun && quirks.has('unknownRemovals')) items.push(unknownRemoval(folder));
  const next = { ...state, begun: !round.finished, until: round.finished ? null : until, round: round.next };
  return page(call, items, next, round.finished);
}

function page(call: MailboxCall, items: unknown[], next: MailboxDeltaState, finished: boolean): GraphAnswer {
  const token = call.world.pageTokens.seal(next);
  return ok({
    '@odata.context': contactContext(call),
    ...(finished
      ? { '@odata.deltaLink': tokenLink(call, '$deltatoken', token) }
      : { '@odata.nextLink': tokenLink(call, '$skiptoken', token) }),
    value: items,
  });
}

function show(
  entry: TrackedChange<StoredContact>,
  folder: ContactFolder,
  view: ContactView,
  partial: boolean,
): Record<string, unknown>[] {
  const { item } = entry;
  if (entry.removed) {
    // Moved away and back: with its immutable id the contact never left.
    if (view.immutableIds && folder.contacts.get(item.mutableId) === item) return [];
    return [removed(view.immutableIds ? item.immutableId : entry.key)];
  }
  const shown = showContact(item, view);
  if (!partial || entry.properties === 'all') return [shown];
  const kept = new Set(['@odata.type', '@odata.etag', 'id', 'parentFolderId', ...entry.properties]);
  return [Object.fromEntries(Object.entries(shown).filter(([name]) => kept.has(name)))];
}

function removed(id: string): Record<string, unknown> {
  return { '@odata.type': '#microsoft.graph.contact', id, '@removed': { reason: 'deleted' } };
}

function unknownRemoval(folder: ContactFolder): Record<string, unknown> {
  return removed(`AAMkAG${digest(`never seen ${folder.id} ${folder.contacts.position}`, 43)}BGAAAAAAAAA=`);
}

/** With the quirk `lateChanges` a round ends where the log stood when the folder was last asked for changes. */
function roundEnd(call: MailboxCall, folder: ContactFolder, state: MailboxDeltaState): number | null {
  if (!call.world.quirks.has('lateChanges') || state.round.mode === 'enumerate') return null;
  if (state.until !== null) return state.until;
  const until = Math.max(state.round.since, lateFrom.get(folder) ?? 0);
  lateFrom.set(folder, folder.contacts.position);
  return until;
}
