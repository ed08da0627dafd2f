import { fieldLimits, type FormField } from './fields.ts';
import { attributes, markup, type Markup } from './markup.ts';

/** How one field stands in the form. */
export interface FieldState {
  label: string;
  value: string;
  fault: string | undefined;
  /** Explains this field alone, below its label. */
  hint?: string;
  /** Ids of what else describes the field. */
  describedBy?: string;
}

/** One field with its label, its hint and what is wrong with it. */
export function formField(field: FormField, state: FieldState): Markup {
  const { name, required, wide } = field;
  const { label, fault, hint } = state;
  return markup`<div class="field${wide === true ? ' whole' : ''}">
<label for="${name}">${label}${required === true ? star : undefined}</label>
${hint === undefined ? undefined : markup`<p class="hint" id="${name}-hint">${hint}</p>`}
${control(field, state)}
${faultText(name, fault)}
</div>`;
}

/** What is wrong with a field, for `aria-describedby`. */
export function faultText(name: string, fault: string | undefined): Markup | undefined {
  return fault === undefined ? undefined : markup`<p class="wrong" id="${name}-fault">${fault}</p>`;
}

/** The mark of fields that must be filled in; it is explained above the form, and browsers say it of the field itself. */
export const star = markup` <span class="star" aria-hidden="true">*</span>`;

function control(field: FormField, { value, fault, hint, describedBy }: FieldState): Markup {
  const { name, type, autocomplete, inputmode, required } = field;
  const describing = [
    fault === undefined ? undefined : `${name}-fault`,
    hint === undefined ? undefined : `${name}-hint`,
    describedBy,
  ].filter((id) => id !== undefined);
  const given = attributes({
    id: name,
    name,
    autocomplete,
    inputmode,
    required,
    maxlength: fieldLimits[name],
    'aria-invalid': fault === undefined ? undefined : 'true',
    'aria-describedby': describing.length === 0 ? undefined : describing.join(' '),
  });
  // A parser drops the first line feed in a textarea.
  if (type === 'lines') return markup`<textarea${given} rows="4">\n${value}</textarea>`;
  return markup`<input type="${type}"${given} value="${value}">`;
}
