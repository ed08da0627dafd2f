import type { Card } from '../card.ts';
import { initialsOf } from './initials.ts';
import { linkTo, shownAddress, type LinkKind } from './link.ts';
import { attributes, markup, type Markup } from './markup.ts';
import type { Places } from './places.ts';
import { withOwner, type Texts } from './texts.ts';

/** How a card stands on its page. */
export interface CardView {
  card: Pick<Card, 'body'>;
  places: Places;
  texts: Texts;
  /** Whether its name is the title of the page; otherwise something above is. */
  isTitle: boolean;
  /** Whether the Connect form is on the page. */
  hasForm: boolean;
}

/** The card itself: who it is, and the ways to reach them. */
export function businessCard({ card, places, texts, isTitle, hasForm }: CardView): Markup {
  const { displayName, title, company, email, phone, mobile, website } = card.body;
  const ways = [
    way('phone', texts.card.phone, phone),
    way('phone', texts.card.mobile, mobile),
    way('email', texts.card.email, email),
    way('web', texts.card.website, website),
  ].filter((one) => one !== undefined);
  return markup`<section class="panel card">
${portrait(card.body, texts)}
<div class="who">
${isTitle ? markup`<h1>${displayName}</h1>` : markup`<h2>${displayName}</h2>`}
${title === '' ? undefined : markup`<p class="title">${title}</p>`}
${company === '' ? undefined : markup`<p>${company}</p>`}
</div>
${ways.length === 0 ? undefined : markup`<ul class="ways">${ways}</ul>`}
<div class="acts">
${hasForm ? markup`<a class="button main jump" href="#connect">${texts.form.title}</a>` : undefined}
<a class="button second" href="${places.vcard}">${texts.card.save}</a>
</div>
</section>`;
}

function portrait({ photo, displayName }: Card['body'], texts: Texts): Markup {
  if (photo === undefined) return markup`<div class="portrait" aria-hidden="true">${initialsOf(displayName)}</div>`;
  const source = `data:${photo.type};base64,${photo.data}`;
  return markup`<img class="portrait" width="120" height="120" alt="${withOwner(texts.card.photo, displayName)}" src="${source}">`;
}

function way(kind: LinkKind, label: string, text: string | undefined): Markup | undefined {
  if (text === undefined || text === '') return undefined;
  const content = markup`<span>${label}</span> <b>${kind === 'web' ? shownAddress(text) : text}</b>`;
  const address = linkTo(kind, text);
  if (address === undefined) return markup`<li><div class="way">${content}</div></li>`;
  const elsewhere = attributes(kind === 'web' ? { target: '_blank', rel: 'noopener' } : {});
  return markup`<li><a class="way" href="${address}"${elsewhere}>${content}</a></li>`;
}
