import { InvalidError } from '../errors.ts';
import { pointerOf } from '../http/pointer.ts';

const mostFields = 50;
const notUtf8 = 'The form is not UTF-8 text with a % before each escaped byte.';

/** The fields of a form (`application/x-www-form-urlencoded`). Throws invalid for bytes that are no UTF-8 and for a field sent twice. */
export function formFields(bytes: Uint8Array): Record<string, string> {
  const pairs = [...new URLSearchParams(textOf(bytes))];
  if (pairs.length > mostFields) throw wrong(`The form has more than ${mostFields} fields.`, '');
  const fields = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (fields.has(name)) throw wrong('A field was sent twice; send each once.', pointerOf([name]));
    fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

function textOf(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // URLSearchParams would put a replacement character where the escapes are no UTF-8.
    decodeURIComponent(text);
    return text;
  } catch (cause) {
    throw new InvalidError(notUtf8, [{ pointer: '', detail: notUtf8 }], { cause });
  }
}

function wrong(detail: string, pointer: string): InvalidError {
  return new InvalidError(detail, [{ pointer, detail }]);
}
