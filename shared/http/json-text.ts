import { InvalidError } from '../errors.ts';
import { walkJson, type JsonVisitor } from '../json-text.ts';
import { pointerOf } from './pointer.ts';

/** How large a JSON text may be, beyond its bytes. */
export interface JsonLimits {
  /** Most arrays and objects inside each other. */
  depth: number;
  /** Most names of fields in all objects together. */
  keys: number;
}

const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses JSON from outside. Beyond the syntax it refuses what later code would have to fear: deep nesting, very many fields,
 * names given twice (parsers differ in which one counts), names that reach prototypes, and lone surrogates.
 */
export function parseJsonText(text: string, limits: JsonLimits): unknown {
  const value = parseSyntax(text);
  const problem = walkJson(text, limiter(limits));
  if (problem) throw wrong(pointerOf(problem.path), problem.detail);
  return value;
}

function parseSyntax(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    throw wrong('', `The body is not valid JSON${error instanceof SyntaxError ? placeIn(error.message) : ''}.`);
  }
}

/** V8 tells the position of some errors; the rest of its message repeats the text and is not passed on. */
function placeIn(message: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return `; see character ${position}`;
  return message.includes('end of JSON input') ? '; it ends too early' : '';
}

function limiter({ depth: deepest, keys }: JsonLimits): JsonVisitor {
  let names = 0;
  const text = (given: string): string | undefined =>
    given.isWellFormed() ? undefined : 'The body contains half of a surrogate pair, which is not a character.';
  return {
    text,
    open: (depth) => (depth === deepest ? `The body is nested deeper than ${deepest} levels.` : undefined),
    name(name, isRepeated) {
      if (isRepeated) return 'The same field is given twice.';
      if (forbiddenNames.has(name)) return `"${name}" is not allowed as the name of a field.`;
      // No field alone is at fault.
      if (++names > keys) throw wrong('', `The body has more than ${keys} fields.`);
      return text(name);
    },
  };
}

function wrong(pointer: string, detail: string): InvalidError {
  return new InvalidError(detail, [{ pointer, detail }]);
}
