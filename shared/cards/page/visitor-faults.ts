import type { Fault } from '../../errors.ts';
import { submissionFieldNames, type SubmissionFieldName } from '../../profiles/cards-profile.ts';
import type { Language } from '../submission.ts';
import type { FormValues } from './connect-form.ts';
import { fieldLimits } from './fields.ts';
import { textsOf, type Texts } from './texts.ts';

/**
 * Says in the visitor's language what is wrong with a form: the API's own sentences are English and meant for programmers. Each
 * place has one sentence.
 */
export function visitorFaults(faults: readonly Fault[], values: FormValues, language: Language): Fault[] {
  const texts = textsOf(language).faults;
  const said = new Map<string, Fault>();
  for (const { pointer } of faults) {
    const detail = sentenceFor(pointer, values, texts);
    const place = detail === texts.other ? '' : pointer;
    if (!said.has(place)) said.set(place, { pointer: place, detail });
  }
  return [...said.values()];
}

function sentenceFor(pointer: string, values: FormValues, texts: Texts['faults']): string {
  if (pointer === '/consent') return texts.consent;
  if (pointer === '/token') return texts.token;
  const field = submissionFieldNames.find((name) => pointer === `/${name}`);
  return field === undefined ? texts.other : fieldSentence(field, values, texts);
}

function fieldSentence(field: SubmissionFieldName, values: FormValues, texts: Texts['faults']): string {
  const value = (values[field] ?? '').trim().normalize('NFC');
  if (value.length > fieldLimits[field]) return texts.tooLong;
  if (field === 'email' || field === 'phone') return value === '' ? texts.reach : texts[field];
  if (field === 'website') return texts.website;
  return value === '' && (field === 'firstName' || field === 'lastName') ? texts[field] : texts.unfit;
}
