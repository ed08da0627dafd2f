import { describe, expect, it } from 'vitest';
import { defaultFolderId } from '../../shared/source/source.ts';
import { ANNA, BOB } from './graph-simulator/tenant-fixture.ts';
import {
  control,
  created,
  home,
  inBob,
  jana,
  nobody,
  open,
  stageWriter,
  started,
  tag,
} from './source-graph-writer-stage.ts';

stageWriter();

describe('creating a contact', () => {
  it('writes every field and the tag in one request', async () => {
    const source = open();
    const id = await source.createContact(home, jana, tag);
    expect(source.count.requests).toBe(1);
    expect(inBob()).toMatchObject([
      {
        id,
        folder: 'Contacts',
        properties: {
          givenName: jana.givenName,
          surname: jana.surname,
          displayName: jana.displayName,
          companyName: jana.companyName,
          jobTitle: jana.jobTitle,
          emailAddresses: [{ address: jana.email, name: jana.displayName }],
          businessPhones: [jana.businessPhone],
          mobilePhone: jana.mobilePhone,
          businessHomePage: jana.website,
          businessAddress: {
            street: jana.street,
            postalCode: jana.postalCode,
            city: jana.city,
            countryOrRegion: jana.country,
          },
          personalNotes: jana.notes,
          categories: jana.categories,
        },
      },
    ]);
    expect(Object.values(inBob()[0]?.extended ?? {})).toEqual([tag]);
  });

  it('is not sent any more when its time is over once it gets a turn, nor a second time after a wait', async () => {
    const source = open();
    await expect(source.createContact(home, jana, tag, () => false)).rejects.toMatchObject({ code: 'tooLate' });
    expect(source.count.requests).toBe(0);
    control().addFault({
      match: { method: 'POST', times: 1 },
      effect: { status: 429, headers: { 'Retry-After': '1' } },
    });
    let asked = 0;
    const once = (): boolean => (asked += 1) === 1;
    await expect(source.createContact(home, jana, tag, once)).rejects.toMatchObject({ code: 'tooLate' });
    expect([asked, source.count.requests, inBob()]).toEqual([2, 1, []]);
  });

  it('goes into the folder that is named', async () => {
    const source = open();
    const place = { mailbox: BOB, folder: await source.folderNamed(BOB, 'Cards') };
    await source.createContact(place, jana, tag);
    expect(inBob().map(({ folder }) => folder)).toEqual(['Contacts/Cards']);
    expect(await source.taggedContact(place, tag)).toBe(inBob()[0]?.id);
    expect(await source.contactsLike(place, { email: jana.email, phones: [] })).toHaveLength(1);
    expect(await source.taggedContact(home, tag)).toBeUndefined();
    expect(await source.contactsLike(home, { email: jana.email, phones: [] })).toEqual([]);
  });

  it.each([
    [{ companyName: 'ACME' }, 'ACME'],
    [{ surname: 'Lee' }, 'Lee'],
    [{ email: 'a@b.example' }, 'a@b.example'],
    [{ mobilePhone: '+49170' }, '+49170'],
  ])('gives %j a name, without which Exchange refuses it', async (fields, displayName) => {
    await open().createContact(home, { ...nobody, ...fields }, tag);
    expect(inBob()[0]?.properties).toMatchObject({ displayName, businessAddress: {}, categories: [] });
  });

  it('sends nothing for a draft about nobody', async () => {
    const source = open();
    const refused = source.createContact(home, { ...nobody, notes: 'Hello' }, tag);
    await expect(refused).rejects.toMatchObject({ kind: 'invalid', code: 'contactEmpty' });
    expect(source.count.requests).toBe(0);
  });

  it('keeps to four requests at a time for a mailbox', async () => {
    control().setLatency(100);
    await Promise.all(Array.from({ length: 12 }, (_, index) => open().createContact(home, jana, `${tag}${index}`)));
    control().setLatency(0);
    expect(inBob()).toHaveLength(12);
    expect(control().requests.throttled).toBe(0);
    expect(control().requests.maxConcurrency[BOB]).toBeLessThanOrEqual(4);
  });
});

describe('a tag', () => {
  it('is found in any case, with one request, and only where it is', async () => {
    const { id } = await created();
    const source = open();
    expect(await source.taggedContact(home, tag)).toBe(id);
    expect(await source.taggedContact(home, tag.toUpperCase())).toBe(id);
    expect(await source.taggedContact(home, `${tag}0`)).toBeUndefined();
    expect(await source.taggedContact(home, tag.slice(1))).toBeUndefined();
    expect(await source.taggedContact(home, "' or 1 eq 1 or 'a' eq '")).toBeUndefined();
    expect(source.count.requests).toBe(5);
  });

  it('is found behind an empty page', async () => {
    const { id } = await created();
    const next = `${started().url}/v1.0/users/${home.mailbox}/contacts?$skip=0`;
    const effect = { status: 200, body: { value: [], '@odata.nextLink': next } };
    control().addFault({ match: { times: 1, path: 'singleValueExtendedProperties' }, effect });
    expect(await open().taggedContact(home, tag)).toBe(id);
  });

  it('uses up one named property, however many contacts there are', async () => {
    control().setNamedPropertyQuota(BOB, 1);
    for (const number of [1, 2, 3]) await open().createContact(home, jana, `${tag}${number}`);
    control().setNamedPropertyQuota(BOB, 16_000);
    expect(inBob()).toHaveLength(3);
  });
});

describe('a folder by its name', () => {
  const named = () =>
    control()
      .contactFolders(BOB)
      .map(({ path }) => path);

  it('is made once, and found in any case and either spelling of an umlaut', async () => {
    const source = open();
    const id = await source.folderNamed(BOB, 'Visitenkärtchen');
    expect(source.count.requests).toBe(3);
    for (const name of ['visitenKÄRTCHEN', ' Visitenkärtchen'.normalize('NFD')])
      expect(await source.folderNamed(BOB, name)).toBe(id);
    expect(source.count.requests).toBe(5);
    expect(named().filter((path) => path.includes('rtchen'))).toEqual(['Contacts/Visitenkärtchen']);
  });

  it('is the default one by its own name, whether there are others or not', async () => {
    expect(await open().folderNamed(BOB, 'contacts')).toBe(defaultFolderId);
    expect(await open().folderNamed('office@contoso.example', 'CONTACTS')).toBe(defaultFolderId);
    expect(control().contactFolders('office@contoso.example')).toHaveLength(1);
  });

  it('is made where the default one does not tell its name', async () => {
    control().addFault({ match: { path: '/contactFolders/[^?/]+\\?' }, effect: { status: 404 } });
    await open().folderNamed(BOB, 'Unasked');
    expect(named()).toContain('Contacts/Unasked');
  });

  it('is not looked for below the top', async () => {
    control().addContactFolder(BOB, 'Deep');
    control().addContactFolder(BOB, 'Inner', 'Deep');
    await open().folderNamed(BOB, 'Inner');
    expect(named()).toEqual(expect.arrayContaining(['Contacts/Deep/Inner', 'Contacts/Inner']));
  });

  it('is found beyond the first page', async () => {
    for (let index = 0; index < 120; index += 1) control().addContactFolder(ANNA, `Folder ${index}`);
    const source = open();
    await source.folderNamed(ANNA, 'folder 119');
    expect(source.count.requests).toBe(2);
  });

  it('is the one that somebody else makes at the same moment', async () => {
    const racing: typeof fetch = (input, init) => {
      if (init?.method === 'POST') control().addContactFolder(BOB, 'RACE');
      return fetch(input, init);
    };
    const source = open({ fetch: racing });
    const id = await source.folderNamed(BOB, 'Race');
    expect(source.count.requests).toBe(4);
    const made = control()
      .contactFolders(BOB)
      .filter(({ path }) => /race/i.test(path));
    expect(made).toMatchObject([{ id, path: 'Contacts/RACE' }]);
  });

  it('is found after an answer that was lost', async () => {
    control().addFault({ match: { method: 'POST', times: 1 }, effect: { drop: 'after' } });
    await expect(open().folderNamed(BOB, 'Lost')).rejects.toMatchObject({ kind: 'unavailable' });
    await open().folderNamed(BOB, 'Lost');
    expect(named().filter((path) => path === 'Contacts/Lost')).toHaveLength(1);
  });
});
