import { z } from 'zod';
import { InvalidError, type Fault } from '../errors.ts';
import { listed, oneOf, predicateOf, required, typeWords } from './fault-sentences.ts';
import { nearest } from '../nearest.ts';
import { pointerOf } from './pointer.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Which part of a request is parsed: where its pointers start, and what it and its members are called. */
export interface Place {
  pointer: string;
  whole: string;
  member: string;
}

export const places = {
  body: { pointer: '', whole: 'The body', member: 'field' },
  query: { pointer: '/query', whole: 'The query', member: 'parameter' },
  path: { pointer: '/path', whole: 'The path', member: 'part' },
} as const satisfies Record<string, Place>;

const mostFaults = 50;
/** Marks a message that no schema wrote, so that the sentence is ours; the names an object knows may follow. */
const unworded = '\u0001';

/** Parses what came from outside by its schema; throws invalid with one fault and one sentence per place. */
export function parsed<S extends z.ZodType>(schema: S, input: unknown, place: Place): z.output<S> {
  const result = schema.safeParse(input, { reportInput: true, error: (issue) => unworded + knownNames(issue) });
  if (result.success) return result.data;
  const all = result.error.issues.flatMap((issue) => faultsOf(issue, [], place));
  const faults = all.slice(0, mostFaults);
  if (all.length > mostFaults) {
    faults.push({ pointer: place.pointer, detail: `${place.whole} has ${all.length - mostFaults} more faults.` });
  }
  const [first] = faults;
  throw new InvalidError(all.length === 1 && first ? first.detail : `${place.whole} has ${all.length} faults.`, faults);
}

function knownNames(issue: z.core.$ZodRawIssue): string {
  const isObject = issue.code === 'unrecognized_keys' && issue.inst instanceof z.core.$ZodObject;
  return isObject ? Object.keys(issue.inst._zod.def.shape).join('\n') : '';
}

function faultsOf(issue: Issue, above: Path, place: Place): Fault[] {
  const path = [...above, ...issue.path];
  const ours = issue.message.startsWith(unworded);
  if (ours && issue.code === 'unrecognized_keys') return unknownMembers(issue, path, place);
  if (ours && issue.code === 'invalid_union') return unionFaults(issue, path, place);
  if (ours && (issue.code === 'invalid_key' || issue.code === 'invalid_element')) {
    return issue.issues.map((inner) => fault(path, `is not allowed as a name: it ${wordsOf(inner)}`, place));
  }
  return [fault(path, wordsOf(issue), place)];
}

function wordsOf(issue: Issue): string {
  return issue.message.startsWith(unworded) ? predicateOf(issue) : issue.message;
}

/** A schema's own message is a whole sentence when it starts with a capital, otherwise a predicate like ours. */
function fault(path: Path, words: string, place: Place): Fault {
  const sentence = /^\p{Lu}/u.test(words) ? words : `${subjectOf(path, place)} ${words}`;
  return { pointer: place.pointer + pointerOf(path), detail: /[.!?]$/.test(sentence) ? sentence : `${sentence}.` };
}

function subjectOf(path: Path, place: Place): string {
  const last = path.at(-1);
  if (last === undefined) return place.whole;
  if (typeof last !== 'number') return quoted(last);
  const list = path.at(-2);
  return list === undefined ? `Item ${last}` : `Item ${last} of ${quoted(list)}`;
}

function unknownMembers(issue: z.core.$ZodIssueUnrecognizedKeys, path: Path, place: Place): Fault[] {
  const known = issue.message.slice(unworded.length).split('\n').filter(Boolean);
  return issue.keys.map((name) => {
    const near = nearest(name, known);
    const names = known.length === 0 ? 'none is' : `known are ${listed(known.map(quoted))}`;
    const hint = near === undefined ? names : `did you mean ${quoted(near)}?`;
    return fault([...path, name], `is not a known ${place.member}; ${hint}`, place);
  });
}

/** Of a union it reports the option that was meant: the one whose type fits and that has the fewest faults. */
function unionFaults(issue: z.core.$ZodIssueInvalidUnion, path: Path, place: Place): Fault[] {
  if (issue.discriminator !== undefined && 'options' in issue) {
    const came = memberOf(issue.input, issue.discriminator);
    const value: Issue = { code: 'invalid_value', values: issue.options, input: came, path: [], message: '' };
    return [fault(path, predicateOf(value), place)];
  }
  const meant = issue.errors.filter((issues) => !issues.some(isOtherType)).sort((a, b) => a.length - b.length);
  const [best] = meant;
  if (best) return best.flatMap((inner) => faultsOf(inner, path, place));
  return [fault(path, required(alternatives(issue.errors.flat()), issue.input), place)];
}

function isOtherType(issue: Issue): boolean {
  return (
    issue.path.length === 0 &&
    (issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union')
  );
}

function alternatives(issues: readonly Issue[]): string {
  const words = issues.flatMap((issue) => {
    if (issue.code === 'invalid_type') return [typeWords[issue.expected] ?? issue.expected];
    if (issue.code === 'invalid_value') return [oneOf(issue.values)];
    return issue.code === 'invalid_union' ? [alternatives(issue.errors.flat())] : [];
  });
  return [...new Set(words)].join(' or ');
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function quoted(name: PropertyKey): string {
  const text = String(name).toWellFormed();
  return `"${(text.length > 60 ? `${text.slice(0, 60)}…` : text).replace(/[\p{Cc}\p{Bidi_Control}]/gu, '?')}"`;
}
