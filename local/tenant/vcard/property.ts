import { decodeText } from './character-sets.ts';
import type { ByteLine } from './lines.ts';

/** One line of a card, taken apart and decoded; the value still carries its backslashes. */
export interface CardProperty {
  /** Apple's and Google's `item1.` in lower case, '' without one: it ties a property to its X-ABLabel. */
  group: string;
  /** Upper case. */
  name: string;
  /** Upper-case name to values; what vCard 2.1 writes bare (`TEL;WORK;VOICE`) is found under TYPE. */
  parameters: Map<string, string[]>;
  value: string;
}

/** What one line says, or undefined when it is no property at all. */
export function parseProperty(line: ByteLine): CardProperty | undefined {
  const colon = outsideQuotes(line.text, ':')[0] ?? line.text.indexOf(':');
  if (colon < 1) return undefined;
  const [head = '', ...rest] = split(line.text.slice(0, colon), ';');
  const named = /^(?:(?<group>[\w.-]+)\.)?(?<name>[\w-]+)$/.exec(head.trim());
  if (named?.groups?.name === undefined) return undefined;
  const parameters = readParameters(rest);
  return {
    group: (named.groups.group ?? '').toLowerCase(),
    name: named.groups.name.toUpperCase(),
    parameters,
    value: decodeValue(line.text.slice(colon + 1), parameters),
  };
}

/** The upper-case TYPE values of a property; PREF also when vCard 4.0 says it with a parameter of its own. */
export function typesOf(property: CardProperty): Set<string> {
  const types = new Set((property.parameters.get('TYPE') ?? []).map((type) => type.toUpperCase()));
  if (property.parameters.has('PREF')) types.add('PREF');
  return types;
}

/** A stable sort by preference. */
export function preferredFirst(properties: CardProperty[]): CardProperty[] {
  const rank = (property: CardProperty): number => (typesOf(property).has('PREF') ? 0 : 1);
  return properties.toSorted((left, right) => rank(left) - rank(right));
}

function readParameters(parts: string[]): Map<string, string[]> {
  const parameters = new Map<string, string[]>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? bareParameter(part) : part.slice(0, equals).trim().toUpperCase();
    const values = split(equals < 0 ? part : part.slice(equals + 1), ',').flatMap(parameterValues);
    if (values.length > 0) parameters.set(name, [...(parameters.get(name) ?? []), ...values]);
  }
  return parameters;
}

function bareParameter(part: string): string {
  if (/^(QUOTED-PRINTABLE|BASE64|8BIT|7BIT)$/i.test(part.trim())) return 'ENCODING';
  return 'TYPE';
}

function parameterValues(raw: string): string[] {
  const value = decodeText(Buffer.from(raw, 'latin1')).trim().replaceAll('"', '');
  const plain = value.replace(/\^['n^]/g, (pair) => (pair === '^n' ? '\n' : pair === "^'" ? '"' : '^'));
  // vCard 4.0 quotes the whole list: TYPE="voice,cell"
  return (raw.trim().startsWith('"') ? plain.split(',') : [plain]).filter((each) => each !== '');
}

function decodeValue(raw: string, parameters: Map<string, string[]>): string {
  const encoding = (parameters.get('ENCODING')?.[0] ?? '').toUpperCase();
  const charset = parameters.get('CHARSET')?.[0];
  const base64 = encoding === 'B' || encoding === 'BASE64';
  if (base64) return decodeText(Buffer.from(raw, 'base64'), charset);
  const bytes = encoding === 'QUOTED-PRINTABLE' ? raw.replace(/=([0-9A-F]{2})/gi, hexadecimalByte) : raw;
  return decodeText(Buffer.from(bytes, 'latin1'), charset);
}

function hexadecimalByte(_match: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function split(text: string, separator: string): string[] {
  const cuts = [...outsideQuotes(text, separator), text.length];
  return cuts.map((cut, index) => text.slice(index === 0 ? 0 : (cuts[index - 1] ?? 0) + 1, cut));
}

function outsideQuotes(text: string, wanted: string): number[] {
  const found: number[] = [];
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '"') quoted = !quoted;
    else if (!quoted && text[index] === wanted) found.push(index);
  }
  return found;
}
