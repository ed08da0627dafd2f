import { describe, expect, it } from 'vitest';
import type { Card } from '../../../shared/cards/card.ts';
import { namePartsOf, toVCard, vcardHeaders } from '../../../shared/cards/vcard.ts';
import { bodyWith } from './page/pages.ts';

function cardWith(body: Partial<Card['body']> = {}): Pick<Card, 'id' | 'body' | 'updatedAt'> {
  return { id: 'sales-4fd0', updatedAt: '2026-01-31T08:00:00.000Z', body: bodyWith(body) };
}

describe('the vCard', () => {
  it('says everything that is on the card', () => {
    const photo = { type: 'image/jpeg', data: 'AAECAw==' } as const;
    expect(toVCard(cardWith({ photo })).split('\r\n')).toEqual([
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:Müller;Anna;;;',
      'FN:Anna Müller',
      'ORG:Muster GmbH',
      'TITLE:Leiterin Vertrieb',
      'TEL;TYPE=WORK,VOICE:+49 (0)841 1234-56',
      'TEL;TYPE=CELL:+49 170 1234567',
      'EMAIL;TYPE=INTERNET:anna@example.org',
      'URL:https://www.example.org/team/',
      'PHOTO;ENCODING=b;TYPE=JPEG:AAECAw==',
      'UID:sales-4fd0',
      'REV:2026-01-31T08:00:00.000Z',
      'END:VCARD',
      '',
    ]);
  });

  it('leaves out what is not on the card', () => {
    const bare = {
      title: '',
      company: '',
      email: undefined,
      phone: '',
      mobile: '',
      website: undefined,
      photo: undefined,
    };
    const names = toVCard(cardWith(bare))
      .split('\r\n')
      .map((line) => line.split(/[:;]/)[0]);
    expect(names).toEqual(['BEGIN', 'VERSION', 'N', 'FN', 'UID', 'REV', 'END', '']);
  });

  it('escapes what separates values, and is never longer for a line break', () => {
    const text = toVCard(cardWith({ title: 'a\\b;c,d\r\ne\nf', company: 'A; B' }));
    expect(text).toContain(String.raw`TITLE:a\\b\;c\,d\ne\nf`);
    expect(text).toContain(String.raw`ORG:A\; B`);
  });

  it('folds at 75 octets and cuts no character', () => {
    const text = toVCard(cardWith({ title: 'ä€😀'.repeat(30) }));
    expect(text).toContain(`TITLE:${'ä€😀'.repeat(7)}ä€\r\n 😀ä€`);
  });

  it.each([
    ['Anna Müller', 'Anna', 'Müller'],
    ['Anna Maria von Müller', 'Anna Maria von', 'Müller'],
    ['Müller, Anna', 'Anna', 'Müller'],
    ['García López, Ana, Dr.', 'Ana, Dr.', 'García López'],
    ['Zentrale', '', 'Zentrale'],
    [', Anna', ',', 'Anna'],
    ['Anna,', '', 'Anna,'],
  ])('takes %j apart', (name, given, family) => {
    expect(namePartsOf(name)).toEqual({ given, family });
  });
});

describe('the headers of a vCard', () => {
  const dispositionOf = (displayName: string): string | undefined =>
    vcardHeaders(cardWith({ displayName }))['content-disposition'];

  it.each([
    ['Anna Müller', `attachment; filename="Anna Mueller.vcf"; filename*=UTF-8''Anna%20M%C3%BCller.vcf`],
    ['Émile "Zola"', `attachment; filename="Emile Zola.vcf"; filename*=UTF-8''%C3%89mile%20Zola.vcf`],
    ["O'Neil (HR)*", `attachment; filename="O_Neil _HR_.vcf"; filename*=UTF-8''O%27Neil%20%28HR%29.vcf`],
    ['王芳', `attachment; filename="contact.vcf"; filename*=UTF-8''%E7%8E%8B%E8%8A%B3.vcf`],
    ['../..', `attachment; filename="contact.vcf"; filename*=UTF-8''contact.vcf`],
    ['a\r\nset-cookie: b', `attachment; filename="a set-cookie b.vcf"; filename*=UTF-8''a%20set-cookie%20b.vcf`],
  ])('name the file after %j', (name, disposition) => {
    expect(dispositionOf(name)).toBe(disposition);
  });

  it('say what it is', () => {
    expect(vcardHeaders(cardWith())['content-type']).toBe('text/vcard; charset=utf-8');
  });
});
