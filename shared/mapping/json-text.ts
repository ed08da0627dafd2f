/** What is wrong with a JSON text, and where (offset in UTF-16 units from 0). */
export interface JsonProblem {
  offset: number;
  detail: string;
}

type State = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'end';

const blank = /[\t\n\r ]*/y;
const tokens =
  /[{}[\]:,]|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

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
 * Finds the first place where a text stops being JSON, or where an object names a field twice (`JSON.parse` would silently
 * keep the last one); undefined means that `JSON.parse` takes it. Needed because V8 does not tell the position of every error.
 */
export function findJsonProblem(text: string): JsonProblem | undefined {
  const open: (Set<string> | undefined)[] = [];
  let state: State = 'value';
  for (let offset = skipBlank(text, 0); offset < text.length; offset = skipBlank(text, tokens.lastIndex)) {
    tokens.lastIndex = offset;
    const token = tokens.exec(text)?.[0];
    const next: State | undefined = token === undefined ? undefined : step(state, token, open);
    if (token === undefined || next === undefined) return { offset, detail: `expected ${wanted[state]}` };
    if (state === 'key' || state === 'keyOrEnd') {
      const keys = open.at(-1);
      const key = token.startsWith('"') ? unquote(token) : undefined;
      if (key !== undefined && keys?.has(key)) return { offset, detail: 'this field was already given' };
      if (key !== undefined) keys?.add(key);
    }
    state = next;
  }
  return state === 'end' ? undefined : { offset: text.length, detail: `expected ${wanted[state]}` };
}

/** The position of an offset as people count: line and column from 1. */
export function positionOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

function skipBlank(text: string, from: number): number {
  blank.lastIndex = from;
  blank.exec(text);
  return blank.lastIndex;
}

function step(state: State, token: string, open: (Set<string> | undefined)[]): State | undefined {
  const closed = (): State => (open.pop(), open.length === 0 ? 'end' : 'commaOrEnd');
  switch (state) {
    case 'value':
    case 'valueOrEnd':
      if (token === ']') return state === 'valueOrEnd' ? closed() : undefined;
      if (token === '{') return (open.push(new Set()), 'keyOrEnd');
      if (token === '[') return (open.push(undefined), 'valueOrEnd');
      if (token === '}' || token === ':' || token === ',') return undefined;
      return open.length === 0 ? 'end' : 'commaOrEnd';
    case 'key':
    case 'keyOrEnd':
      if (token === '}') return state === 'keyOrEnd' ? closed() : undefined;
      return token.startsWith('"') ? 'colon' : undefined;
    case 'colon':
      return token === ':' ? 'value' : undefined;
    case 'commaOrEnd': {
      const inObject = open.at(-1) !== undefined;
      if (token === ',') return inObject ? 'key' : 'value';
      return token === (inObject ? '}' : ']') ? closed() : undefined;
    }
    case 'end':
      return undefined;
  }
}

/** The text of a string token; escapes matter, because `"a"` and `"\u0061"` name the same field. */
function unquote(token: string): string {
  const value: unknown = JSON.parse(token);
  return String(value);
}
