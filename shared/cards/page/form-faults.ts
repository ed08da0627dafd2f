import type { Fault } from '../../errors.ts';
import { submissionFieldNames, type SubmissionFieldName } from '../../profiles/cards-profile.ts';
import { markup, type Markup } from './markup.ts';
import type { Texts } from './texts.ts';

/** What the visitor fills in. */
export type FilledField = SubmissionFieldName | 'consent';

/** What is wrong, by the field it is shown at. */
export type FieldFaults = ReadonlyMap<FilledField, string>;

/** The first fault of each field. */
export function faultsByField(faults: readonly Fault[]): FieldFaults {
  const found = new Map<FilledField, string>();
  for (const { pointer, detail } of faults) {
    const field = fieldOf(pointer);
    if (field !== undefined && !found.has(field)) found.set(field, detail);
  }
  return found;
}

/** The summary at the top of the page: every fault, with a link to its field where it has one. */
export function faultSummary(faults: readonly Fault[], texts: Texts): Markup | undefined {
  if (faults.length === 0) return undefined;
  return markup`<section class="panel notice faulty" id="faults" role="alert" tabindex="-1" autofocus aria-labelledby="faults-title">
<h2 id="faults-title">${texts.faults.title}</h2>
<ul>${faults.map(summaryEntry)}</ul>
</section>`;
}

function summaryEntry({ pointer, detail }: Fault): Markup {
  const field = fieldOf(pointer);
  if (field === undefined) return markup`<li><span>${detail}</span></li>`;
  return markup`<li><a href="#${field}">${detail}</a></li>`;
}

function fieldOf(pointer: string): FilledField | undefined {
  if (pointer === '/consent') return 'consent';
  return submissionFieldNames.find((name) => pointer === `/${name}`);
}
