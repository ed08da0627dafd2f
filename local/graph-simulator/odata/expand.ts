import { badRequest } from '../graph/errors.ts';

/** One navigation property of `$expand` with its nested options, e.g. `{name, options: {$filter: "id eq '...'"}}`. */
export interface Expansion {
  name: string;
  options: ReadonlyMap<string, string>;
}

/** Reads `$expand=a,b($filter=...;$select=...)`; commas and semicolons in strings and parentheses do not separate. */
export function parseExpand(text: string | undefined): Expansion[] {
  if (text === undefined) return [];
  return split(text, ',').map((part) => {
    const match = /^\s*([A-Za-z]+)\s*(?:\((.*)\))?\s*$/s.exec(part);
    if (match?.[1] === undefined) throw badRequest(`Parsing OData Select and Expand failed: '${part}' is not valid.`);
    const options = new Map<string, string>();
    for (const option of match[2] === undefined ? [] : split(match[2], ';')) {
      const equals = option.indexOf('=');
      if (equals < 0) throw badRequest(`Parsing OData Select and Expand failed: '${option}' is not valid.`);
      options.set(option.slice(0, equals).trim(), option.slice(equals + 1));
    }
    return { name: match[1], options };
  });
}

function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}
