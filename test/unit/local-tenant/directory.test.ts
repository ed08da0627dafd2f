import { describe, expect, test } from 'vitest';

import { buildDirectory } from '../../../local/tenant/directory.ts';
import { TenantError } from '../../../local/tenant/tenant-error.ts';
import { parseTenantFile } from '../../../local/tenant/tenant-file.ts';

const build = (file: unknown): ReturnType<typeof buildDirectory> =>
  buildDirectory(parseTenantFile(JSON.stringify(file)));
const anyText: unknown = expect.any(String);
const anyGuid: unknown = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const eva = { userPrincipalName: 'Eva@x.example', displayName: 'Eva Lang' };

describe('tenant.json', () => {
  test('the least that is enough', () => {
    const directory = build({ domain: 'X.example', users: [eva] });
    expect(directory).toEqual({
      id: anyGuid,
      domain: 'x.example',
      users: [
        {
          ...eva,
          id: anyGuid,
          mail: 'Eva@x.example',
          accountEnabled: true,
          userType: 'Member',
          userPurpose: 'user',
        },
      ],
      groups: [],
      organisationContacts: [],
      withoutMailbox: new Set(),
    });
  });

  test('every property of a user arrives as written', () => {
    const stated = {
      ...eva,
      id: '5D1E3E5C-0000-4000-8000-00000000000A',
      mail: 'e.lang@x.example',
      accountEnabled: false,
      userType: null,
      givenName: 'Eva',
      surname: 'Lang',
      jobTitle: 'Vertrieb',
      department: null,
      companyName: 'X GmbH',
      officeLocation: '2.14',
      businessPhones: ['+49 841 112233'],
      mobilePhone: '+49 171 3920001',
      faxNumber: '+49 841 112299',
      userPurpose: 'room',
    };
    const { users } = build({ domain: 'x.example', users: [stated] });
    expect(users).toEqual([{ ...stated, id: stated.id.toLowerCase() }]);
  });

  test('no licence and guests mean no mailbox and no mail, unless said otherwise', () => {
    const { users, withoutMailbox } = build({
      domain: 'x.example',
      users: [
        { ...eva, mailbox: false },
        { userPrincipalName: 'gast@y.example', displayName: 'Gast', userType: 'Guest' },
        {
          userPrincipalName: 'gast2@y.example',
          displayName: 'Gast',
          userType: 'Guest',
          mailbox: true,
          mail: 'g@y.example',
        },
      ],
    });
    expect(users.map(({ mail }) => mail)).toEqual([null, null, 'g@y.example']);
    expect(withoutMailbox).toEqual(new Set([users[0]?.id, users[1]?.id]));
  });

  test('shared mailboxes are users with a blocked account', () => {
    const { users } = build({
      domain: 'x.example',
      users: [],
      sharedMailboxes: [{ userPrincipalName: 'info@x.example', displayName: 'Info' }],
    });
    expect(users).toEqual([
      {
        id: anyText,
        userPrincipalName: 'info@x.example',
        displayName: 'Info',
        mail: 'info@x.example',
        accountEnabled: false,
        userType: 'Member',
        userPurpose: 'shared',
      },
    ]);
  });

  test('group members are users and groups, in any case', () => {
    const { users, groups } = build({
      domain: 'x.example',
      users: [eva],
      groups: [
        { displayName: 'Alle', members: ['vertrieb', 'EVA@X.EXAMPLE'] },
        { displayName: 'Vertrieb', members: [] },
      ],
    });
    expect(groups[0]?.members).toEqual([groups[1]?.id, users[0]?.id]);
  });

  test('organisation contacts', () => {
    const phones = [{ type: 'businessFax', number: '1' }];
    const { organisationContacts } = build({
      domain: 'x.example',
      users: [],
      organisationContacts: [{ displayName: 'Steuerberater', mail: 's@y.example', phones }, { displayName: 'Bank' }],
    });
    expect(organisationContacts).toEqual([
      { id: anyText, displayName: 'Steuerberater', mail: 's@y.example', phones },
      { id: anyText, displayName: 'Bank', phones: [] },
    ]);
  });

  test('ids depend on names alone', () => {
    const first = build({ domain: 'x.example', users: [eva] });
    const second = build({ domain: 'X.EXAMPLE', users: [{ userPrincipalName: 'a@x.example', displayName: 'a' }, eva] });
    expect(second.id).toBe(first.id);
    expect(second.users[1]?.id).toBe(first.users[0]?.id);
    expect(build({ domain: 'y.example', users: [eva] }).users[0]?.id).not.toBe(first.users[0]?.id);
  });
});

describe('a fault in tenant.json is one sentence with a JSON pointer', () => {
  const groups = [{ displayName: 'A', members: ['Eva@x.example', 'nobody@x.example'] }];
  test.each([
    [{ domain: 'x.example' }, /^tenant\.json: \/users is not right: .*array.*\.$/],
    [{ domain: 'x.example', users: [eva], colour: 1 }, /^tenant\.json: \/colour is not a known field\.$/],
    [
      { domain: 'x.example', users: [{ ...eva, 'a/b~c': 1 }] },
      /^tenant\.json: \/users\/0\/a~1b~0c is not a known field\.$/,
    ],
    [
      { domain: 'x.example', users: [{ ...eva, businessPhones: '1' }] },
      /^tenant\.json: \/users\/0\/businessPhones is not right: /,
    ],
    [
      { domain: 'x.example', users: [{ ...eva, userPrincipalName: 'eva' }] },
      /\/users\/0\/userPrincipalName is not right: must look like name@domain\.$/,
    ],
    [{ domain: 'x.example', users: [{ ...eva, userPrincipalName: '../../x@y' }] }, /\/users\/0\/userPrincipalName/],
    [{ domain: 'x.example', users: [{ ...eva, id: '7' }] }, /\/users\/0\/id is not right/],
    [
      { domain: 'x.example', users: [eva, { ...eva, displayName: 'B' }] },
      /^tenant\.json: \/users\/1 has the same userPrincipalName as \/users\/0\.$/,
    ],
    [
      { domain: 'x.example', users: [eva], sharedMailboxes: [eva] },
      /^tenant\.json: \/sharedMailboxes\/0 has the same userPrincipalName as \/users\/0\.$/,
    ],
    [
      { domain: 'x.example', users: [eva], groups },
      /^tenant\.json: \/groups\/0\/members\/1 names "nobody@x\.example", which is neither a user nor a group\.$/,
    ],
    [
      {
        domain: 'x.example',
        users: [eva],
        groups: [
          { displayName: 'A', members: [] },
          { displayName: 'a', members: [] },
        ],
      },
      /\/groups\/1 has the same displayName as \/groups\/0\.$/,
    ],
    [
      { domain: 'x.example', users: [], organisationContacts: [{ displayName: 'A' }, { displayName: 'A' }] },
      /\/organisationContacts\/1 has the same/,
    ],
    [[], /^tenant\.json: the whole document is not right/],
  ])('%j', (file, message) => {
    expect(() => build(file)).toThrow(TenantError);
    expect(() => build(file)).toThrow(message);
  });

  test('no JSON at all', () => {
    expect(() => parseTenantFile('{"domain":')).toThrow(/^tenant\.json is not valid JSON: .*\.$/);
  });
});
