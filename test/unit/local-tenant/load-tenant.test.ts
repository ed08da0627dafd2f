import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { loadTenant, type LoadedTenant } from '../../../local/tenant/load-tenant.ts';
import { TenantError } from '../../../local/tenant/tenant-error.ts';
import type { TenantFolder, TenantMailbox } from '../../../local/tenant/tenant.ts';

const created: string[] = [];
afterEach(async () => {
  await Promise.all(created.splice(0).map((directory) => rm(directory, { recursive: true })));
});

async function folderOf(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'patchbay-tenant-'));
  created.push(directory);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), content);
  }
  return directory;
}

const tenantJson = JSON.stringify({
  domain: 'x.example',
  users: [
    { userPrincipalName: 'eva@x.example', displayName: 'Eva' },
    { userPrincipalName: 'ohne@x.example', displayName: 'Ohne', mailbox: false },
    { userPrincipalName: 'leer@x.example', displayName: 'Leer' },
  ],
  sharedMailboxes: [{ userPrincipalName: 'info@x.example', displayName: 'Info' }],
});
const card = (...names: string[]): string =>
  names.map((name) => `BEGIN:VCARD\nVERSION:3.0\nFN:${name}\nEND:VCARD\n`).join('');

const load = async (files: Record<string, string>): Promise<LoadedTenant> =>
  loadTenant(await folderOf({ 'tenant.json': tenantJson, ...files }));

function mailboxOf({ tenant }: LoadedTenant, name: string): TenantMailbox | undefined {
  return tenant.mailboxes.get(tenant.users.find(({ userPrincipalName }) => userPrincipalName === name)?.id ?? '');
}

/** `{ name: [contacts, { sub-folder: ... }] }` */
function outline(folder: TenantFolder): unknown {
  const names = folder.contacts.map(({ properties }) => properties.displayName);
  return [names, Object.fromEntries(folder.folders.map((each) => [each.displayName, outline(each)]))];
}

describe('loadTenant', () => {
  test('default folder, folders that are file and directory, calendar', async () => {
    const calendar = '\ufeffBEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n';
    const loaded = await load({
      'mailboxes/eva@x.example/contacts.vcf': card('a', 'b'),
      'mailboxes/eva@x.example/contacts/Kunden.vcf': card('c'),
      'mailboxes/eva@x.example/contacts/Kunden/Bayern.VCF': card('d'),
      'mailboxes/eva@x.example/contacts/Kunden/Bayern/Oberbayern.vcf': card('e'),
      'mailboxes/eva@x.example/contacts/Privat/O\u0308sterreich.vcf': card('f'),
      'mailboxes/eva@x.example/contacts/.DS_Store': 'x',
      'mailboxes/eva@x.example/calendar.ics': calendar,
    });
    expect(loaded.warnings).toEqual([]);
    const mailbox = mailboxOf(loaded, 'eva@x.example')!;
    expect(mailbox.contacts.displayName).toBe('Contacts');
    expect(outline(mailbox.contacts)).toEqual([
      ['a', 'b'],
      {
        Kunden: [['c'], { Bayern: [['d'], { Oberbayern: [['e'], {}] }] }],
        Privat: [[], { '\u00d6sterreich': [['f'], {}] }],
      },
    ]);
    expect(mailbox.calendar).toEqual([]);
  });

  test('who has a mailbox without a directory, and who has none', async () => {
    const loaded = await load({});
    expect(mailboxOf(loaded, 'leer@x.example')).toEqual({
      contacts: { displayName: 'Contacts', contacts: [], folders: [] },
      calendar: undefined,
    });
    expect(mailboxOf(loaded, 'info@x.example')).toBeDefined();
    expect(mailboxOf(loaded, 'ohne@x.example')).toBeUndefined();
    expect(loaded.tenant.mailboxes.size).toBe(3);
  });

  test('mailbox directories in other letters', async () => {
    const loaded = await load({ 'mailboxes/INFO@X.Example/contacts.vcf': card('a') });
    expect(outline(mailboxOf(loaded, 'info@x.example')!.contacts)).toEqual([['a'], {}]);
  });

  test('two folders load to the same tenant', async () => {
    const files = {
      'mailboxes/eva@x.example/contacts/Z.vcf': card('a'),
      'mailboxes/eva@x.example/contacts/A.vcf': card('b'),
    };
    expect(await load(files)).toEqual(await load(files));
  });

  test('whatever is left out is in the warnings, with file and card', async () => {
    const loaded = await load({
      'mailboxes/eva@x.example/contacts.vcf': card('a') + 'BEGIN:VCARD\nFN:b\n',
      'mailboxes/eva@x.example/contacts/Kunden.csv': 'x',
      'mailboxes/eva@x.example/contact.vcf': card('c'),
      'mailboxes/eva@x.example/calendar.ics': 'BEGIN:VCALENDAR\nBEGIN:VEVENT\n',
      'mailboxes/info@x.example/calendar.ics': card('d'),
      'mailboxes/leer@x.example/calendar.ics': '',
      'mailboxes/Info@x.example/contacts.vcf': card('second'),
      'mailboxes/niemand@x.example/contacts.vcf': card('d'),
      'mailboxes/ohne@x.example/contacts.vcf': card('d'),
      'mailboxes/readme.txt': 'x',
    });
    expect(loaded.warnings).toEqual([
      'mailboxes/eva@x.example/calendar.ics: this is not a calendar that can be read, and it was left out: invalid ical body. component began but did not end.',
      'mailboxes/eva@x.example/contact.vcf: the name is not one of contacts.vcf, contacts and calendar.ics; it was left out.',
      'mailboxes/eva@x.example/contacts/Kunden.csv: only .vcf files and directories are folders; it was left out.',
      'mailboxes/eva@x.example/contacts.vcf: card 2, line 5: the card has no END:VCARD and was left out.',
      'mailboxes/info@x.example: the user has a second directory in other letters; this one was left out.',
      'mailboxes/niemand@x.example: tenant.json has no user of this name; the mailbox was left out.',
      'mailboxes/ohne@x.example: tenant.json gives this user no mailbox; the directory was left out.',
      'mailboxes/readme.txt: only directories are mailboxes; it was left out.',
    ]);
    expect(outline(mailboxOf(loaded, 'eva@x.example')!.contacts)).toEqual([['a'], {}]);
  });

  test('a folder that is none', async () => {
    const directory = await folderOf({});
    await expect(loadTenant(directory)).rejects.toThrow(TenantError);
    await expect(loadTenant(directory)).rejects.toThrow(/^The tenant folder .* cannot be read: ENOENT.*tenant\.json/);
  });

  test('a tenant.json with a byte order mark', async () => {
    const { tenant } = await loadTenant(await folderOf({ 'tenant.json': '\ufeff' + tenantJson }));
    expect(tenant.users).toHaveLength(4);
  });
});
