import { describe, expect, it } from 'vitest';
import { DeniedError, NotFoundError, SignInError, ThrottledError, UnavailableError } from '../../../shared/errors.ts';
import { contactsProfileSchema, type ContactsProfileInput } from '../../../shared/profiles/contacts-profile.ts';
import { listSources, type Sources } from '../../../shared/runs/list-sources.ts';
import { tenant, type Tenant } from './tenant.ts';
import { accountOf, profileInput } from './world.ts';

function organisation(): Tenant {
  const made = tenant();
  for (const name of ['anna', 'ben', 'cleo']) made.addPerson(name);
  made.addShared('info');
  return made;
}

async function list(
  made: Tenant,
  sources: ContactsProfileInput['sources'],
  accounts: string[] = ['anna', 'ben', 'cleo'],
): Promise<Sources> {
  const profile = contactsProfileSchema.parse(profileInput({ sources }));
  return listSources(made.source(), profile, accounts.map(accountOf));
}

const shared = { mailbox: 'info@contoso.com' };

describe('listSources', () => {
  it('matches people to accounts, and names those who match none', async () => {
    const { wanted, unmatched } = await list(organisation(), { personal: { from: 'all' } }, ['anna', 'cleo']);
    expect(wanted.map(({ key, account }) => `${key} ${account}`)).toEqual(['id-anna a-anna', 'id-cleo a-cleo']);
    expect(unmatched).toEqual({ count: 1, names: ['ben@contoso.com'] });
  });

  it('names a hundred of those who match none and counts all', async () => {
    const made = tenant();
    for (let n = 0; n < 130; n += 1) made.addPerson(`p${n}`);
    const { unmatched } = await list(made, { personal: { from: 'all' } });
    expect([unmatched.count, unmatched.names.length]).toEqual([130, 100]);
  });

  it('gives two mailboxes that match one account to nobody', async () => {
    const made = organisation();
    made.people.set('other', {
      id: 'other',
      userPrincipalName: 'anna@fabrikam.com',
      mail: undefined,
      displayName: 'A',
    });
    const { wanted, unmatched } = await list(made, { personal: { from: 'all' } });
    expect(wanted.map(({ key }) => key)).toEqual(['id-ben', 'id-cleo']);
    expect(unmatched).toEqual({ count: 2, names: ['anna@contoso.com', 'anna@fabrikam.com'] });
    const whole = await list(made, { personal: { from: 'all' } }, ['A:anna@contoso.com', 'B:anna@fabrikam.com']);
    expect(whole.wanted.map(({ key, account }) => `${key} ${account}`)).toEqual(['id-anna A', 'other B']);
  });

  it('takes a mailbox that is listed twice once', async () => {
    const mailboxes = ['anna@contoso.com', 'id-anna'];
    const { wanted } = await list(organisation(), { personal: { from: 'list', mailboxes: mailboxes.slice(0, 1) } });
    expect(wanted).toHaveLength(1);
    const made = organisation();
    const source = made.source();
    const twice = {
      ...source,
      mailboxes: async function* () {
        yield* source.mailboxes({ from: 'all' });
        yield* source.mailboxes({ from: 'all' });
      },
    };
    const profile = contactsProfileSchema.parse(profileInput());
    const sources = await listSources(twice, profile, ['anna'].map(accountOf));
    expect(sources.wanted).toHaveLength(1);
    expect(sources.unmatched.count).toBe(2);
  });

  it('takes shared mailboxes, their folders, and the directory', async () => {
    const { wanted, problems } = await list(organisation(), {
      shared: [shared, { ...shared, folder: 'Kunden' }],
      directory: { users: true, organisationContacts: true },
    });
    expect(wanted.map(({ kind, folder }) => `${kind} ${folder}`)).toEqual([
      'shared ',
      'shared Kunden',
      'users ',
      'organisationContacts ',
    ]);
    expect(problems).toEqual([]);
  });

  it('makes a group that is gone a problem of the personal source, and goes on with the others', async () => {
    const group = '5f0c1a0e-52b4-4b5f-9d3c-0d7a2f6b1c11';
    const { wanted, unlisted, problems } = await list(organisation(), {
      personal: { from: 'group', group },
      shared: [shared],
    });
    expect(wanted.map(({ kind }) => kind)).toEqual(['shared']);
    expect([...unlisted]).toEqual(['personal']);
    expect(problems).toEqual([
      { source: 'personal', reason: `There is no group ${group}.`, code: 'Request_ResourceNotFound' },
    ]);
  });

  it('makes a shared mailbox that does not exist its own problem, and leaves all shared ones as they are', async () => {
    const { wanted, unlisted, problems } = await list(organisation(), {
      personal: { from: 'all' },
      shared: [{ mailbox: 'gone@contoso.com' }, shared],
    });
    expect(wanted.map(({ kind }) => kind)).toEqual(['personal', 'personal', 'personal', 'shared']);
    expect([...unlisted]).toEqual(['shared']);
    expect(problems.map(({ source }) => source)).toEqual(['gone@contoso.com']);
  });

  it.each([
    [new DeniedError('User.Read.All is missing.'), 'noted'],
    [new NotFoundError('It is gone.'), 'noted'],
    [new SignInError('The secret has expired.'), 'thrown'],
    [new ThrottledError('Too many requests.', 30), 'thrown'],
    [new UnavailableError('Nobody answers.'), 'thrown'],
    [new TypeError('A bug.'), 'thrown'],
  ])('%s is %s', async (error, what) => {
    const made = organisation();
    made.trouble = ({ do: call }) => (call === 'mailboxes' ? error : undefined);
    const listed = list(made, { personal: { from: 'all' }, shared: [shared] });
    if (what === 'thrown') return expect(listed).rejects.toBe(error);
    expect((await listed).problems).toEqual([{ source: 'personal', reason: error.message }]);
  });
});
