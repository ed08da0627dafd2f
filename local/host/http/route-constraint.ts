import { HostRefusal } from '../refusal.ts';

/** Whether a route parameter's value is acceptable. */
export type RouteConstraint = (value: string) => boolean;

const int32 = { minimum: -(2n ** 31n), maximum: 2n ** 31n - 1n };
const int64 = { minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n };

/** A number as .NET's NumberStyles.Integer reads it, or undefined when it is none or does not fit. */
function integer(text: string, { minimum, maximum } = int64): bigint | undefined {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return undefined;
  const value = BigInt(text.trim().replace(/^\+/, ''));
  return value >= minimum && value <= maximum ? value : undefined;
}

const guid = /^\s*(?:[0-9a-f]{32}|(?<open>[{(])?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?<close>[)}])?)\s*$/i;

function isGuid(text: string): boolean {
  const match = guid.exec(text);
  if (match === null) return false;
  return ['', '{}', '()'].includes(`${match.groups?.open ?? ''}${match.groups?.close ?? ''}`);
}

const plain: Readonly<Record<string, RouteConstraint>> = {
  int: (value) => integer(value, int32) !== undefined,
  long: (value) => integer(value) !== undefined,
  bool: (value) => /^\s*(true|false)\s*$/i.test(value),
  guid: isGuid,
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== '',
};

/** Constraints of whole numbers: how many, and what they mean. */
const numeric: Readonly<Record<string, Readonly<Record<number, (...limits: bigint[]) => RouteConstraint>>>> = {
  length: {
    1: (length) => (value) => BigInt(value.length) === length,
    2: (least, most) => (value) => between(BigInt(value.length), least, most),
  },
  minlength: { 1: (least) => (value) => between(BigInt(value.length), least, undefined) },
  maxlength: { 1: (most) => (value) => between(BigInt(value.length), undefined, most) },
  min: { 1: (least) => (value) => between(integer(value), least, undefined) },
  max: { 1: (most) => (value) => between(integer(value), undefined, most) },
  range: { 2: (least, most) => (value) => between(integer(value), least, most) },
};

function between(value: bigint | undefined, least: bigint | undefined, most: bigint | undefined): boolean {
  return value !== undefined && (least === undefined || value >= least) && (most === undefined || value <= most);
}

/**
 * The inline constraint `text` of an ASP.NET route template, such as `int`, `length(2,4)` or `regex(^a)`. Refuses names
 * that ASP.NET does not know and the few whose .NET parsing is not emulated (datetime, decimal, double, float, file).
 */
export function parseConstraint(text: string): RouteConstraint {
  const [, name, hasArguments, argumentText] = /^([^(]+)(\((.*)\))?$/s.exec(text) ?? [];
  const key = name?.toLowerCase() ?? '';
  const simple = plain[key];
  if (simple !== undefined && hasArguments === undefined) return simple;
  if (key === 'regex' && argumentText !== undefined) return regexConstraint(argumentText);
  const limits = (argumentText ?? '').split(',').map((limit) => integer(limit));
  const make = numeric[key]?.[limits.length];
  if (make !== undefined && limits.every((limit) => limit !== undefined)) return make(...limits);
  throw new HostRefusal(`The route constraint "${text}" is unknown or not emulated.`);
}

function regexConstraint(pattern: string): RouteConstraint {
  let regex: RegExp;
  try {
    regex = new RegExp(pattern, 'i');
  } catch (error) {
    throw new HostRefusal(`The route constraint regex(${pattern}) is not a pattern that JavaScript and .NET share.`, {
      cause: error,
    });
  }
  return (value) => regex.test(value);
}
