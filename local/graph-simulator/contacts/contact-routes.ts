import type { MailboxCall, Route } from '../graph/route.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import { deltaContacts } from './contact-delta.ts';
import { createContact, deleteContact, getContact, updateContact } from './contact-writes.ts';
import { listContacts } from './list-contacts.ts';

const reading = ['Contacts.Read', 'Contacts.ReadWrite'];
const writing = ['Contacts.ReadWrite'];

/** Where contacts are reached, with the prefix of their operation ids. */
const places: readonly (readonly [template: string, operation: string])[] = [
  ['/users/{user-id}', 'users'],
  ['/users/{user-id}/contactFolders/{contactFolder-id}', 'users.contactFolders'],
  [
    '/users/{user-id}/contactFolders/{contactFolder-id}/childFolders/{contactFolder-id1}',
    'users.contactFolders.childFolders',
  ],
];

/** Contacts of the default folder, of a folder and of a folder's child. */
export const contactRoutes: readonly Route[] = places.flatMap(([place, name]) => {
  const list = `${place}/contacts`;
  const item = `${list}/{contact-id}`;
  return [
    route('GET', list, `${name}.listContacts`, reading, listContacts),
    route('POST', list, `${name}.createContacts`, writing, createContact),
    route('GET', `${list}/delta`, `${name}.contacts.delta`, reading, deltaContacts),
    route('GET', item, `${name}.getContacts`, reading, getContact),
    route('PATCH', item, `${name}.updateContacts`, writing, updateContact),
    route('DELETE', item, `${name}.deleteContacts`, writing, deleteContact),
  ];
});

function route(
  method: Route['method'],
  template: string,
  operation: string,
  permissions: readonly string[],
  answer: (call: MailboxCall) => GraphAnswer,
): Route {
  return { method, template, operation, permissions, workload: 'mailbox', answer };
}
