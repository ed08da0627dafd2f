import { GraphError } from '../graph/errors.ts';
import { created, noContent, ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import type { MailboxCall } from '../graph/route.ts';
import { contactContext, folderOf, requestedView } from './contact-call.ts';
import { applyContactBody, checkContactBody } from './contact-changes.ts';
import { parseContactBody } from './contact-body.ts';
import { showContact } from './contact-view.ts';
import { draftOf, etag, touch } from './stored-contact.ts';
import type { StoredContact } from './stored-contact.ts';

/** `GET .../contacts/{id}`; an id is good in every folder of the mailbox. */
export function getContact(call: MailboxCall): GraphAnswer {
  folderOf(call);
  return ok(single(call, call.mailbox.contact(call.parameter('contact-id'))));
}

/** `POST .../contacts`. */
export function createContact(call: MailboxCall): GraphAnswer {
  const folder = folderOf(call);
  const body = parseContactBody(call.request.body);
  checkContactBody(body, true);
  call.mailbox.requireRoom();
  const contact = call.mailbox.newContact(folder, call.world.clock());
  applyContactBody(contact, body);
  if (!call.world.quirks.has('mutateNothing')) call.mailbox.insert(contact, 'add');
  return created(single(call, contact));
}

/** `PATCH .../contacts/{id}`. */
export function updateContact(call: MailboxCall): GraphAnswer {
  folderOf(call);
  const contact = call.mailbox.contact(call.parameter('contact-id'));
  requireMatch(call, contact);
  const body = parseContactBody(call.request.body);
  checkContactBody(body, false);
  call.mailbox.requireRoom();
  const draft = draftOf(contact);
  const changed = applyContactBody(draft, body);
  if (call.world.quirks.has('mutateNothing')) {
    const pretended = { ...contact, ...draft };
    touch(pretended, call.world.clock());
    return ok(single(call, pretended));
  }
  call.mailbox.update(contact, draft, changed, call.world.clock());
  return ok(single(call, contact));
}

/** `DELETE .../contacts/{id}`. */
export function deleteContact(call: MailboxCall): GraphAnswer {
  folderOf(call);
  const contact = call.mailbox.contact(call.parameter('contact-id'));
  requireMatch(call, contact);
  if (!call.world.quirks.has('mutateNothing')) call.mailbox.remove(contact);
  return noContent();
}

function single(call: MailboxCall, contact: StoredContact): Record<string, unknown> {
  return { '@odata.context': contactContext(call, '/$entity'), ...showContact(contact, requestedView(call)) };
}

/** `If-Match`: the etag, or `*`. */
function requireMatch(call: MailboxCall, contact: StoredContact): void {
  const wanted = call.request.headers.get('if-match');
  if (wanted === undefined || wanted === '*' || wanted === etag(contact)) return;
  throw new GraphError(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}
