import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const longestEcho = 40;
const mostListed = 20;

/** The verb phrase that says what is wrong: `must be a string, not a number`. The subject is put before it. */
export function predicateOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return required(typeWords[issue.expected] ?? issue.expected, issue.input);
    case 'invalid_value':
      return required(oneOf(issue.values), issue.input, echoOf(issue.input));
    case 'too_big':
      return tooBig(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'invalid_format':
      return `must be ${formatWords[issue.format] ?? 'in the expected format'}`;
    case 'not_multiple_of':
      return `must be a multiple of ${String(issue.divisor)}`;
    default:
      return 'is not valid';
  }
}

/** `is missing; it must be …` or `must be …, not …`. */
export function required(expected: string, input: unknown, came = kindOf(input)): string {
  return input === undefined ? `is missing; it must be ${expected}` : `must be ${expected}, not ${came}`;
}

/** `"a", "b" or "c"`; long lists are cut. */
export function oneOf(values: readonly unknown[]): string {
  const texts = values.map((value) => (typeof value === 'bigint' ? String(value) : JSON.stringify(value)));
  const single = texts.length === 1 ? texts[0] : undefined;
  return single ?? `one of ${listed(texts)}`;
}

/** Joins by commas and cuts after 20. */
export function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, mostListed).join(', ');
  return texts.length > mostListed ? `${shown} and ${texts.length - mostListed} more` : shown;
}

/** The words for the type of an expected value, as JSON's users know them. */
export const typeWords: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'an array',
  tuple: 'an array',
  null: 'null',
  undefined: 'absent',
  never: 'absent',
  nonoptional: 'given',
};

const formatWords: Record<string, string> = {
  email: 'an e-mail address',
  url: 'a URL such as https://example.org/path',
  uuid: 'a GUID such as 6f1c2a9e-0d3b-4c55-9a77-2b8f0e4d1c60',
  guid: 'a GUID such as 6f1c2a9e-0d3b-4c55-9a77-2b8f0e4d1c60',
  datetime: 'a date and time such as 2026-01-31T08:00:00Z',
  date: 'a date such as 2026-01-31',
  time: 'a time such as 08:00:00',
  duration: 'an ISO 8601 duration such as PT15M',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  base64: 'base64',
  base64url: 'base64url',
  e164: 'a number in E.164 form such as +4930123456',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'number') return Number.isInteger(value) ? 'a number' : 'a fraction';
  return `a ${typeof value}`;
}

/** Repeats a short harmless value; anything else only by its kind, as it may be long, secret or made to mislead. */
function echoOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return kindOf(value);
  if (value === '') return 'an empty string';
  return value.length <= longestEcho && /^[\p{L}\p{N} ._:/@+-]+$/u.test(value) ? `"${value}"` : 'another string';
}

function tooBig(issue: z.core.$ZodIssueTooBig): string {
  const most = String(issue.maximum);
  if (issue.origin === 'string') return `may have at most ${count(most, 'character')}${lengthOf(issue.input)}`;
  if (issue.origin === 'array' || issue.origin === 'set')
    return `may have at most ${count(most, 'item')}${lengthOf(issue.input)}`;
  return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${most}`;
}

function tooSmall(issue: z.core.$ZodIssueTooSmall): string {
  const least = String(issue.minimum);
  const unit = issue.origin === 'string' ? 'character' : 'item';
  if (issue.origin === 'string' || issue.origin === 'array' || issue.origin === 'set') {
    return least === '1' ? 'must not be empty' : `must have at least ${count(least, unit)}${lengthOf(issue.input)}`;
  }
  return `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${least}`;
}

function count(number: string, unit: string): string {
  return `${number} ${unit}${number === '1' ? '' : 's'}`;
}

/** Strings are measured in characters, not UTF-16 units, as zod does. */
function lengthOf(input: unknown): string {
  if (typeof input !== 'string' && !Array.isArray(input)) return '';
  return `; it has ${typeof input === 'string' ? Array.from(input).length : input.length}`;
}
