import { contactFields, type ContactField } from '../contacts/contact.ts';
import type { Fault } from '../errors.ts';
import { positionOf } from './json-text.ts';
import type { Variable } from './mapping.ts';
import { nearest } from '../nearest.ts';
import { quoted } from './quoted.ts';

/** What a template can show: a field of the contact, or the account whose personal book the record goes to. */
export type ViewField = ContactField | 'local_id';

/** Names that would reach into an object's prototype; never a field, a key or a variable. */
export const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const viewFields: ReadonlyMap<string, ViewField> = new Map(
  [...contactFields, 'local_id' as const].map((field) => [field, field]),
);

const steps: readonly { pattern: RegExp; wanted: string }[] = [
  { pattern: /\s*(?:return(?![\w]))?\s*/y, wanted: '`return`' },
  { pattern: /\$row(?!\w)\s*/y, wanted: '`$row`' },
  { pattern: /\[\s*/y, wanted: '`[`' },
  { pattern: /"([^"\\]*)"|'([^'\\]*)'/y, wanted: 'a field name in quotes' },
  { pattern: /\s*\]\s*/y, wanted: '`]`' },
  { pattern: /;?\s*$/y, wanted: '`;` or the end' },
];

/**
 * Reads the variables table. The 41 fields and `local_id` are there without a row; a row with the name of a field hides it.
 * A row that is wrong still declares its name, so that its templates are not reported a second time.
 */
export function resolveVariables(rows: readonly Variable[]): {
  variables: ReadonlyMap<string, ViewField>;
  faults: Fault[];
} {
  const variables = new Map(viewFields);
  const declared = new Set<string>();
  const faults: Fault[] = [];
  for (const [index, row] of rows.entries()) {
    const name = row.name.normalize('NFC');
    const source = readSource(row.source);
    const wrongName = nameProblem(name, source, declared);
    if (wrongName !== undefined) faults.push({ pointer: `/variables/${index}/name`, detail: wrongName });
    if ('detail' in source) faults.push({ pointer: `/variables/${index}/source`, detail: source.detail });
    declared.add(name);
    variables.set(name, 'field' in source ? source.field : 'local_id');
  }
  return { variables, faults };
}

/** Reads pascom's source expression: `return $row["Department"];`, with either quotes, with or without `return` and `;`. */
export function readSource(text: string): { field: ViewField } | { detail: string } {
  let offset = 0;
  let name = '';
  for (const { pattern, wanted } of steps) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match === null) {
      return {
        detail: `Only \`return $row["Field"];\` is possible here: expected ${wanted} at ${positionOf(text, offset)}.`,
      };
    }
    name = match[1] ?? match[2] ?? name;
    offset = pattern.lastIndex;
  }
  const field = viewFields.get(name);
  if (field !== undefined) return { field };
  return { detail: `There is no source field ${quoted(name)}${didYouMean(name, viewFields.keys())}.` };
}

/** `, did you mean X?` for a misspelt name, or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const candidate = nearest(name, candidates);
  return candidate === undefined ? '' : ` (did you mean \`${candidate}\`?)`;
}

function nameProblem(name: string, source: object, declared: ReadonlySet<string>): string | undefined {
  if (!/^[\p{L}\p{N}_-]{1,64}$/u.test(name) || forbiddenNames.has(name)) {
    return `${quoted(name)} cannot be a variable name: use 1 to 64 letters, digits, \`_\` and \`-\`.`;
  }
  if (declared.has(name)) return `The variable ${quoted(name)} is declared twice.`;
  if (name === 'local_id' && 'field' in source && source.field !== 'local_id') {
    return '`local_id` is the account that a record belongs to and cannot be declared with another source.';
  }
  return undefined;
}
