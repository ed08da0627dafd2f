import { badRequest } from '../graph/errors.ts';
import type { CompareOperator, Expression } from './filter-expression.ts';

/** What an expression is evaluated over. */
export interface FilterScope {
  /** Value at a path such as `['emailAddresses']`; unknown paths throw. */
  value(path: readonly string[]): unknown;
  /** Members of a collection for `any`; the predicate tells which extended properties are asked for. */
  members(path: readonly string[], predicate: Expression | undefined): readonly unknown[];
}

/** True if the expression holds. Strings compare without regard to case, as Graph's do. */
export function holds(expression: Expression, scope: FilterScope): boolean {
  return evaluate(expression, scope) === true;
}

function evaluate(expression: Expression, scope: FilterScope): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'path':
      return scope.value(expression.segments);
    case 'and':
      return holds(expression.left, scope) && holds(expression.right, scope);
    case 'or':
      return holds(expression.left, scope) || holds(expression.right, scope);
    case 'not':
      return !holds(expression.operand, scope);
    case 'compare':
      return compare(expression.operator, evaluate(expression.left, scope), evaluate(expression.right, scope));
    case 'in': {
      const left = evaluate(expression.left, scope);
      return expression.values.some((value) => compare('eq', left, evaluate(value, scope)));
    }
    case 'call':
      return call(expression.name, expression.operands, scope);
    case 'any':
      return any(expression, scope);
  }
}

function any(expression: Extract<Expression, { kind: 'any' }>, scope: FilterScope): boolean {
  const { path, variable, predicate } = expression;
  return scope.members(path, predicate).some((member) => {
    if (predicate === undefined) return true;
    return holds(predicate, {
      value: (segments) => (segments[0] === variable ? dig(member, segments.slice(1)) : scope.value(segments)),
      members: (segments, inner) => scope.members(segments, inner),
    });
  });
}

function call(name: string, operands: readonly Expression[], scope: FilterScope): unknown {
  const first = operands[0] === undefined ? null : evaluate(operands[0], scope);
  if (name === 'cast') return typeof first === 'string' ? Number(first) : first;
  const text = typeof first === 'string' ? first.toLowerCase() : undefined;
  if (name === 'tolower') return text;
  if (name === 'toupper') return text?.toUpperCase();
  const second = operands[1] === undefined ? null : evaluate(operands[1], scope);
  if (typeof second !== 'string') throw badRequest(`Invalid filter clause: ${name} takes a string.`);
  const part = second.toLowerCase();
  if (text === undefined) return false;
  if (name === 'startswith') return text.startsWith(part);
  return name === 'endswith' ? text.endsWith(part) : text.includes(part);
}

function compare(operator: CompareOperator, left: unknown, right: unknown): boolean {
  const a = comparable(left);
  const b = comparable(right);
  if (operator === 'eq') return a === b;
  if (operator === 'ne') return a !== b;
  if (a === null || b === null) return false;
  if (operator === 'gt') return a > b;
  if (operator === 'ge') return a >= b;
  return operator === 'lt' ? a < b : a <= b;
}

function comparable(value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return value.toLowerCase();
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** A collection-valued property as the list that `any` runs over; anything else has no members. */
export function membersOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.map((member: unknown) => member) : [];
}

/** Value at a path inside plain data; null where there is nothing. */
export function dig(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const segment of path) {
    if (typeof current !== 'object' || current === null) return null;
    current = Object.entries(current).find(([name]) => name === segment)?.[1];
  }
  return current ?? null;
}
