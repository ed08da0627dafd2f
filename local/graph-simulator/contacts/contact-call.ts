import { noSuchItem } from '../graph/errors.ts';
import type { MailboxCall } from '../graph/route.ts';
import { parseExpand } from '../odata/expand.ts';
import { parseSelect } from '../odata/select.ts';
import type { ContactFolder } from './contact-folder.ts';
import { CONTACT_PROPERTIES, expandedIds } from './contact-view.ts';
import type { ContactView } from './contact-view.ts';

/** The folder that a path means: a child folder, a folder, or the default folder. */
export function folderOf(call: MailboxCall): ContactFolder {
  const parent = call.parameter('contactFolder-id');
  const child = call.parameter('contactFolder-id1');
  if (parent === '') return call.mailbox.defaultFolder;
  const folder = call.mailbox.folder(parent);
  if (child === '') return folder;
  const inner = call.mailbox.folder(child);
  if (inner.parent !== folder) throw noSuchItem();
  return inner;
}

/** How a request wants contacts shown: `$select`, `$expand`, `Prefer`. */
export function requestedView(call: MailboxCall): ContactView {
  const { query } = call.request;
  return {
    select: parseSelect(query.get('$select'), CONTACT_PROPERTIES, 'contact'),
    immutableIds: call.preferences.immutableIds,
    extended: expandedIds(parseExpand(query.get('$expand'))),
    emptySlots: call.world.quirks.has('emptySlots'),
  };
}

/** `@odata.context` of an answer about contacts. */
export function contactContext(call: MailboxCall, suffix = ''): string {
  const user = encodeURIComponent(call.parameter('user-id'));
  return `${call.world.origin}/v1.0/$metadata#users('${user}')/contacts${suffix}`;
}
