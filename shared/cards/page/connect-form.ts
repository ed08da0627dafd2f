import type { CardsProfile, SubmissionFieldName } from '../../profiles/cards-profile.ts';
import type { Card } from '../card.ts';
import type { Language } from '../submission.ts';
import { agreement } from './agreement.ts';
import { connectFields, type FormField } from './fields.ts';
import type { FieldFaults } from './form-faults.ts';
import { formField, type FieldState } from './form-field.ts';
import { attributes, markup, type Markup } from './markup.ts';
import { textsOf, withOwner, type Texts } from './texts.ts';

/** What stands in the fields: what the visitor has sent, as it was typed. */
export type FormValues = Readonly<Partial<Record<SubmissionFieldName, string | undefined>>> & {
  readonly consent?: boolean | undefined;
};

/** What the Connect form is made of. */
export interface ConnectForm {
  card: Pick<Card, 'body' | 'siteKey'>;
  profile: Pick<CardsProfile, 'consent' | 'privacyUrl'>;
  language: Language;
  /** Sent back with the form. */
  token: string;
  /** Where the form is sent. */
  action: string;
  values: FormValues;
  faults: FieldFaults;
}

/** The name of the field that people do not see and programs fill in. */
export const trapField = 'homepage2';

type FieldGroup = keyof typeof connectFields;

/** The Connect form; what a browser can check it does, in its own language. */
export function connectForm(form: ConnectForm): Markup {
  const texts = textsOf(form.language);
  const group = (name: FieldGroup): Markup[] => fieldGroup(name, form, texts);
  return markup`<section class="panel connect" id="connect" aria-labelledby="connect-title">
<h2 id="connect-title">${texts.form.title}</h2>
<p class="intro">${withOwner(texts.form.intro, form.card.body.displayName)}</p>
<p class="hint">${texts.form.required}</p>
<form method="post" action="${form.action}" accept-charset="utf-8">
${hiddenFields(form)}
<div class="fields pair">${group('name')}</div>
<div class="fields pair" role="group" aria-labelledby="reach">
<p class="hint" id="reach">${texts.form.reach}</p>
${group('reach')}
</div>
<div class="fields pair">${group('work')}</div>
<details${attributes({ open: mustBeOpen(form) })}>
<summary>${texts.form.more}</summary>
<div class="fields pair">${group('more')}</div>
</details>
<div class="fields">${group('note')}</div>
${trap(texts)}
${agreement(form)}
<button class="button main" type="submit">${texts.form.send}</button>
</form>
</section>`;
}

function fieldGroup(group: FieldGroup, { values, faults }: ConnectForm, texts: Texts): Markup[] {
  return connectFields[group].map((field: FormField) => {
    const state: FieldState = {
      label: texts.form.fields[field.name],
      value: values[field.name] ?? '',
      fault: faults.get(field.name),
      ...(group === 'reach' ? { describedBy: 'reach' } : {}),
      ...(group === 'note' ? { hint: texts.form.noteHint } : {}),
    };
    return formField(field, state);
  });
}

/** Nothing that was entered or is wrong may be out of sight. */
function mustBeOpen({ values, faults }: ConnectForm): boolean {
  return connectFields.more.some(({ name }) => faults.has(name) || (values[name] ?? '') !== '');
}

function hiddenFields({ card, token, language }: ConnectForm): Markup[] {
  return Object.entries({ siteKey: card.siteKey, token, language }).map(
    ([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`,
  );
}

function trap(texts: Texts): Markup {
  return markup`<div class="aside" aria-hidden="true">
<label for="${trapField}">${texts.form.trap}</label>
<input type="text" id="${trapField}" name="${trapField}" tabindex="-1" autocomplete="off">
</div>`;
}
