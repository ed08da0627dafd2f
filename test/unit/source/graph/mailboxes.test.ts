import { describe, expect, it } from 'vitest';
import { InvalidError } from '../../../../shared/errors.ts';
import { openGraphSource } from '../../../../shared/source/graph/graph-source.ts';
import type { Mailbox } from '../../../../shared/source/source.ts';
import { answerBatch, base, collect, failure, json, mailbox, partsOf, stubGraph } from './stub.ts';

const group = '99999999-2222-3333-4444-555555555555';
const select = '$select=id,userPrincipalName,mail,displayName,accountEnabled,userType';
const user = (id: string, more: object = {}) => ({
  id,
  userPrincipalName: `${id}@x.de`,
  mail: `${id}.mail@x.de`,
  displayName: id,
  accountEnabled: true,
  userType: 'Member',
  ...more,
});
const missing = { status: 404, body: { error: { code: 'Request_ResourceNotFound' } } };

describe('all mailboxes', () => {
  it('are the enabled members with a mail address, page by page', async () => {
    const first = json({
      value: [user('a'), user('b', { mail: null })],
      '@odata.nextLink': `${base}/users?$skiptoken=2`,
    });
    const stub = stubGraph([first, json({ value: [user('c', { displayName: null })] })]);
    expect(await collect(openGraphSource(stub.options).mailboxes({ from: 'all' }))).toEqual([
      [{ id: 'a', userPrincipalName: 'a@x.de', mail: 'a.mail@x.de', displayName: 'a' }],
      [{ id: 'c', userPrincipalName: 'c@x.de', mail: 'c.mail@x.de', displayName: 'c@x.de' }],
    ]);
    expect(stub.sent.map(({ url }) => url)).toEqual([
      `${base}/users?$filter=accountEnabled%20eq%20true%20and%20userType%20eq%20%27Member%27&${select}&$top=999`,
      `${base}/users?$skiptoken=2`,
    ]);
  });

  it('name the missing permission', async () => {
    const stub = stubGraph([failure(403, 'Authorization_RequestDenied')]);
    await expect(collect(openGraphSource(stub.options).mailboxes({ from: 'all' }))).rejects.toThrow(/User\.Read\.All/);
  });
});

describe('the mailboxes of a group', () => {
  const members = `${base}/groups/${group}/transitiveMembers/microsoft.graph.user`;

  it('are its members of all levels, without guests and the disabled', async () => {
    const value = [
      user('a'),
      user('b', { accountEnabled: false }),
      user('c', { userType: 'Guest' }),
      user('d', { userType: null }),
    ];
    const stub = stubGraph([json({ value, '@odata.nextLink': `${members}?$skiptoken=2` }), json({ value: [] })]);
    const pages = await collect(openGraphSource(stub.options).mailboxes({ from: 'group', group }));
    expect(pages.flat().map(({ id }) => id)).toEqual(['a', 'd']);
    expect(stub.sent[0]?.url).toBe(`${members}?${select}&$count=true&$top=999`);
    for (const { headers } of stub.sent) expect(headers.get('consistencylevel')).toBe('eventual');
  });

  it('are not taken for none when Graph shows only their ids', async () => {
    const stub = stubGraph([json({ value: [{ '@odata.type': '#microsoft.graph.user', id: 'a' }] })]);
    const reading = collect(openGraphSource(stub.options).mailboxes({ from: 'group', group }));
    await expect(reading).rejects.toMatchObject({ kind: 'denied', code: 'onlyIds' });
  });

  it.each(['..', 'sales', 'a/b'])('refuses the name %j', async (name) => {
    const stub = stubGraph([]);
    const reading = collect(openGraphSource(stub.options).mailboxes({ from: 'group', group: name }));
    await expect(reading).rejects.toBeInstanceOf(InvalidError);
    expect(stub.sent).toEqual([]);
  });
});

describe('a list of mailboxes', () => {
  it('is looked up in batches, by user name and then by mail address, with shared mailboxes', async () => {
    const stub = stubGraph([
      answerBatch((url) => {
        if (url.includes('shared')) return { status: 200, body: user('shared', { accountEnabled: false }) };
        return url.includes(mailbox) ? { status: 200, body: user(mailbox) } : missing;
      }),
      answerBatch(() => ({ status: 200, body: { value: [user('b')] } })),
    ]);
    const mailboxes = ['shared@x.de', "o'b.mail@x.de", mailbox, 'SHARED@x.de'.toLowerCase()];
    const pages = await collect(openGraphSource(stub.options).mailboxes({ from: 'list', mailboxes }));
    expect(pages.flat().map(({ id }) => id)).toEqual(['shared', 'b', mailbox]);
    expect(partsOf(stub.sent[0]).map(({ url }) => url)[0]).toBe(`/users/shared%40x.de?${select}`);
    expect(partsOf(stub.sent[1]).map(({ url }) => url)).toEqual([
      `/users?$filter=mail%20eq%20%27o%27%27b.mail%40x.de%27&${select}&$top=2`,
    ]);
  });

  it('gives those that exist before it names the others', async () => {
    const stub = stubGraph([
      answerBatch((url) => {
        if (url.includes('guest')) return { status: 200, body: user('guest', { userType: 'Guest' }) };
        if (url.includes('nomail')) return { status: 200, body: user('nomail', { mail: null }) };
        return url.includes('anna') ? { status: 200, body: user('anna') } : missing;
      }),
      answerBatch(() => ({ status: 200, body: { value: [] } })),
    ]);
    const mailboxes = ['gone@x.de', 'anna@x.de', '../evil', 'nomail@x.de', 'guest@x.de'];
    const got: Mailbox[] = [];
    const reading = (async () => {
      for await (const page of openGraphSource(stub.options).mailboxes({ from: 'list', mailboxes })) got.push(...page);
    })();
    await expect(reading).rejects.toMatchObject({
      kind: 'invalid',
      code: 'mailboxesMissing',
      faults: [
        { pointer: '/mailboxes/0', detail: 'gone@x.de is not in the directory.' },
        { pointer: '/mailboxes/2', detail: '../evil is not in the directory.' },
        { pointer: '/mailboxes/3', detail: 'nomail@x.de has no mailbox address.' },
        { pointer: '/mailboxes/4', detail: 'guest@x.de is a guest of the directory.' },
      ],
    });
    expect(got.map(({ id }) => id)).toEqual(['anna']);
  });

  it('fails as a whole when the permission is missing', async () => {
    const stub = stubGraph([
      answerBatch(() => ({ status: 403, body: { error: { code: 'Authorization_RequestDenied' } } })),
    ]);
    const reading = collect(openGraphSource(stub.options).mailboxes({ from: 'list', mailboxes: ['a@x.de'] }));
    await expect(reading).rejects.toMatchObject({ kind: 'denied' });
  });
});

describe('one mailbox', () => {
  it('is found by any of its names or not at all', async () => {
    const found = stubGraph([
      answerBatch(() => missing),
      answerBatch(() => ({ status: 200, body: { value: [user('a')] } })),
    ]);
    expect(await openGraphSource(found.options).mailbox('a.mail@x.de')).toMatchObject({ id: 'a' });
    const none = stubGraph([answerBatch(() => missing)]);
    await expect(openGraphSource(none.options).mailbox(mailbox)).rejects.toMatchObject({ kind: 'notFound' });
    await expect(openGraphSource(stubGraph([]).options).mailbox('..')).rejects.toBeInstanceOf(InvalidError);
  });
});
