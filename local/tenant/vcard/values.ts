/**
 * The text of a value: escapes undone, line breaks as `\n`, no control characters, no space around it.
 * A backslash before anything else is kept as typed; `\:` is Google's, not the standard's.
 */
export function text(value: string): string {
  return value
    .replace(/\\([\\,;:"nN])/g, (_match, escaped: string) => (escaped.toLowerCase() === 'n' ? '\n' : escaped))
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .trim();
}

/** Like {@link text}, for what has no lines: a name, a number. */
export function oneLine(value: string): string {
  return text(value).replace(/\s+/g, ' ');
}

/** The non-empty texts of a list (`CATEGORIES`, `NICKNAME`). */
export function list(value: string): string[] {
  return splitUnescaped(value, ',').map(text).filter(isFilled);
}

/** The components of a structured value (`N`, `ADR`, `ORG`), each the list of its non-empty texts. */
export function components(value: string): string[][] {
  return splitUnescaped(value, ';').map(list);
}

/** Whether there is anything in it. */
export function isFilled(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function splitUnescaped(value: string, separator: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (let index = 0; index < value.length; index += 1) {
    if (value[index] === '\\') index += 1;
    else if (value[index] === separator) {
      found.push(value.slice(start, index));
      start = index + 1;
    }
  }
  return [...found, value.slice(start)];
}
