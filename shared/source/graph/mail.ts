import type { Mail } from '../source.ts';
import type { GraphClient } from './client.ts';
import { directoryId, urlOf } from './url.ts';

/**
 * Sends a plain-text mail from a mailbox. Graph answers 202 with an empty body: accepted, not delivered, and without an id
 * by which a second try could be recognised (Graph docs, user-sendmail.md).
 */
export async function sendMail(client: GraphClient, from: string, mail: Mail): Promise<void> {
  await client.post(
    {
      about: `mail from mailbox ${from}`,
      permission: 'Mail.Send',
      mailbox: from,
      url: urlOf(client.cloud, ['users', directoryId(from), 'sendMail']),
    },
    {
      message: {
        subject: mail.subject,
        body: { contentType: 'Text', content: mail.text },
        toRecipients: mail.to.map((address) => ({ emailAddress: { address } })),
      },
      saveToSentItems: false,
    },
  );
}
