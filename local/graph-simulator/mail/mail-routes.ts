import { z } from 'zod';
import { GraphError, badRequest } from '../graph/errors.ts';
import { ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import type { MailboxCall, Route } from '../graph/route.ts';
import { parseSelect } from '../odata/select.ts';
import { MAILBOX_SETTINGS, mailboxSettings } from './mailbox-settings.ts';
import type { OutboxMessage } from './outbox.ts';

/** Sending mail, and the settings of a mailbox. */
export const mailRoutes: readonly Route[] = [
  {
    method: 'POST',
    template: '/users/{user-id}/sendMail',
    operation: 'users.sendMail',
    permissions: ['Mail.Send'],
    workload: 'mailbox',
    answer: sendMail,
  },
  {
    method: 'GET',
    template: '/users/{user-id}/mailboxSettings',
    operation: 'users.getMailboxSettings',
    permissions: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
    workload: 'mailbox',
    answer: getMailboxSettings,
  },
];

const recipient = z.looseObject({ emailAddress: z.looseObject({ address: z.string() }) });
const recipients = z.array(recipient).optional();
const message = z.looseObject({
  subject: z.string().nullable().optional(),
  from: recipient.optional(),
  toRecipients: recipients,
  ccRecipients: recipients,
  bccRecipients: recipients,
});
/** Both spellings work: the documentation's and the schema's (graph.md, section 8). */
const sendMailBody = z.looseObject({
  message: message.optional(),
  Message: message.optional(),
  saveToSentItems: z.boolean().nullable().optional(),
  SaveToSentItems: z.boolean().nullable().optional(),
});

function sendMail(call: MailboxCall): GraphAnswer {
  const entry = typeof call.request.body === 'string' ? mimeMessage(call, call.request.body) : jsonMessage(call);
  if (!call.world.quirks.has('mutateNothing')) call.world.outbox.push(entry);
  return { status: 202, headers: {} };
}

function jsonMessage(call: MailboxCall): OutboxMessage {
  const parsed = sendMailBody.safeParse(call.request.body);
  const sent = parsed.data?.message ?? parsed.data?.Message;
  if (sent === undefined) throw badRequest("The parameter 'Message' is missing or cannot be read.");
  const addressed = [sent.toRecipients, sent.ccRecipients, sent.bccRecipients].flatMap((list) => list ?? []);
  if (addressed.length === 0 || addressed.some((one) => !/^[^@\s]+@[^@\s]+$/.test(one.emailAddress.address))) {
    throw new GraphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
  }
  requireOwnAddress(call, sent.from?.emailAddress.address);
  const save = parsed.data?.saveToSentItems ?? parsed.data?.SaveToSentItems ?? true;
  return { ...envelope(call), saveToSentItems: save, message: sent, mime: undefined };
}

function mimeMessage(call: MailboxCall, body: string): OutboxMessage {
  if (!/^[A-Za-z0-9+/\s]+=*\s*$/.test(body)) {
    throw new GraphError(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.');
  }
  const mime = Buffer.from(body, 'base64').toString('utf8');
  return { ...envelope(call), saveToSentItems: true, message: undefined, mime };
}

function envelope(call: MailboxCall): Pick<OutboxMessage, 'mailbox' | 'clientId' | 'sentDateTime'> {
  return {
    mailbox: call.world.directory.userPrincipalName(call.mailbox.userId),
    clientId: call.caller.clientId,
    sentDateTime: call.world.clock().toISOString(),
  };
}

function requireOwnAddress(call: MailboxCall, from: string | undefined): void {
  if (from === undefined) return;
  const { properties } = call.world.directory.requireUser(call.mailbox.userId);
  const own = [properties['mail'], properties['userPrincipalName']].map((name) => String(name).toLowerCase());
  if (own.includes(from.toLowerCase())) return;
  throw new GraphError(
    403,
    'ErrorSendAsDenied',
    'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
  );
}

function getMailboxSettings(call: MailboxCall): GraphAnswer {
  const select = parseSelect(call.request.query.get('$select'), MAILBOX_SETTINGS, 'mailboxSettings');
  const settings = mailboxSettings(
    call.world.directory,
    call.mailbox.userId,
    call.world.calendars.of(call.mailbox.userId).timeZone,
  );
  const names = select ?? Object.keys(settings);
  const user = encodeURIComponent(call.parameter('user-id'));
  return ok({
    '@odata.context': `${call.world.origin}/v1.0/$metadata#users('${user}')/mailboxSettings`,
    ...Object.fromEntries(names.map((name) => [name, settings[name]])),
  });
}
