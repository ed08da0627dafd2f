import { consentText } from '../consent.ts';
import type { ConnectForm } from './connect-form.ts';
import { faultText, star } from './form-field.ts';
import { linkTo } from './link.ts';
import { attributes, markup, type Markup } from './markup.ts';
import { textsOf } from './texts.ts';

/** The box to tick, with what the visitor agrees to and where to read more about it. */
export function agreement({ card, profile, language, values, faults }: ConnectForm): Markup {
  const fault = faults.get('consent');
  const box = attributes({
    required: true,
    // Nobody has agreed yet to a text that changed meanwhile.
    checked: values.consent === true && fault === undefined,
    'aria-invalid': fault === undefined ? undefined : 'true',
    'aria-describedby': fault === undefined ? undefined : 'consent-fault',
  });
  const text = consentText(profile, card.body.displayName, language);
  return markup`<div class="agree">
<label for="consent"><input type="checkbox" id="consent" name="consent" value="true"${box}><span>${text}${star}</span></label>
${faultText('consent', fault)}
${privacyLink(profile.privacyUrl, textsOf(language).form)}
</div>`;
}

/** Opens in a new window, or what was entered would be lost. */
function privacyLink(
  url: string | undefined,
  { privacy, newWindow }: { privacy: string; newWindow: string },
): Markup | undefined {
  const address = url === undefined ? undefined : linkTo('web', url);
  if (address === undefined) return undefined;
  return markup`<a class="privacy" href="${address}" target="_blank" rel="noopener">${privacy}<span class="hidden"> ${newWindow}</span></a>`;
}
