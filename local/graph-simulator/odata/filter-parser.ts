import { badRequest } from '../graph/errors.ts';
import type { CompareOperator, Expression } from './filter-expression.ts';
import { filterTokens } from './filter-tokens.ts';
import type { FilterToken } from './filter-tokens.ts';

const operators = new Set<string>(['eq', 'ne', 'gt', 'ge', 'lt', 'le'] satisfies CompareOperator[]);
const functions = new Set(['startswith', 'endswith', 'contains', 'cast', 'tolower', 'toupper']);

/** Reads a `$filter` expression; anything that is not in the subset is a 400. */
export function parseFilter(text: string): Expression {
  return new FilterParser(text).parse();
}

class FilterParser {
  readonly #text: string;
  readonly #tokens: FilterToken[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = filterTokens(text);
  }

  parse(): Expression {
    const expression = this.#or();
    if (this.#peek().kind !== 'end') throw this.#error();
    return expression;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#acceptName('or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#acceptName('and')) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    return this.#acceptName('not') ? { kind: 'not', operand: this.#not() } : this.#comparison();
  }

  #comparison(): Expression {
    const left = this.#operand();
    const token = this.#peek();
    if (token.kind !== 'name') return left;
    if (this.#acceptName('in')) {
      this.#expect('(');
      return { kind: 'in', left, values: this.#operands() };
    }
    if (!isOperator(token.text)) return left;
    this.#next += 1;
    return { kind: 'compare', operator: token.text, left, right: this.#operand() };
  }

  #operand(): Expression {
    const token = this.#take();
    if (token.kind === 'string' || token.kind === 'date') return { kind: 'literal', value: token.text };
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) };
    if (token.kind === 'symbol' && token.text === '(') {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    if (token.kind === 'name') return this.#named(token.text);
    throw this.#error();
  }

  #named(name: string): Expression {
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' };
    if (name === 'null') return { kind: 'literal', value: null };
    if (functions.has(name.toLowerCase()) && this.#accept('(')) {
      return { kind: 'call', name: name.toLowerCase(), operands: this.#operands() };
    }
    const segments = [name];
    while (this.#accept('/')) {
      const segment = this.#take();
      if (segment.kind !== 'name') throw this.#error();
      if (segment.text === 'any' && this.#accept('(')) return this.#any(segments);
      segments.push(segment.text);
    }
    return { kind: 'path', segments };
  }

  #any(path: readonly string[]): Expression {
    if (this.#accept(')')) return { kind: 'any', path, variable: '', predicate: undefined };
    const variable = this.#take().text;
    this.#expect(':');
    const predicate = this.#or();
    this.#expect(')');
    return { kind: 'any', path, variable, predicate };
  }

  /** Operands up to and with the closing parenthesis. */
  #operands(): Expression[] {
    const operands = [this.#operand()];
    while (this.#accept(',')) operands.push(this.#operand());
    this.#expect(')');
    return operands;
  }

  #peek(): FilterToken {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '' };
  }

  #take(): FilterToken {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  #accept(symbol: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    this.#next += 1;
    return true;
  }

  #acceptName(name: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'name' || token.text !== name) return false;
    this.#next += 1;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#accept(symbol)) throw this.#error();
  }

  #error(): Error {
    return badRequest(`Invalid filter clause: Syntax error in '${this.#text}'.`);
  }
}

function isOperator(text: string): text is CompareOperator {
  return operators.has(text);
}
