import type { Card } from '../card.ts';
import type { Language } from '../submission.ts';
import { markup, type Markup } from './markup.ts';
import type { Places } from './places.ts';
import { textsOf, withOwner } from './texts.ts';

/** What a visitor is told after pressing the button. */
export interface Notice {
  card: Pick<Card, 'body'>;
  places: Places;
  language: Language;
}

/** Told when the submission is stored. */
export function sentNotice({ card, places, language }: Notice): Markup {
  const { title, text, next } = textsOf(language).sent;
  return markup`<section class="panel notice done" role="status">
<h1>${title}</h1>
<p>${withOwner(text, card.body.displayName)}</p>
<p>${next}</p>
${wayBack(places, language)}
</section>`;
}

/** Told when a limit is reached; `kept` when what was entered stands in the form below. */
export function tooManyNotice({ places, language }: Notice, kept: boolean): Markup {
  const { title, text, kept: stays } = textsOf(language).tooMany;
  return markup`<section class="panel notice faulty" role="alert">
<h1>${title}</h1>
<p>${text}</p>
${kept ? markup`<p>${stays}</p>` : wayBack(places, language)}
</section>`;
}

/** Told where there is no card, or none that may be seen. */
export function notFoundNotice(language: Language): Markup {
  const { title, text } = textsOf(language).notFound;
  return markup`<section class="panel notice lost"><h1>${title}</h1><p>${text}</p></section>`;
}

function wayBack(places: Places, language: Language): Markup {
  return markup`<a class="button second" href="${places.page(language)}">${textsOf(language).card.back}</a>`;
}
