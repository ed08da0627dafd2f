/** A body with exactly one thing wrong in it. */
export interface WrongBody {
  name: string;
  body: string;
  /** Where the answer must point to; what is below it counts, too. */
  pointer: string;
}

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export interface ValidBody {
  body: Json;
  /** Pointers that may be left out; `*` stands for any place of a list. */
  optional?: readonly string[];
  /** Mutations that are right for a field after all, as `pointer name`; `pointer *` for all of them. */
  allowed?: readonly string[];
}

const long = 'x'.repeat(30_000);
/** Put as they are into the JSON text, because a lone surrogate does not survive encoding. */
const badTexts: readonly [name: string, json: string][] = [
  ['too long', JSON.stringify(long)],
  ['with NUL', '"a\\u0000b"'],
  ['with a bell', '"a\\u0007b"'],
  ['with an escape', '"a\\u001b[31mb"'],
  ['with a C1 control', '"a\\u0085b"'],
  ['with a line separator', '"a\\u2028b"'],
  ['turned by an override', '"a\\u202eb"'],
  ['turned by an isolate', '"a\\u2066b"'],
  ['with half a surrogate', '"a\\ud800b"'],
  ['with the other half', '"a\\udc00b"'],
];

/** Every field of a valid body made wrong in every plausible way, one at a time. */
export function wrongBodies({ body, optional = [], allowed = [] }: ValidBody): WrongBody[] {
  const marker = '@@wrong@@';
  const cases: WrongBody[] = [];
  for (const [pointer, value] of nodes(body, '')) {
    const general = generalise(pointer);
    const add = (name: string, json: string): void => {
      if (allowed.includes(`${general} ${name}`) || allowed.includes(`${general} *`)) return;
      const text = JSON.stringify(replaced(body, pointer, marker)).replace(`"${marker}"`, () => json);
      cases.push({ name: `${pointer || 'the whole'} ${name}`, body: text, pointer });
    };
    for (const [name, json] of wrongValues(value)) add(name, json);
    if (pointer !== '' && !optional.includes(general) && !/\/\d+$/.test(pointer)) {
      cases.push({ name: `${pointer} missing`, body: JSON.stringify(replaced(body, pointer, undefined)), pointer });
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const extra of ['unknown', 'Name', 'id', '$where', 'a/b~c']) {
        if (extra in value || allowed.includes(`${general} *`)) continue;
        const changed = replaced(body, pointer, { ...value, [extra]: 'x' });
        const at = `${pointer}/${extra.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        cases.push({ name: `${pointer} with ${extra}`, body: JSON.stringify(changed), pointer: at });
      }
      for (const extra of ['__proto__', 'constructor', 'prototype']) {
        const text = JSON.stringify(replaced(body, pointer, marker));
        const inner = JSON.stringify(value).replace('{', `{"${extra}":{"admin":true},`).replace(',}', '}');
        cases.push({
          name: `${pointer} with ${extra}`,
          body: text.replace(`"${marker}"`, () => inner),
          pointer: `${pointer}/${extra}`,
        });
      }
    }
  }
  return cases;
}

function wrongValues(value: Json): (readonly [name: string, json: string])[] {
  const types: [string, string][] = [
    ['null', 'null'],
    ['a number', '4711'],
    ['a switch', 'true'],
    ['an array', '[]'],
    ['an object', '{}'],
    ['a list of one', '["x"]'],
    ['an object with toString', '{"toString":"x"}'],
  ];
  if (typeof value === 'string') return [...types, ['empty', '""'], ['blank', '"   "'], ...badTexts];
  const text: [string, string] = ['a text', '"x"'];
  if (typeof value === 'number') {
    const numbers: [string, string][] = [
      ['below zero', '-1'],
      ['a fraction', '1.5'],
      ['beyond all', '1e400'],
      ['its text', JSON.stringify(String(value))],
    ];
    return [...types.filter(([name]) => name !== 'a number'), text, ...numbers];
  }
  if (typeof value === 'boolean') {
    return [...types.filter(([name]) => name !== 'a switch'), text, ['its text', `"${value}"`], ['one', '1']];
  }
  const isList = Array.isArray(value);
  const own = isList ? ['an array', 'a list of one'] : ['an object'];
  const lists: [string, string][] = isList
    ? [
        ['a list of null', '[null]'],
        ['a list of lists', '[[[]]]'],
        ['a list of numbers', '[1]'],
      ]
    : [];
  return [...types.filter(([name]) => !own.includes(name)), text, ...lists];
}

/** Every place of a body, from the whole down. */
function nodes(value: Json, pointer: string): [pointer: string, value: Json][] {
  const below = Array.isArray(value)
    ? value.slice(0, 1).flatMap((item, position) => nodes(item, `${pointer}/${position}`))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, item]) => nodes(item, `${pointer}/${name}`))
      : [];
  return [[pointer, value], ...below];
}

function generalise(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/*');
}

/** A copy with another value, or none, in one place. */
export function replaced(value: Json, pointer: string, other: Json | undefined): Json {
  if (pointer === '') return other ?? null;
  const [, name = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(pointer) ?? [];
  if (Array.isArray(value)) {
    return value.map((item, position) => (String(position) === name ? replaced(item, rest, other) : item));
  }
  if (typeof value !== 'object' || value === null) throw new Error(`There is nothing at ${pointer}.`);
  const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
    if (key !== name) return [[key, item]];
    if (rest === '' && other === undefined) return [];
    return [[key, replaced(item, rest, other)]];
  });
  return Object.fromEntries(entries);
}

/** Texts of a body that no JSON parser should take, or that later code would have to fear. */
export function wrongTexts(valid: string): [name: string, body: string | Uint8Array][] {
  const nest = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  return [
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['a number', '42'],
    ['no JSON', 'name=x'],
    ['XML', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['cut off', valid.slice(0, -1)],
    ['with something behind it', `${valid} x`],
    ['twice', valid + valid],
    ['with a comma too many', valid.replace(/}$/, ',}')],
    ['with a comment', valid.replace('{', '{/* */')],
    ['in single quotes', valid.replaceAll('"', "'")],
    ['NaN', '{"a":NaN}'],
    ['with a field twice', valid.replace('{', '{"kind":"graph","kind":"contacts",')],
    ['nested 21 deep', `{"a":${nest(21)}}`],
    ['nested 100,000 deep', nest(100_000)],
    ['with 20,001 fields', `{${Array.from({ length: 20_001 }, (_, n) => `"${n.toString(36)}":1`).join(',')}}`],
    ['of invalid UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['of overlong UTF-8', Uint8Array.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])],
    ['in UTF-16', Buffer.from(valid, 'utf16le')],
    ['of zeros', new Uint8Array(64)],
  ];
}
