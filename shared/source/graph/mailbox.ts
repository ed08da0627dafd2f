import type { Mailbox } from '../source.ts';
import type { GraphItem } from './contact.ts';
import { textOf } from './values.ts';

/** What is selected of a user for a mailbox; `accountEnabled` and `userType` come only when named (Graph docs, user-list.md). */
export const mailboxSelect = 'id,userPrincipalName,mail,displayName,accountEnabled,userType';

/** A user as a mailbox. Shared and room mailboxes are users too. */
export function fromGraphUser(item: GraphItem): Mailbox {
  const userPrincipalName = textOf(item.userPrincipalName) ?? item.id;
  return {
    id: item.id,
    userPrincipalName,
    mail: textOf(item.mail),
    displayName: textOf(item.displayName) ?? userPrincipalName,
  };
}
