import { badRequest } from '../graph/errors.ts';

/** A piece of a `$filter` expression; a string token holds its text without quotes, `''` already reduced to `'`. */
export interface FilterToken {
  kind: 'string' | 'number' | 'date' | 'name' | 'symbol' | 'end';
  text: string;
}

const patterns: readonly (readonly [FilterToken['kind'], RegExp])[] = [
  ['string', /'(?:[^']|'')*'/y],
  ['date', /\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['name', /[A-Za-z_$@][A-Za-z0-9_.]*/y],
  ['symbol', /[(),/:]/y],
];

/** Cuts a `$filter` expression into tokens; the last one is of kind `end`. */
export function filterTokens(text: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  let position = 0;
  for (;;) {
    while (/\s/.test(text.charAt(position))) position += 1;
    if (position >= text.length) return [...tokens, { kind: 'end', text: '' }];
    const token = tokenAt(text, position);
    tokens.push(token.value);
    position += token.length;
  }
}

function tokenAt(text: string, position: number): { value: FilterToken; length: number } {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) continue;
    const value = kind === 'string' ? found.slice(1, -1).replaceAll("''", "'") : found;
    return { value: { kind, text: value }, length: found.length };
  }
  throw badRequest(`Invalid filter clause: Syntax error at position ${position} in '${text}'.`);
}
