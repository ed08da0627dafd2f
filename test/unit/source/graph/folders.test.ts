import { describe, expect, it } from 'vitest';
import { openGraphSource } from '../../../../shared/source/graph/graph-source.ts';
import { answerBatch, base, failure, json, mailbox, partsOf, stubGraph } from './stub.ts';

const folders = `${base}/users/${mailbox}/contactFolders`;
const query = '$select=id,displayName&$top=100';
const folder = (id: string) => ({ id, displayName: `Folder ${id}` });

describe('folders', () => {
  it('are the default one and all below it, one batch per level', async () => {
    const stub = stubGraph([
      json({ value: [folder('a')], '@odata.nextLink': `${folders}?$skip=100` }),
      json({ value: [folder('b')] }),
      answerBatch((url) => ({
        status: 200,
        body: url.includes('/a/')
          ? { value: [folder('a1')], '@odata.nextLink': `${folders}/a/childFolders?$skip=1` }
          : { value: [] },
      })),
      json({ value: [folder('a2')] }),
      answerBatch((url) => ({
        status: 200,
        body: { value: url.includes('/a2/') ? [folder('a2x'), folder('a')] : [] },
      })),
      answerBatch(() => ({ status: 404, body: { error: { code: 'ErrorItemNotFound' } } })),
    ]);
    expect(await openGraphSource(stub.options).folders(mailbox)).toEqual([
      { id: 'default', path: '' },
      { id: 'a', path: 'Folder a' },
      { id: 'b', path: 'Folder b' },
      { id: 'a1', path: 'Folder a/Folder a1' },
      { id: 'a2', path: 'Folder a/Folder a2' },
      { id: 'a2x', path: 'Folder a/Folder a2/Folder a2x' },
    ]);
    expect(stub.sent[0]?.url).toBe(`${folders}?${query}`);
    expect(partsOf(stub.sent[2]).map(({ url }) => url)).toEqual([
      `/users/${mailbox}/contactFolders/a/childFolders?${query}`,
      `/users/${mailbox}/contactFolders/b/childFolders?${query}`,
    ]);
    expect(stub.sent).toHaveLength(6);
  });

  it('are one request for a mailbox that has only the default one', async () => {
    const stub = stubGraph([json({ value: [] })]);
    expect(await openGraphSource(stub.options).folders(mailbox)).toEqual([{ id: 'default', path: '' }]);
  });

  it('are not taken for none when a level cannot be read', async () => {
    const denied = answerBatch(() => ({ status: 403, body: { error: { code: 'ErrorAccessDenied' } } }));
    const stub = stubGraph([json({ value: [folder('a')] }), denied]);
    await expect(openGraphSource(stub.options).folders(mailbox)).rejects.toMatchObject({ kind: 'denied' });
    const gone = stubGraph([failure(404, 'MailboxNotEnabledForRESTAPI')]);
    await expect(openGraphSource(gone.options).folders(mailbox)).rejects.toMatchObject({
      kind: 'notFound',
      code: 'MailboxNotEnabledForRESTAPI',
    });
  });

  it('refuse a link to another host', async () => {
    const stub = stubGraph([
      json({ value: [folder('a')] }),
      answerBatch(() => ({ status: 200, body: { value: [], '@odata.nextLink': 'https://evil.example/x' } })),
    ]);
    await expect(openGraphSource(stub.options).folders(mailbox)).rejects.toMatchObject({ kind: 'invalid' });
    expect(stub.sent).toHaveLength(2);
  });
});

describe('mail', () => {
  it('is sent as plain text and not kept in the mailbox', async () => {
    const stub = stubGraph([new Response(null, { status: 202 })]);
    await openGraphSource(stub.options).sendMail('desk@x.de', { to: ['a@x.de', 'b@x.de'], subject: 'S', text: 'T' });
    expect(stub.sent[0]).toMatchObject({
      url: `${base}/users/desk%40x.de/sendMail`,
      method: 'POST',
      body: {
        message: {
          subject: 'S',
          body: { contentType: 'Text', content: 'T' },
          toRecipients: [{ emailAddress: { address: 'a@x.de' } }, { emailAddress: { address: 'b@x.de' } }],
        },
        saveToSentItems: false,
      },
    });
    expect(stub.sent[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('says which right is missing', async () => {
    const stub = stubGraph([failure(403, 'ErrorAccessDenied')]);
    await expect(
      openGraphSource(stub.options).sendMail('desk@x.de', { to: [], subject: '', text: '' }),
    ).rejects.toThrow(/Mail\.Send/);
  });
});
