import { NotFoundError } from '../../errors.ts';
import type { CallOptions } from './call.ts';
import type { GraphClient } from './client.ts';
import { fromGraphUser } from './mailbox.ts';
import { everyone, readMailbox } from './mailboxes.ts';
import { readPage } from './pages.ts';
import { directoryId, urlOf } from './url.ts';

/** A permission of mailboxes, the smallest call that proves it, and what the call shows. */
export interface MailboxTry {
  permission: 'Contacts.Read' | 'Calendars.Read' | 'MailboxSettings.Read';
  detail: string;
  call(client: GraphClient, mailbox: string): Promise<unknown>;
}

/** What is tried in a mailbox, the one that most profiles need first. Permissions to write could only be proven by writing. */
export const mailboxTries: readonly MailboxTry[] = [
  { permission: 'Contacts.Read', detail: 'The contacts of a mailbox can be read.', call: oneContact },
  { permission: 'Calendars.Read', detail: 'The calendar of a mailbox can be read.', call: oneEvent },
  { permission: 'MailboxSettings.Read', detail: 'The settings of a mailbox can be read.', call: settings },
];

/** Exchange knows a mailbox by its user name, so the directory is asked only about a mail address that is none. */
export async function tryNamed(client: GraphClient, name: string, { call }: MailboxTry): Promise<void> {
  try {
    await call(client, name);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    const { id } = await readMailbox(client, name);
    await call(client, id);
  }
}

/** The first user of the directory who has a mail address. */
export async function firstMailbox(client: GraphClient): Promise<string | undefined> {
  const { items } = await readPage(client, everyone(client, '25'));
  return items.map(fromGraphUser).find(({ mail }) => mail !== undefined)?.id;
}

function oneContact(client: GraphClient, mailbox: string): Promise<unknown> {
  const query = { $top: '1', $select: 'id' };
  return readPage(client, inMailbox(client, mailbox, 'Contacts.Read', 'contacts', query));
}

/** Nothing of an event is asked for but that it is there. */
function oneEvent(client: GraphClient, mailbox: string): Promise<unknown> {
  const now = client.now();
  const [startDateTime, endDateTime] = [now, now + 60_000].map((time) => new Date(time).toISOString());
  const query = { startDateTime: startDateTime ?? '', endDateTime: endDateTime ?? '', $top: '1', $select: 'id' };
  return readPage(client, inMailbox(client, mailbox, 'Calendars.Read', 'calendarView', query));
}

function settings(client: GraphClient, mailbox: string): Promise<unknown> {
  const query = { $select: 'timeZone' };
  return client.get(inMailbox(client, mailbox, 'MailboxSettings.Read', 'mailboxSettings', query));
}

const words = { contacts: 'contacts', calendarView: 'calendar', mailboxSettings: 'settings' } as const;

function inMailbox(
  client: GraphClient,
  mailbox: string,
  permission: MailboxTry['permission'],
  part: keyof typeof words,
  query: Record<string, string>,
): CallOptions {
  return {
    about: `the ${words[part]} of mailbox ${mailbox}`,
    permission,
    mailbox,
    url: urlOf(client.cloud, ['users', directoryId(mailbox), part], query),
  };
}
