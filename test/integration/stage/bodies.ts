import type { Json, ValidBody } from './mutations.ts';
import { ANNA, OFFICE, TEAM } from './office.ts';
import { connectionBody } from './setup.ts';
import type { Stage } from './stage.ts';

/** Valid bodies with every field that there is, and what of them may be otherwise. */
export const defaultBody = {
  /** @param exists whether a stored secret can stand in for one that is left out */
  connection(stage: Stage, exists = false): ValidBody {
    const { credential: _credential, ...rest } = connectionBody(stage);
    const body = {
      ...jsonOf(rest),
      credential: { kind: 'secret', secret: stage.clientSecret, expiresOn: '2099-01-31' },
    };
    return {
      body,
      optional: ['/sender', '/testMailbox', '/credential/expiresOn', ...(exists ? ['/credential/secret'] : [])],
    };
  },
  profile(connectionId: string): ValidBody {
    return {
      body: {
        kind: 'contacts',
        name: 'All fields',
        connectionId,
        enabled: false,
        schedule: { cron: '0 12 * * *', timeZone: 'Europe/Berlin' },
        sources: {
          personal: { from: 'group', group: TEAM, match: 'email' },
          shared: [{ mailbox: OFFICE, folder: 'Leads/New' }],
          directory: { users: true, organisationContacts: false },
          public: false,
        },
        exclude: { folders: ['Private'], categories: ['Family'], withoutNumber: true },
        numbers: { defaultCountry: 'AT', ownNumbers: ['+4984112345'] },
        mapping: {
          variables: [{ name: 'dept', source: 'return $row["Department"];' }],
          structure: { phonebook: [{ name: '{{{DisplayName}}}', dept: '{{dept}}' }] },
        },
        importMode: 'createAndUpdate',
        guard: { maxDeletedShare: 0.5 },
        notify: ANNA,
      },
      optional: [
        ...['/enabled', '/schedule', '/exclude', '/numbers', '/mapping', '/importMode', '/guard', '/notify'],
        ...['/sources/personal', '/sources/shared', '/sources/directory', '/sources/public', '/sources/personal/match'],
        ...['/sources/shared/*/folder', '/sources/directory/users', '/sources/directory/organisationContacts'],
        ...['/exclude/folders', '/exclude/categories', '/exclude/withoutNumber'],
        ...['/numbers/defaultCountry', '/numbers/ownNumbers', '/guard/maxDeletedShare'],
        ...['/mapping/structure/phonebook/*/name', '/mapping/structure/phonebook/*/dept'],
      ],
      allowed: [
        // Nobody to notify, and a directory without anything, are configurations, too.
        ...['/notify empty', '/notify blank', '/sources/directory an object'],
        ...['/exclude an object', '/numbers an object', '/guard an object'],
        ...['/sources/shared an array', '/exclude/folders an array', '/exclude/categories an array'],
        ...['/exclude/folders a list of one', '/exclude/categories a list of one', '/numbers/ownNumbers an array'],
        // The record's fields are the administrator's own; templates have a test of their own.
        ...['/mapping/structure/phonebook/* *', '/mapping/structure/phonebook/*/name *'],
        ...['/mapping/structure/phonebook/*/dept *', '/mapping/variables an array'],
      ],
    };
  },
  accounts: {
    body: { accounts: [{ id: '4711', userName: 'anna', email: ANNA, extension: '11' }, { id: '4712' }] },
    optional: ['/accounts/*/userName', '/accounts/*/email', '/accounts/*/extension'],
    allowed: ['/accounts an array'],
  } satisfies ValidBody,
  key(profile: string): ValidBody {
    return {
      body: { name: 'wrong', role: 'phone', profile, expiresAt: '2099-01-01T00:00:00Z' },
      optional: ['/expiresAt'],
    };
  },
};

function jsonOf(value: Record<string, unknown>): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, typeof each === 'string' ? each : null]),
  );
}
