import { InvalidError } from '../errors.ts';

const mostFields = 50;

/** The fields of a form (`application/x-www-form-urlencoded`). Throws invalid for bytes that are no UTF-8 and for a field sent twice. */
export function formFields(bytes: Uint8Array): Record<string, string> {
  const pairs = [...new URLSearchParams(textOf(bytes))];
  if (pairs.length > mostFields) throw wrong(`The form has more than ${mostFields} fields.`, '');
  const fields = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (fields.has(name))
      throw wrong(`The field "${name.slice(0, 40)}" was sent twice; send it once.`, `/${name.slice(0, 40)}`);
    fields.set(name, value.toWellFormed());
  }
  return Object.fromEntries(fields);
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidError('The form is not UTF-8 text.', [{ pointer: '', detail: 'The form is not UTF-8 text.' }], {
      cause,
    });
  }
}

function wrong(detail: string, pointer: string): InvalidError {
  return new InvalidError(detail, [{ pointer, detail }]);
}
