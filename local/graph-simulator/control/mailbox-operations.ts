import { z } from 'zod';
import type { ControlOperation } from './control-operations.ts';

const edit = z.strictObject({
  properties: z.record(z.string(), z.unknown()).default({}),
  extended: z.record(z.string(), z.string().nullable()).default({}),
});
const mailboxChange = z.strictObject({ enabled: z.boolean().optional(), full: z.boolean().optional() });
const newContact = edit.extend({ folder: z.string().optional() });
const newFolder = z.strictObject({ displayName: z.string().min(1), parent: z.string().optional() });
const text = z.string().nullable().exactOptional();
const userProperties = z.strictObject({
  displayName: z.string(),
  mail: z.string().nullable(),
  accountEnabled: z.boolean(),
  userType: z.enum(['Member', 'Guest']).nullable(),
  givenName: text,
  surname: text,
  jobTitle: text,
  department: text,
  companyName: text,
  officeLocation: text,
  businessPhones: z.array(z.string()),
  mobilePhone: text,
  faxNumber: text,
});
const newUser = userProperties.extend({
  id: z.string(),
  userPrincipalName: z.string(),
  mail: z.string().nullable().default(null),
  accountEnabled: z.boolean().default(true),
  userType: z.enum(['Member', 'Guest']).nullable().default('Member'),
  businessPhones: z.array(z.string()).default([]),
  userPurpose: z.enum(['user', 'shared', 'room']).default('user'),
});

/** Mailboxes with their contacts and folders, users and groups; edits behave like those of a user or administrator. */
export const mailboxOperations: readonly ControlOperation[] = [
  { method: 'GET', template: '/mailboxes', run: (control) => control.mailboxes },
  {
    method: 'PATCH',
    template: '/mailboxes/{mailbox}',
    run: (control, parameter, body) => {
      const { enabled, full } = mailboxChange.parse(body);
      if (enabled !== undefined) control.setMailboxEnabled(parameter('mailbox'), enabled);
      if (full !== undefined) control.setMailboxFull(parameter('mailbox'), full);
    },
  },
  {
    method: 'POST',
    template: '/mailboxes/{mailbox}/empty',
    run: (control, parameter) => ({ deleted: control.emptyMailbox(parameter('mailbox')) }),
  },
  {
    method: 'GET',
    template: '/mailboxes/{mailbox}/contacts',
    run: (control, parameter) => control.contacts(parameter('mailbox')),
  },
  {
    method: 'POST',
    template: '/mailboxes/{mailbox}/contacts',
    run: (control, parameter, body) => {
      const { folder, ...contact } = newContact.parse(body);
      return control.addContact(parameter('mailbox'), contact, folder);
    },
  },
  {
    method: 'GET',
    template: '/mailboxes/{mailbox}/contacts/{id}',
    run: (control, parameter) => control.contact(parameter('mailbox'), parameter('id')),
  },
  {
    method: 'PATCH',
    template: '/mailboxes/{mailbox}/contacts/{id}',
    run: (control, parameter, body) => control.patchContact(parameter('mailbox'), parameter('id'), edit.parse(body)),
  },
  {
    method: 'DELETE',
    template: '/mailboxes/{mailbox}/contacts/{id}',
    run: (control, parameter) => {
      control.deleteContact(parameter('mailbox'), parameter('id'));
    },
  },
  {
    method: 'POST',
    template: '/mailboxes/{mailbox}/contacts/{id}/move',
    run: (control, parameter, body) => {
      const { folder } = z.strictObject({ folder: z.string() }).parse(body);
      return control.moveContact(parameter('mailbox'), parameter('id'), folder);
    },
  },
  {
    method: 'GET',
    template: '/mailboxes/{mailbox}/folders',
    run: (control, parameter) => control.contactFolders(parameter('mailbox')),
  },
  {
    method: 'POST',
    template: '/mailboxes/{mailbox}/folders',
    run: (control, parameter, body) => {
      const { displayName, parent } = newFolder.parse(body);
      return control.addContactFolder(parameter('mailbox'), displayName, parent);
    },
  },
  {
    method: 'DELETE',
    template: '/mailboxes/{mailbox}/folders/{folder}',
    run: (control, parameter) => {
      control.deleteContactFolder(parameter('mailbox'), parameter('folder'));
    },
  },
  {
    method: 'POST',
    template: '/users',
    run: (control, _parameter, body) => {
      control.addUser(newUser.parse(body));
    },
  },
  {
    method: 'PATCH',
    template: '/users/{user}',
    run: (control, parameter, body) => {
      control.patchUser(parameter('user'), userProperties.partial().parse(body));
    },
  },
  {
    method: 'DELETE',
    template: '/users/{user}',
    run: (control, parameter) => {
      control.deleteUser(parameter('user'));
    },
  },
  {
    method: 'PUT',
    template: '/groups/{group}/members',
    run: (control, parameter, body) => {
      control.setGroupMembers(parameter('group'), z.array(z.string()).parse(body));
    },
  },
];
