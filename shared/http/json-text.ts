import { InvalidError } from '../errors.ts';
import { pointerOf } from './pointer.ts';

/** How large a JSON text may be, beyond its bytes. */
export interface JsonLimits {
  /** Most arrays and objects inside each other. */
  depth: number;
  /** Most names of fields in all objects together. */
  keys: number;
}

/** An array or object that the scan is inside of, and where in it. */
interface Frame {
  /** The names seen so far; undefined in an array. */
  names: Set<string> | undefined;
  at: string | number;
}

const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses JSON from outside. Beyond the syntax it refuses what later code would have to fear: deep nesting, very many fields,
 * names given twice (parsers differ in which one counts), names that reach prototypes, and lone surrogates.
 */
export function parseJsonText(text: string, limits: JsonLimits): unknown {
  const value = parseSyntax(text);
  new Scan(text, limits).run();
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

/** Walks over a text that is known to be valid JSON, without recursion. */
class Scan {
  readonly #text: string;
  readonly #limits: JsonLimits;
  readonly #frames: Frame[] = [];
  #names = 0;
  #nameComes = false;

  constructor(text: string, limits: JsonLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  run(): void {
    for (let position = 0; position < this.#text.length; position++) {
      const character = this.#text[position];
      if (character === '"') position = this.#string(position);
      else if (character === '{') this.#open({ names: new Set(), at: '' });
      else if (character === '[') this.#open({ names: undefined, at: 0 });
      else if (character === '}' || character === ']') this.#close();
      else if (character === ',') this.#next();
    }
  }

  #open(frame: Frame): void {
    if (this.#frames.length === this.#limits.depth) {
      throw wrong(this.#pointer(), `The body is nested deeper than ${this.#limits.depth} levels.`);
    }
    this.#frames.push(frame);
    this.#nameComes = frame.names !== undefined;
  }

  #close(): void {
    this.#frames.pop();
    this.#nameComes = false;
  }

  #next(): void {
    const frame = this.#frames.at(-1);
    if (typeof frame?.at === 'number') frame.at++;
    else this.#nameComes = true;
  }

  /** Handles the string that starts here and answers the position of its closing quote. */
  #string(start: number): number {
    let end = start + 1;
    let escaped = false;
    while (this.#text[end] !== '"') {
      if (this.#text[end] === '\\') {
        escaped = true;
        end++;
      }
      end++;
    }
    if (escaped || this.#nameComes) this.#check(unquoted(this.#text.slice(start, end + 1)));
    return end;
  }

  #check(text: string): void {
    if (this.#nameComes) {
      this.#nameComes = false;
      this.#name(text);
    }
    if (!text.isWellFormed())
      throw wrong(this.#pointer(), 'The body contains half of a surrogate pair, which is not a character.');
  }

  #name(name: string): void {
    const frame = this.#frames.at(-1);
    if (!frame?.names) return;
    const twice = frame.names.has(name);
    frame.names.add(name);
    frame.at = name;
    if (twice) throw wrong(this.#pointer(), 'The same field is given twice.');
    if (forbiddenNames.has(name)) throw wrong(this.#pointer(), `"${name}" is not allowed as the name of a field.`);
    if (++this.#names > this.#limits.keys) throw wrong('', `The body has more than ${this.#limits.keys} fields.`);
  }

  #pointer(): string {
    return pointerOf(this.#frames.map((frame) => frame.at));
  }
}

function unquoted(quoted: string): string {
  const text: unknown = JSON.parse(quoted);
  return typeof text === 'string' ? text : '';
}

function wrong(pointer: string, detail: string): InvalidError {
  return new InvalidError(detail, [{ pointer, detail }]);
}
