import { afterEach, expect, it } from 'vitest';
import { refusal, stage } from './harness.ts';
import { ANNA, DORA, OFFICE } from './tenant-fixture.ts';

const set = stage({}, true);
const send = `/users/${ANNA}/sendMail`;
const toRecipients = [{ emailAddress: { address: 'admin@contoso.example' } }];
const message = { subject: 'Secret expires', body: { contentType: 'text', content: 'soon' }, toRecipients };

afterEach(() => {
  set().simulator.control.clearOutbox();
});

it('accepts mail with 202 and an empty body, and keeps it readable', async () => {
  const { client, simulator } = set();
  const attachments = [
    {
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: 'a.txt',
      contentType: 'text/plain',
      contentBytes: 'QQ==',
    },
  ];
  const answer = await client.write('POST', send, { message: { ...message, attachments }, saveToSentItems: false });
  expect([answer.status, answer.text]).toEqual([202, '']);
  expect(simulator.control.outbox).toMatchObject([
    { mailbox: ANNA, saveToSentItems: false, message: { subject: 'Secret expires', attachments: [{ name: 'a.txt' }] } },
  ]);
});

it('accepts the spelling of the schema and saves by default', async () => {
  const { client, simulator } = set();
  expect((await client.write('POST', send, { Message: message })).status).toBe(202);
  expect(simulator.control.outbox).toMatchObject([{ saveToSentItems: true }]);
});

it('is not idempotent', async () => {
  const { client, simulator } = set();
  await client.write('POST', send, { message });
  await client.write('POST', send, { message });
  expect(simulator.control.outbox).toHaveLength(2);
});

it('accepts MIME in base64', async () => {
  const { client, simulator } = set();
  const post = (text: string): ReturnType<typeof client.send> =>
    client.send(`/v1.0${send}`, { method: 'POST', headers: { 'content-type': 'text/plain' }, text });
  expect((await post(Buffer.from('Subject: x\r\n\r\ny').toString('base64'))).status).toBe(202);
  expect(simulator.control.outbox[0]?.mime).toContain('Subject: x');
  expect(refusal(await post('***'))).toBe('400 ErrorMimeContentInvalidBase64String');
});

it('refuses mail without message or recipients, in a foreign name, from no mailbox', async () => {
  const { client } = set();
  expect(refusal(await client.write('POST', send, {}))).toBe('400 BadRequest');
  expect(refusal(await client.write('POST', send, { message: { subject: 'x' } }))).toBe('400 ErrorInvalidRecipients');
  const foreign = { message: { ...message, from: { emailAddress: { address: OFFICE } } } };
  expect(refusal(await client.write('POST', send, foreign))).toBe('403 ErrorSendAsDenied');
  expect((await client.write('POST', `/users/${DORA}/sendMail`, { message })).status).toBe(404);
});
