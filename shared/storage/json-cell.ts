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

/** Spreads a text that may be longer than one cell holds over `name`, `name1`, `name2`, ...; 400,000 characters at most. */
export function longTextCells(name: string, text: string): Cells {
  const cells: Cells = { [name]: text.slice(0, partLength) };
  for (let part = 1; part * partLength < text.length; part += 1) {
    cells[`${name}${part}`] = text.slice(part * partLength, (part + 1) * partLength);
  }
  return cells;
}

/** Puts the text of `longTextCells` together again. */
export function longText(name: string, cells: Cells): string {
  let text = String(cells[name] ?? '');
  for (let part = 1; cells[`${name}${part}`] !== undefined; part += 1) text += String(cells[`${name}${part}`]);
  return text;
}
