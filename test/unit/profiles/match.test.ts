import { expect, it } from 'vitest';
import type { Account } from '../../../shared/profiles/account.ts';
import { accountMatcher } from '../../../shared/profiles/match.ts';

const mailbox = { id: 'm', userPrincipalName: 'Anna.Maier@Contoso.com', mail: 'anna@contoso.com', displayName: 'Anna' };

it.each<[string, 'userName' | 'email', Account[], string | undefined]>([
  ['by the part before the @, whatever the case', 'userName', [{ id: '1', userName: 'ANNA.maier' }], '1'],
  ['by the whole user name', 'userName', [{ id: '1', userName: 'anna.maier@contoso.com' }], '1'],
  [
    'by the whole before the part',
    'userName',
    [
      { id: '1', userName: 'anna.maier' },
      { id: '2', userName: 'anna.maier@contoso.com' },
    ],
    '2',
  ],
  ['by mail', 'email', [{ id: '1', email: 'Anna@contoso.com' }], '1'],
  ['by the user principal name as a mail address', 'email', [{ id: '1', email: 'anna.maier@contoso.com' }], '1'],
  ['not by mail when user names are asked for', 'userName', [{ id: '1', email: 'anna@contoso.com' }], undefined],
  ['not by a user name of another domain', 'userName', [{ id: '1', userName: 'anna.maier@fabrikam.com' }], undefined],
  ['not by an empty name', 'userName', [{ id: '1' }, { id: '2', userName: '' }], undefined],
  [
    'not when two accounts have the name',
    'userName',
    [
      { id: '1', userName: 'anna.maier' },
      { id: '2', userName: 'Anna.Maier' },
      { id: '3', userName: 'anna.maier' },
    ],
    undefined,
  ],
])('matches %s', (_name, by, accounts, expected) => {
  expect(accountMatcher(accounts, by)(mailbox)?.id).toBe(expected);
});

it('needs no mail address', () => {
  expect(accountMatcher([{ id: '1', email: 'x@y.z' }], 'email')({ ...mailbox, mail: undefined })).toBeUndefined();
});
