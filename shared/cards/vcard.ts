import type { Card } from './card.ts';

/** Octets of a line without its CRLF (RFC 2426, 2.6). */
const longestLine = 75;

/** The card as vCard 3.0 (RFC 2426), which phones and Outlook read. */
export function toVCard({ id, body, updatedAt }: Pick<Card, 'id' | 'body' | 'updatedAt'>): string {
  const { given, family } = namePartsOf(body.displayName);
  const lines: [name: string, value: string][] = [
    ['BEGIN', 'VCARD'],
    ['VERSION', '3.0'],
    ['N', `${escaped(family)};${escaped(given)};;;`],
    ['FN', escaped(body.displayName)],
    ['ORG', escaped(body.company)],
    ['TITLE', escaped(body.title)],
    ['TEL;TYPE=WORK,VOICE', escaped(body.phone)],
    ['TEL;TYPE=CELL', escaped(body.mobile)],
    ['EMAIL;TYPE=INTERNET', escaped(body.email ?? '')],
    ['URL', webAddress(body.website)],
    [`PHOTO;ENCODING=b;TYPE=${body.photo?.type === 'image/png' ? 'PNG' : 'JPEG'}`, body.photo?.data ?? ''],
    ['UID', escaped(id)],
    ['REV', escaped(updatedAt)],
    ['END', 'VCARD'],
  ];
  return lines
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${folded(`${name}:${value}`)}\r\n`)
    .join('');
}

/** The headers that a vCard is sent with: a file named after the card's owner. */
export function vcardHeaders({ body }: Pick<Card, 'body'>): Record<string, string> {
  const name = fileNameOf(body.displayName);
  return {
    'content-type': 'text/vcard; charset=utf-8',
    'content-disposition': `attachment; filename="${asciiOf(name)}.vcf"; filename*=UTF-8''${percentEncoded(name)}.vcf`,
    'x-robots-tag': 'noindex',
  };
}

/**
 * The parts of a person's name. `Müller, Anna` has the family name before the comma; in any other name it is the last word.
 * So it is wrong for names such as "Ana García López", which need the comma.
 */
export function namePartsOf(displayName: string): { given: string; family: string } {
  const comma = displayName.indexOf(',');
  const [family, given] = [displayName.slice(0, comma).trim(), displayName.slice(comma + 1).trim()];
  if (comma > 0 && family !== '' && given !== '') return { given, family };
  const words = displayName.split(/\s+/u).filter((word) => word !== '');
  return { given: words.slice(0, -1).join(' '), family: words.at(-1) ?? '' };
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\\;,]/g, String.raw`\$&`)
    .replace(/\r\n?|\n/g, String.raw`\n`)
    .replace(/(?!\t)\p{Cc}/gu, '');
}

/** An address is written as it is; `URL` leaves nothing in it that could end the line. */
function webAddress(text: string | undefined): string {
  return (text === undefined ? null : URL.parse(text))?.href ?? '';
}

/** Breaks a line where 75 octets are full; a character is never cut in two. */
function folded(line: string): string {
  let size = 0;
  let text = '';
  for (const character of line) {
    const octets = Buffer.byteLength(character);
    if (size + octets > longestLine) {
      text += '\r\n ';
      size = 1;
    }
    text += character;
    size += octets;
  }
  return text;
}

/** A name that every file system takes. */
function fileNameOf(displayName: string): string {
  const plain = displayName
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}/\\:*?"<>|]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s.]+|[\s.]+$/gu, '');
  return plain === '' ? 'contact' : plain;
}

const spelled: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue', ß: 'ss' };

function asciiOf(name: string): string {
  const ascii = name
    .normalize('NFC')
    .replace(/[äöüÄÖÜß]/g, (letter) => spelled[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9 ._-]+/g, '_');
  return /[A-Za-z0-9]/.test(ascii) ? ascii : 'contact';
}

/** As RFC 8187 has it: `'`, `(`, `)` and `*` are encoded as well. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
