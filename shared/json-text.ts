/** The first place where a JSON text is not as it should be: its offset in UTF-16 units, the names and indexes that lead there, and why. */
export interface JsonProblem {
  offset: number;
  path: (string | number)[];
  detail: string;
}

/** What looks at a JSON text while it is walked over. A sentence that it answers ends the walk, as the problem found. */
export interface JsonVisitor {
  /** An array or object begins, inside of so many others. */
  open?(depth: number): string | undefined;
  /** A field; `isRepeated`: its object has named it before (`JSON.parse` would silently keep the last one). */
  name?(name: string, isRepeated: boolean): string | undefined;
  /** A text as value. */
  text?(text: string): string | undefined;
}

/** An array or object that the walk is inside of. */
interface Frame {
  /** The names seen so far; undefined in an array. */
  names: Set<string> | undefined;
  at: string | number;
}

type State = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'end';

const blank = /[\t\n\r ]*/y;
const mark = /[{}[\]:,]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const wanted: Record<State, string> = {
  value: 'a value',
  valueOrEnd: 'a value or `]`',
  key: 'a field name in double quotes',
  keyOrEnd: 'a field name in double quotes or `}`',
  colon: '`:`',
  commaOrEnd: '`,` or the closing bracket',
  end: 'the end of the text',
};

/**
 * Walks over a JSON text without recursion and answers the first problem: where it stops being JSON, or what the visitor says. Undefined
 * means that `JSON.parse` takes it. Needed because `JSON.parse` tells neither the position of every error nor what it leaves out.
 */
export function walkJson(text: string, visitor: JsonVisitor): JsonProblem | undefined {
  const frames: Frame[] = [];
  const problem = (offset: number, detail: string): JsonProblem => ({
    offset,
    path: frames.map(({ at }) => at),
    detail,
  });
  let state: State = 'value';
  let offset = after(blank, text, 0);
  while (offset < text.length) {
    const end = text[offset] === '"' ? endOfText(text, offset) : after(mark, text, offset);
    const token = end > offset ? text.slice(offset, end) : undefined;
    const seen = token === undefined ? undefined : visit(visitor, state, token, frames);
    if (seen !== undefined) return problem(offset, seen);
    const next: State | undefined = token === undefined ? undefined : step(state, token, frames);
    if (next === undefined) return problem(offset, `expected ${wanted[state]}`);
    state = next;
    offset = after(blank, text, end);
  }
  return state === 'end' ? undefined : problem(text.length, `expected ${wanted[state]}`);
}

/** Where a sticky pattern stops that is tried at a place; the place itself when it does not match. */
function after(pattern: RegExp, text: string, place: number): number {
  pattern.lastIndex = place;
  return pattern.test(text) ? pattern.lastIndex : place;
}

/** Where the text ends that begins here; here when it never does. Piece by piece, as one pattern would fail on millions of escapes. */
function endOfText(text: string, start: number): number {
  let place = after(plain, text, start + 1);
  for (let next = after(escape, text, place); next > place; next = after(escape, text, place)) {
    place = after(plain, text, next);
  }
  return text[place] === '"' ? place + 1 : start;
}

/** Shows the visitor what a token begins, where that may stand. */
function visit(visitor: JsonVisitor, state: State, token: string, frames: readonly Frame[]): string | undefined {
  const frame = frames.at(-1);
  if (state === 'key' || state === 'keyOrEnd') {
    if (!frame?.names || !token.startsWith('"')) return undefined;
    const name = unquoted(token);
    const isRepeated = frame.names.has(name);
    frame.names.add(name);
    frame.at = name;
    return visitor.name?.(name, isRepeated);
  }
  if (state !== 'value' && state !== 'valueOrEnd') return undefined;
  if (token === '{' || token === '[') return visitor.open?.(frames.length);
  return visitor.text && token.startsWith('"') ? visitor.text(unquoted(token)) : undefined;
}

function step(state: State, token: string, frames: Frame[]): State | undefined {
  const closed = (): State => (frames.pop(), frames.length === 0 ? 'end' : 'commaOrEnd');
  switch (state) {
    case 'value':
    case 'valueOrEnd':
      if (token === ']') return state === 'valueOrEnd' ? closed() : undefined;
      if (token === '{') return (frames.push({ names: new Set(), at: '' }), 'keyOrEnd');
      if (token === '[') return (frames.push({ names: undefined, at: 0 }), 'valueOrEnd');
      if (token === '}' || token === ':' || token === ',') return undefined;
      return frames.length === 0 ? 'end' : 'commaOrEnd';
    case 'key':
    case 'keyOrEnd':
      if (token === '}') return state === 'keyOrEnd' ? closed() : undefined;
      return token.startsWith('"') ? 'colon' : undefined;
    case 'colon':
      return token === ':' ? 'value' : undefined;
    case 'commaOrEnd':
      return token === ',' ? nextOf(frames.at(-1)) : token === closingOf(frames.at(-1)) ? closed() : undefined;
    case 'end':
      return undefined;
  }
}

function nextOf(frame: Frame | undefined): State {
  if (typeof frame?.at === 'number') frame.at += 1;
  return frame?.names ? 'key' : 'value';
}

function closingOf(frame: Frame | undefined): string {
  return frame?.names ? '}' : ']';
}

/** The text of a string token; escapes matter, because `"a"` and `"\u0061"` name the same field. */
function unquoted(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1);
  const value: unknown = JSON.parse(token);
  return String(value);
}
