import { describe, expect, it } from 'vitest';
import type { ContactField } from '../../../../shared/contacts/contact.ts';
import { InvalidError, NotFoundError, ResyncError, ThrottledError } from '../../../../shared/errors.ts';
import { openGraphSource } from '../../../../shared/source/graph/graph-source.ts';
import type { ContactPage, ReadContacts } from '../../../../shared/source/source.ts';
import {
  answerBatch,
  base,
  collect,
  failure,
  folderRequest,
  json,
  mailbox,
  partsOf,
  readAll,
  stubGraph,
} from './stub.ts';
import type { Answer, Stub } from './stub.ts';

const plain: ContactField[] = ['DisplayName', 'PhoneNumbers_MobilePhone'];
const extended: ContactField[] = ['DisplayName', 'PhoneNumbers_Pager'];
const contacts = `${base}/users/${mailbox}/contacts`;
const delta = `${contacts}/delta`;
const expand = '$expand=singleValueExtendedProperties($filter=id%20eq%20%27String%200x3a21%27)';

const item = (id: string, version = '1', more: object = {}) => ({
  '@odata.etag': `W/"${version}"`,
  id,
  displayName: `Name ${id}`,
  mobilePhone: null,
  ...more,
});
const removed = (id: string) => ({ id, '@removed': { reason: 'deleted' } });
const pager = (value: string) => ({ singleValueExtendedProperties: [{ id: 'String 0x3A21', value }] });
const next = (value: object[], token = 'n') => json({ value, '@odata.nextLink': `${delta}?$skiptoken=${token}` });
const end = (value: object[], token = 'd') => json({ value, '@odata.deltaLink': `${delta}?$deltatoken=${token}` });

function read(
  answers: Answer | readonly (Response | Answer)[],
  request: ReadContacts,
): { stub: Stub; pages: Promise<ContactPage[]> } {
  const stub = stubGraph(answers);
  return { stub, pages: readAll(openGraphSource(stub.options), request) };
}

const idsOf = (page: ContactPage | undefined) => page?.contacts.map(({ id }) => id);

/** A position at the end of a finished round for some fields. */
async function finished(fields: ContactField[], token = 'd'): Promise<string> {
  const answers = fields === extended ? [json({ value: [] }), end([], token)] : [end([], token)];
  const pages = await read(answers, folderRequest(fields)).pages;
  return pages.at(-1)?.position ?? '';
}

describe('a full round without extended properties', () => {
  it('is one delta round whose pages prove what they name', async () => {
    const { stub, pages } = read([next([item('a')]), next([]), end([item('b'), removed('x')])], folderRequest(plain));
    const [first, empty, last] = await pages;
    expect(first).toMatchObject({ phase: 'proving', last: false, removed: [], confirmed: [] });
    expect(first?.contacts).toEqual([{ id: 'a', version: '1', categories: [], values: { DisplayName: 'Name a' } }]);
    expect(empty).toMatchObject({ contacts: [], removed: [], phase: 'proving', last: false });
    expect(last).toMatchObject({ removed: ['x'], phase: 'proving', last: true });
    expect(stub.sent.map(({ url }) => url)).toEqual([
      `${delta}?$select=displayName,mobilePhone`,
      `${delta}?$skiptoken=n`,
      `${delta}?$skiptoken=n`,
    ]);
    for (const { headers } of stub.sent)
      expect(headers.get('prefer')).toBe('IdType="ImmutableId", odata.maxpagesize=200');
  });

  it('goes on from any of its pages', async () => {
    const [first] = await read([next([item('a')], 'n1'), end([])], folderRequest(plain)).pages;
    const { stub, pages } = read([end([item('b')])], folderRequest(plain, { position: first?.position }));
    expect(await pages).toMatchObject([{ phase: 'proving', last: true }]);
    expect(stub.sent[0]?.url).toBe(`${delta}?$skiptoken=n1`);
  });

  it('reads a sub-folder and asks for categories when they are needed', async () => {
    const feed = { kind: 'folder', mailbox: 'anna@x.de', folder: 'AAMk_-=' } as const;
    const { stub, pages } = read(
      [end([{ ...item('a'), categories: ['K'] }])],
      folderRequest(['DisplayName'], { feed, categories: true }),
    );
    expect((await pages)[0]?.contacts[0]?.categories).toEqual(['K']);
    expect(stub.sent[0]?.url).toBe(
      `${base}/users/anna%40x.de/contactFolders/AAMk_-%3D/contacts/delta?$select=displayName,categories`,
    );
  });
});

describe('a full round with extended properties', () => {
  it('lists with everything, then proves by delta and fetches only what is not held', async () => {
    const list = `${contacts}?$top=500&$select=displayName,singleValueExtendedProperties&${expand}`;
    const { stub, pages } = read(
      [
        json({ value: [item('a', '1', pager('1')), item('b', '1')], '@odata.nextLink': `${contacts}?$skip=500` }),
        json({ value: [item('c', '1', pager('3'))] }),
        next([item('a'), item('b', '2')]),
        answerBatch(() => ({ status: 200, body: item('b', '2', pager('22')) })),
        end([item('c'), item('gone')]),
        answerBatch(() => ({ status: 404, body: { error: { code: 'ErrorItemNotFound' } } })),
      ],
      folderRequest(extended, { holds: (id, version) => version === '1' && id !== 'gone' }),
    );
    expect(await pages).toMatchObject([
      { phase: 'listing', last: false, contacts: [{ id: 'a', values: { PhoneNumbers_Pager: '1' } }, { id: 'b' }] },
      {
        phase: 'listing',
        last: false,
        endsListing: true,
        contacts: [{ id: 'c', values: { PhoneNumbers_Pager: '3' } }],
      },
      {
        phase: 'proving',
        last: false,
        confirmed: ['a'],
        contacts: [{ id: 'b', version: '2', values: { PhoneNumbers_Pager: '22' } }],
      },
      { phase: 'proving', last: true, confirmed: ['c'], contacts: [], removed: ['gone'] },
    ]);
    expect(stub.sent.map(({ url }) => url)).toEqual([
      list,
      `${contacts}?$skip=500`,
      `${delta}?$select=displayName`,
      `${base}/$batch`,
      `${delta}?$skiptoken=n`,
      `${base}/$batch`,
    ]);
    expect(stub.sent[1]?.headers.get('prefer')).toBe('IdType="ImmutableId"');
    expect(partsOf(stub.sent[3])).toEqual([
      {
        id: '0',
        method: 'GET',
        url: `/users/${mailbox}/contacts/b?$select=displayName,singleValueExtendedProperties&${expand}`,
        headers: { Prefer: 'IdType="ImmutableId"' },
      },
    ]);
  });

  it('keeps its budget of requests', async () => {
    const count = 2600;
    const all = Array.from({ length: count }, (_, index) => item(`c${index}`));
    const held = new Map<string, string>();
    const answer: Answer = ({ url }) => {
      const start = Number(/skip(?:token)?=(\d+)/.exec(url)?.[1] ?? 0);
      const isDelta = url.includes('/delta');
      const stop = start + (isDelta ? 200 : 500);
      const path = isDelta ? `${delta}?$skiptoken=${stop}` : `${contacts}?$skip=${stop}`;
      if (stop < count) return json({ value: all.slice(start, stop), '@odata.nextLink': path });
      return isDelta ? end(all.slice(start)) : json({ value: all.slice(start) });
    };
    const stub = stubGraph(answer);
    const source = openGraphSource(stub.options);
    const request = folderRequest(extended, { holds: (id, version) => held.get(id) === version });
    const proven = new Set<string>();
    for await (const page of source.contacts(request)) {
      for (const { id, version } of page.contacts) held.set(id, version);
      for (const id of page.confirmed) proven.add(id);
    }
    expect(proven.size).toBe(count);
    expect(source.count.requests).toBe(Math.ceil(count / 500) + Math.ceil(count / 200));
  });

  it('goes on from the start of the second pass', async () => {
    const [listed] = await read([json({ value: [] }), end([])], folderRequest(extended)).pages;
    const { stub, pages } = read(
      [end([item('a')])],
      folderRequest(extended, { position: listed?.position, holds: () => true }),
    );
    expect(await pages).toMatchObject([{ phase: 'proving', confirmed: ['a'], last: true }]);
    expect(stub.sent[0]?.url).toBe(`${delta}?$select=displayName`);
  });

  it('takes an item without an ETag as not held', async () => {
    const { pages } = read(
      [json({ value: [] }), end([{ id: 'a' }]), answerBatch(() => ({ status: 200, body: item('a', '7') }))],
      folderRequest(extended, { holds: () => true }),
    );
    expect((await pages)[1]).toMatchObject({ confirmed: [], contacts: [{ id: 'a', version: '7' }] });
  });
});

describe('later rounds', () => {
  it('use complete items as they are and read partial ones', async () => {
    const position = await finished(plain);
    const { stub, pages } = read(
      [
        end([item('a', '2'), { id: 'b', '@odata.etag': 'W/"2"', mobilePhone: '1' }, removed('c')], 'd2'),
        answerBatch(() => ({ status: 200, body: item('b', '3', { mobilePhone: '1' }) })),
      ],
      folderRequest(plain, { position }),
    );
    const [page] = await pages;
    expect(page).toMatchObject({ phase: 'changing', last: true, removed: ['c'], confirmed: [] });
    expect(page?.contacts).toMatchObject([
      { id: 'a', version: '2' },
      { id: 'b', version: '3', values: { DisplayName: 'Name b', PhoneNumbers_MobilePhone: '1' } },
    ]);
    expect(stub.sent[0]?.url).toBe(`${delta}?$deltatoken=d`);
    expect(stub.sent[0]?.headers.get('prefer')).toContain('odata.maxpagesize=200');
    expect(partsOf(stub.sent[1]).map(({ url }) => url)).toEqual([
      `/users/${mailbox}/contacts/b?$select=displayName,mobilePhone`,
    ]);
    expect(page?.position).toContain('d2');
  });

  it('read every changed item when extended properties are needed', async () => {
    const position = await finished(extended);
    const { stub, pages } = read(
      [
        end([item('a'), item('b')]),
        answerBatch((_url, index) => ({ status: 200, body: item(index === 0 ? 'a' : 'b', '5', pager('9')) })),
      ],
      folderRequest(extended, { position, holds: () => true }),
    );
    expect((await pages)[0]?.contacts).toMatchObject([
      { id: 'a', values: { PhoneNumbers_Pager: '9' } },
      { id: 'b', values: { PhoneNumbers_Pager: '9' } },
    ]);
    expect(stub.sent).toHaveLength(2);
  });

  it('cost one request when nothing changed', async () => {
    const position = await finished(extended);
    const { stub, pages } = read([end([])], folderRequest(extended, { position }));
    expect(await pages).toMatchObject([{ contacts: [], removed: [], phase: 'changing', last: true }]);
    expect(stub.sent).toHaveLength(1);
  });

  it('collapse duplicates to the last, also across partial items', async () => {
    const position = await finished(plain);
    const twice = [item('a', '1', { displayName: 'old' }), item('b'), item('a', '2', { displayName: 'new' })];
    const { pages } = read([end(twice)], folderRequest(plain, { position }));
    const [page] = await pages;
    expect(idsOf(page)).toEqual(['a', 'b']);
    expect(page?.contacts[0]?.values.DisplayName).toBe('new');
  });

  it('throw throttled when a part of a batch asks for a long wait', async () => {
    const position = await finished(extended);
    const refuse = answerBatch(() => ({ status: 429, headers: { 'Retry-After': '60' } }));
    const { pages } = read([end([item('a')]), refuse], folderRequest(extended, { position }));
    await expect(pages).rejects.toBeInstanceOf(ThrottledError);
  });

  it('call nothing deleted because the mailbox cannot be reached', async () => {
    const position = await finished(extended);
    const gone = answerBatch(() => ({ status: 404, body: { error: { code: 'ResourceNotFound' } } }));
    const { pages } = read([end([item('a')]), gone], folderRequest(extended, { position }));
    await expect(pages).rejects.toMatchObject({ kind: 'notFound', code: 'ResourceNotFound' });
  });
});

describe('an item that a page names both as existing and as removed', () => {
  const contradiction = [item('a', '2'), removed('a'), removed('b'), item('b', '2')];

  it('is what reading it says', async () => {
    const position = await finished(plain);
    const { stub, pages } = read(
      [
        end(contradiction),
        answerBatch((url) =>
          url.includes('/a?')
            ? { status: 404, body: { error: { code: 'ErrorItemNotFound' } } }
            : { status: 200, body: item('b', '3', { parentFolderId: 'home' }) },
        ),
        json({ value: [{ id: 'z', parentFolderId: 'home' }] }),
      ],
      folderRequest(plain, { position }),
    );
    const [page] = await pages;
    expect([idsOf(page), page?.removed]).toEqual([['b'], ['a']]);
    expect(partsOf(stub.sent[1])[0]?.url).toContain('$select=displayName,mobilePhone,parentFolderId');
    expect(stub.sent[2]?.url).toBe(`${contacts}?$top=1&$select=parentFolderId`);
  });

  it('is removed when it is found in another folder', async () => {
    const position = await finished(plain);
    const moved = answerBatch(() => ({ status: 200, body: item('a', '3', { parentFolderId: 'deleted items' }) }));
    for (const value of [[{ id: 'z', parentFolderId: 'home' }], []]) {
      const { pages } = read(
        [end([item('a'), removed('a')]), moved, json({ value })],
        folderRequest(plain, { position }),
      );
      expect((await pages)[0]).toMatchObject({ contacts: [], removed: ['a'] });
    }
  });
});

describe('positions', () => {
  it.each([
    [410, 'SyncStateNotFound'],
    [410, 'whatever'],
    [400, 'syncStateInvalid'],
    [400, 'BadRequest'],
  ])('that Graph refuses with %i %s ask for a resync', async (status, code) => {
    const position = await finished(plain);
    await expect(read([failure(status, code)], folderRequest(plain, { position })).pages).rejects.toBeInstanceOf(
      ResyncError,
    );
  });

  it.each(['', '{', 'null', '{"p":"delta"}', '{"p":"list","asked":1}', '[]'])(
    'that are damaged (%j) ask for a resync',
    async (position) => {
      const { stub, pages } = read([], folderRequest(plain, { position }));
      await expect(pages).rejects.toBeInstanceOf(ResyncError);
      expect(stub.sent).toEqual([]);
    },
  );

  it('made for other fields or another folder ask for a resync', async () => {
    const position = await finished(plain);
    await expect(read([], folderRequest(extended, { position })).pages).rejects.toBeInstanceOf(ResyncError);
    const feed = { kind: 'folder', mailbox, folder: 'other' } as const;
    await expect(read([], folderRequest(plain, { position, feed })).pages).rejects.toBeInstanceOf(ResyncError);
  });

  it('with a foreign link are refused and nothing is sent', async () => {
    const position = (await finished(plain)).replace('https://graph.microsoft.com', 'https://evil.example');
    const { stub, pages } = read([], folderRequest(plain, { position }));
    await expect(pages).rejects.toBeInstanceOf(InvalidError);
    expect(stub.sent).toEqual([]);
  });

  it.each(['https://evil.example/x', 'http://graph.microsoft.com/v1.0/x'])('to %s are not given out', async (link) => {
    for (const name of ['@odata.nextLink', '@odata.deltaLink']) {
      const { stub, pages } = read([json({ value: [], [name]: link })], folderRequest(plain));
      await expect(pages).rejects.toBeInstanceOf(InvalidError);
      expect(stub.sent).toHaveLength(1);
    }
  });
});

describe('failures', () => {
  it.each([
    ['../../me', 'default'],
    ['a/b', 'default'],
    [mailbox, '..'],
    [mailbox, 'a/b'],
  ])('mailbox %j with folder %j is refused and nothing is sent', async (name, folder) => {
    const { stub, pages } = read([], folderRequest(plain, { feed: { kind: 'folder', mailbox: name, folder } }));
    await expect(pages).rejects.toBeInstanceOf(InvalidError);
    expect(stub.sent).toEqual([]);
  });

  it('a folder that vanished is not found', async () => {
    const position = await finished(plain);
    await expect(
      read([failure(404, 'ErrorItemNotFound')], folderRequest(plain, { position })).pages,
    ).rejects.toBeInstanceOf(NotFoundError);
  });

  it('a page without links or without items is no end of the round', async () => {
    for (const body of [{ value: [] }, { '@odata.deltaLink': delta }, { value: [{ displayName: 'no id' }] }, {}]) {
      await expect(read([json(body)], folderRequest(plain)).pages).rejects.toMatchObject({ kind: 'unavailable' });
    }
  });

  it('pages before a failure were given out', async () => {
    const stub = stubGraph([next([item('a')]), failure(403, 'ErrorAccessDenied')]);
    const got: ContactPage[] = [];
    const reading = (async () => {
      for await (const page of openGraphSource(stub.options).contacts(folderRequest(plain))) got.push(page);
    })();
    await expect(reading).rejects.toMatchObject({ kind: 'denied' });
    expect(got).toHaveLength(1);
    expect(
      await collect(
        openGraphSource(stubGraph([end([])]).options).contacts(folderRequest(plain, { position: got[0]?.position })),
      ),
    ).toHaveLength(1);
  });
});
