import parsePhoneNumber from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';

import type { TenantContact } from '../../../local/tenant/tenant.ts';
import { demoContacts, domain, strings, telephones } from './demo.ts';

const { folders, warnings } = await demoContacts();
const all = (): TenantContact[] => [...folders.values()].flat();
const inFolder = (name: string): TenantContact[] => folders.get(name) ?? [];
const called = (contacts: TenantContact[], displayName: string): TenantContact | undefined =>
  contacts.find(({ properties }) => properties.displayName === displayName);

describe('the address books', () => {
  test('1,200 contacts in these folders', () => {
    expect(Object.fromEntries([...folders].map(([name, contacts]) => [name, contacts.length]))).toEqual({
      kunden: 60,
      'kunden/Interessenten': 40,
      'kunden/Kunden': 150,
      'kunden/Kunden/Bayern': 260,
      'kunden/Kunden/Österreich und Schweiz': 70,
      lieferanten: 30,
      'lieferanten/Großhandel': 110,
      'lieferanten/Hersteller': 80,
      'lieferanten/Notdienste': 20,
      'maximilian.brunner': 45,
      'maximilian.brunner/Privat': 15,
      'sabine.kellermann': 40,
      'tobias.riedl': 60,
      'tobias.riedl/Baustellen': 15,
      'nicole.pfaller': 50,
      'emre.yildiz': 35,
      'franziska.hoelzl': 45,
      'johann.schmidbauer': 30,
      'lena.vogl': 25,
      'korbinian.aigner': 20,
    });
    expect(all()).toHaveLength(1200);
  });

  test('only what has no room in Graph is left out', () => {
    expect(warnings).toEqual([
      `mailboxes/kunden@${domain}/contacts.vcf: 2 × telephone number left out because a Graph contact has no more room (card 11).`,
      `mailboxes/kunden@${domain}/contacts.vcf: 1 × e-mail address left out because a Graph contact has no more room (card 12).`,
    ]);
  });

  test('every dialect keeps its letters', () => {
    const mangled = all().filter(({ properties }) => /[ÃÅ�]|â€/.test(JSON.stringify(properties)));
    expect(mangled).toEqual([]);
  });

  test('nearly all numbers are valid, in many notations', () => {
    const numbers = all().flatMap(telephones);
    expect(numbers.length).toBeGreaterThan(1800);
    const valid = numbers.filter((number) => parsePhoneNumber(number, 'DE')?.isValid() === true);
    expect(valid.length / numbers.length).toBeGreaterThan(0.95);
    const notations = [
      /^\+49 \(0\)\d/,
      /^\+49 \(0\) /,
      /^\+49 \(\d+\)/,
      /^0\d+\//,
      /^0049 /,
      /^0049\d+$/,
      /^0\d+-\d+-\d+$/,
      /^\(0 \d\d \d/,
      /^\(0\d+\) /,
      /^0\d+\.\d/,
      /^\+49\d+$/,
      / DW \d\d$/,
      / ext\. \d/,
      / App\. \d/,
      / oder /,
      /\(privat\)/,
      /^Tel\. /,
      /– Werkstatt$/,
      /^\+43/,
      /^\+41/,
      /^0043/,
      /^\+44/,
      /^\+81/,
      /^\+86/,
      /^\+33/,
      /^\*\*\d+$/,
      /^\d{1,3}$/,
      /\u0020-\u0020/,
    ];
    for (const notation of notations)
      expect(
        numbers.some((number) => notation.test(number)),
        String(notation),
      ).toBe(true);
  });

  test('every kind of number occurs', () => {
    for (const tag of ['1d', '1f', '21', '24', '25', '2e', '57']) {
      const id = `String 0x3a${tag}`;
      expect(all().filter(({ extended }) => id in extended).length, id).toBeGreaterThan(0);
    }
  });

  test('missing parts, companies only, double names, other scripts, emoji', () => {
    const count = (condition: (properties: TenantContact['properties']) => boolean): number =>
      all().filter(({ properties }) => condition(properties)).length;
    expect(count(({ surname, givenName }) => surname !== undefined && givenName === undefined)).toBeGreaterThan(10);
    expect(count(({ companyName, surname }) => companyName !== undefined && surname === undefined)).toBeGreaterThan(50);
    expect(count(({ surname }) => strings(surname).some((name) => name.includes('-')))).toBeGreaterThan(30);
    expect(count(({ displayName }) => /\p{Script=Han}/u.test(strings(displayName)[0] ?? ''))).toBe(5);
    expect(count((properties) => /\p{Extended_Pictographic}/u.test(JSON.stringify(properties)))).toBeGreaterThan(10);
    expect(count(({ birthday }) => strings(birthday)[0]?.startsWith('1604-') === true)).toBeGreaterThan(3);
    expect(count(({ emailAddresses }) => Array.isArray(emailAddresses) && emailAddresses.length === 3)).toBeGreaterThan(
      3,
    );
    expect(count(({ categories }) => categories !== undefined)).toBeGreaterThan(200);
    expect(count(({ personalNotes }) => personalNotes !== undefined)).toBeGreaterThan(80);
    expect(called(inFolder('kunden'), 'محمد العلي')).toBeDefined();
    expect(inFolder('kunden').filter(({ properties }) => !('displayName' in properties))).toEqual([
      { properties: { mobilePhone: '+491713920095' }, extended: {} },
    ]);
  });

  test('duplicates: inside a folder, and of shared contacts in personal mailboxes', () => {
    const names = (name: string): string[] =>
      inFolder(name).flatMap(({ properties }) => strings(properties.displayName));
    const bavaria = names('kunden/Kunden/Bayern');
    expect(bavaria.length - new Set(bavaria).size).toBeGreaterThan(3);
    const shared = new Set([...folders.keys()].filter((name) => /^(kunden|lieferanten)/.test(name)).flatMap(names));
    expect(names('tobias.riedl').filter((name) => shared.has(name)).length).toBeGreaterThan(10);
  });

  test('private contacts are in personal mailboxes only; one lady is in two of them', () => {
    const isPrivate = ({ properties }: TenantContact): boolean => strings(properties.categories).includes('Privat');
    const where = [...folders].filter(([, contacts]) => contacts.some(isPrivate)).map(([name]) => name);
    expect(where.filter((name) => /^(kunden|lieferanten)/.test(name))).toEqual([]);
    expect(where.length).toBeGreaterThan(6);
    const [one, two] = ['maximilian.brunner/Privat', 'sabine.kellermann'].map((name) =>
      inFolder(name).find(
        ({ properties }) => properties.surname === 'Obermaier' && properties.givenName === 'Gerlinde',
      ),
    );
    const e164 = (contact: TenantContact | undefined): unknown[] =>
      (contact === undefined ? [] : telephones(contact)).map((number) => parsePhoneNumber(number, 'DE')?.number);
    expect(e164(one)).toEqual(['+498421119901', '+4915228817386']);
    expect(e164(two)).toEqual(e164(one));
    expect(one?.properties.homePhones).not.toEqual(two?.properties.homePhones);
  });

  test('the asian manufacturers', () => {
    expect(called(inFolder('lieferanten/Hersteller'), '田中 美咲')?.properties).toMatchObject({
      surname: '田中',
      givenName: '美咲',
      companyName: 'タナカ工業株式会社',
      businessPhones: ['+81 3 11900981'],
    });
  });
});
