import { z } from 'zod';
import type { Cells } from './table.ts';

/** A cell that holds JSON text: parsed, then checked by the schema of its type. */
export function jsonCell<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

const partLength = 30_000;

/**
 * Spreads a text that may be longer than one cell holds over `name`, `name1`, `name2`, ...; 400,000 characters at most. A part never
 * ends inside a character: storage refuses or replaces half a surrogate pair.
 */
export function longTextCells(name: string, text: string): Cells {
  const cells: Cells = { [name]: text.slice(0, endOfPart(text, 0)) };
  for (let part = 1, start = endOfPart(text, 0); start < text.length; part += 1) {
    const end = endOfPart(text, start);
    cells[`${name}${part}`] = text.slice(start, end);
    start = end;
  }
  return cells;
}

function endOfPart(text: string, start: number): number {
  const end = Math.min(start + partLength, text.length);
  return isPair(text, end) ? end - 1 : end;
}

/** Whether the units before and after this place are one character. */
function isPair(text: string, place: number): boolean {
  return place > 0 && place < text.length && (text.codePointAt(place - 1) ?? 0) > 0xffff;
}

/** Puts the text of `longTextCells` together again. */
export function longText(name: string, cells: Cells): string {
  let text = String(cells[name] ?? '');
  for (let part = 1; cells[`${name}${part}`] !== undefined; part += 1) text += String(cells[`${name}${part}`]);
  return text;
}
