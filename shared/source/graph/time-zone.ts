import { z } from 'zod';
import { fromZoneName } from '../../calendar/zone-name.ts';
import type { GraphClient } from './client.ts';
import { parsedAnswer } from './errors.ts';
import { directoryId, urlOf } from './url.ts';

const settings = z.object({ timeZone: z.string().nullish() });

/**
 * The time zone in a mailbox's settings, as an IANA name. Exchange has mostly a Windows name there, and `tzone://Microsoft/Custom` or
 * nothing for some mailboxes (reference graph.md sections 4 and 7): those count as UTC. One request.
 */
export async function readTimeZone(client: GraphClient, mailbox: string): Promise<string> {
  const options = {
    about: `the settings of mailbox ${mailbox}`,
    permission: 'MailboxSettings.Read',
    mailbox,
    url: urlOf(client.cloud, ['users', directoryId(mailbox), 'mailboxSettings'], { $select: 'timeZone' }),
  };
  const { timeZone } = parsedAnswer(settings, await client.get(options), options);
  return fromZoneName(timeZone ?? '') ?? 'UTC';
}
