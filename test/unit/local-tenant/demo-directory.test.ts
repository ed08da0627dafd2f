import { describe, expect, test } from 'vitest';

import { loadTenant } from '../../../local/tenant/load-tenant.ts';
import { demoDirectory, domain } from './demo.ts';

const loaded = await loadTenant(demoDirectory);

describe('the directory', () => {
  test('24 people, a room, two shared mailboxes', () => {
    const { users, mailboxes } = loaded.tenant;
    const of = (purpose: string): number => users.filter(({ userPurpose }) => userPurpose === purpose).length;
    expect([of('user'), of('room'), of('shared')]).toEqual([24, 1, 2]);
    expect(mailboxes.size).toBe(26);
    const extensions = users.flatMap(({ businessPhones }) => businessPhones ?? []);
    expect(extensions).toHaveLength(24);
    for (const number of extensions) expect(number).toMatch(/^\+49 841 1100-1\d\d$/);
    expect(new Set(users.map(({ department }) => department)).size).toBe(9);
  });

  test('a blocked account, a person without licence, an address that is not the user name', () => {
    const { users, mailboxes } = loaded.tenant;
    const named = (name: string): (typeof users)[number] => users.find(({ displayName }) => displayName === name)!;
    expect(named('Jürgen Wöhrl').accountEnabled).toBe(false);
    expect(mailboxes.has(named('Zoë Mühlbauer').id)).toBe(false);
    expect(named('Yasemin Demir-Koch')).toMatchObject({
      userPrincipalName: `yasemin.demir@${domain}`,
      mail: `yasemin.demir-koch@${domain}`,
    });
  });

  test('three groups, one inside another, and organisation contacts', () => {
    const { groups, organisationContacts } = loaded.tenant;
    const [telephony, sales] = groups;
    expect(groups.map(({ displayName, members }) => [displayName, members.length])).toEqual([
      ['Telefonie', 6],
      ['Vertrieb und Service', 11],
      ['Geschäftsleitung', 2],
    ]);
    expect(telephony?.members).toContain(sales?.id);
    expect(organisationContacts).toHaveLength(5);
  });
});
