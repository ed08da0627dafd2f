import { walkJson, type JsonProblem } from '../json-text.ts';

/** Finds the first place where a text stops being JSON, or where an object names a field twice; undefined when `JSON.parse` takes it. */
export function findJsonProblem(text: string): JsonProblem | undefined {
  return walkJson(text, { name: (_name, isRepeated) => (isRepeated ? 'this field was already given' : undefined) });
}

/** The position of an offset as people count: line and column from 1. */
export function positionOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}
