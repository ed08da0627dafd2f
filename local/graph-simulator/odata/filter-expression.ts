/** A parsed `$filter`: the subset of OData 4 that Graph's contacts, users and groups take. */
export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'path'; segments: readonly string[] }
  | { kind: 'compare'; operator: CompareOperator; left: Expression; right: Expression }
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'not'; operand: Expression }
  | { kind: 'in'; left: Expression; values: readonly Expression[] }
  | { kind: 'call'; name: string; operands: readonly Expression[] }
  | { kind: 'any'; path: readonly string[]; variable: string; predicate: Expression | undefined };

export type CompareOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** Visits an expression and everything in it, outermost first. */
export function* walk(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of children(expression)) yield* walk(child);
}

function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'compare':
    case 'and':
    case 'or':
      return [expression.left, expression.right];
    case 'not':
      return [expression.operand];
    case 'in':
      return [expression.left, ...expression.values];
    case 'call':
      return expression.operands;
    case 'any':
      return expression.predicate === undefined ? [] : [expression.predicate];
    case 'literal':
    case 'path':
      return [];
  }
}
