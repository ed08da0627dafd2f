import Mustache, { type TemplateSpans } from 'mustache';
import type { ContactValues } from '../contacts/contact.ts';
import { quoted } from './quoted.ts';
import { didYouMean, type ViewField } from './variables.ts';

/** A piece of a template: fixed text, or the field to put there. Plain data, so a template can be hashed. */
export type Segment = string | { field: ViewField };

/** How many tags one mapping may have. */
export const maxTags = 200;

const refused: ReadonlyMap<string, string> = new Map([
  ['#', 'Sections'],
  ['^', 'Inverted sections'],
  ['>', 'Partials'],
  ['=', 'Changed delimiters'],
]);

/**
 * Reads one template. `{{{x}}}`, `{{&x}}` and `{{x}}` are the same: a value goes in as it is, because the result stays a
 * string and JSON is written around it later. Everything else that mustache can do is refused; comments are dropped.
 */
export function readTemplate(
  template: string,
  variables: ReadonlyMap<string, ViewField>,
): { segments: Segment[]; tags: number; problems: string[] } {
  const tags = template.split('{{').length - 1;
  if (tags === 0) return { segments: template === '' ? [] : [template], tags, problems: [] };
  if (tags > maxTags) return { segments: [], tags, problems: [`A mapping can have at most ${maxTags} tags.`] };
  // The parser backtracks over white space; this keeps a hostile template from costing quadratic time.
  if (/\s{200}/.test(template)) {
    return { segments: [], tags, problems: ['A template cannot have 200 or more blanks in a row.'] };
  }
  const segments: Segment[] = [];
  const problems: string[] = [];
  try {
    readSpans(Mustache.parse(template, ['{{', '}}']), variables, segments, problems);
  } catch (error) {
    problems.push(parseProblem(template, error));
  } finally {
    // Mustache would keep every template that it ever saw.
    Mustache.clearCache();
  }
  return { segments, tags, problems };
}

/** Fills a template that was read before. A field without a value is empty. */
export function renderSegments(segments: readonly Segment[], values: ContactValues, localId: string): string {
  let text = '';
  for (const segment of segments)
    text += typeof segment === 'string' ? segment : valueOf(segment.field, values, localId);
  return text;
}

/** The value of one field. Names are from our own list, never from a template, so nothing outside the view is reachable. */
export function valueOf(field: ViewField, values: ContactValues, localId: string): string {
  return field === 'local_id' ? localId : (values[field] ?? '');
}

function readSpans(
  spans: TemplateSpans,
  variables: ReadonlyMap<string, ViewField>,
  segments: Segment[],
  problems: string[],
): void {
  for (const [type, value, , , children] of spans) {
    const kind = refused.get(type);
    if (kind !== undefined) problems.push(`${kind} are not supported in a template: ${quoted(type + value)}.`);
    else if (type === 'text') appendText(segments, value);
    else if (type === 'name' || type === '&') {
      const field = variables.get(value.normalize('NFC'));
      if (field === undefined) problems.push(unknownVariable(value, variables));
      else segments.push({ field });
    }
    if (Array.isArray(children)) readSpans(children, variables, segments, problems);
  }
}

/** A dropped comment leaves two neighbouring texts; joined, the same text always gives the same segments. */
function appendText(segments: Segment[], text: string): void {
  const last = segments.at(-1);
  if (typeof last === 'string') segments[segments.length - 1] = last + text;
  else segments.push(text);
}

function unknownVariable(name: string, variables: ReadonlyMap<string, ViewField>): string {
  if (name === '') return 'A tag is empty.';
  if (name.includes('.')) return `A variable cannot have a dot in its name: ${quoted(name)}.`;
  return `There is no variable ${quoted(name)}${didYouMean(name.slice(0, 100), variables.keys())}.`;
}

function parseProblem(template: string, error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (message.includes('section')) return 'Sections are not supported in a template.';
  if (message.startsWith('Invalid tags')) return 'Changed delimiters are not supported in a template.';
  return `The tag at character ${template.search(/\{{2,}(?!.*\{\{)/s) + 1} is not closed.`;
}
