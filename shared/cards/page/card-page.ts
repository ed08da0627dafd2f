import type { Fault } from '../../errors.ts';
import type { CardsProfile } from '../../profiles/cards-profile.ts';
import type { Card } from '../card.ts';
import type { Language } from '../submission.ts';
import { businessCard } from './business-card.ts';
import { connectForm, type FormValues } from './connect-form.ts';
import { faultsByField, faultSummary } from './form-faults.ts';
import { pageHeaders } from './headers.ts';
import type { Markup } from './markup.ts';
import { notFoundNotice, sentNotice, tooManyNotice } from './notices.ts';
import { pageDocument } from './page-document.ts';
import { placesOf, type Places } from './places.ts';
import { textsOf, withOwner } from './texts.ts';

/** A page and the headers it must be sent with. */
export interface Page {
  html: string;
  headers: Record<string, string>;
}

/** `form`: to be filled in, for the first time or again. `sent`: it is stored. `tooMany`: over a limit, not stored. */
export type PageOutcome = 'form' | 'sent' | 'tooMany';

/** What a card's page is made of. */
export interface CardPage {
  card: Pick<Card, 'id' | 'body' | 'siteKey'>;
  profile: Pick<CardsProfile, 'consent' | 'privacyUrl'>;
  language: Language;
  /** Sent back with the form. */
  token: string;
  outcome?: PageOutcome | undefined;
  /** What the visitor has sent, to be corrected or sent again. */
  values?: FormValues | undefined;
  /** What is wrong with it, in the visitor's language. */
  faults?: readonly Fault[] | undefined;
  /** Where the form is sent; without it `/api/connect/{card}`. */
  action?: string | undefined;
}

/** Renders a card's page: the card, and its Connect form or what became of it. */
export function cardPage(page: CardPage): Page {
  const { card, language, outcome = 'form' } = page;
  const texts = textsOf(language);
  const places = placesOf(card, page.action);
  const notice = noticeOf(page, places);
  const form = formOf(page, places);
  const view = { card, places, texts, isTitle: outcome === 'form', hasForm: form !== undefined };
  return {
    html: pageDocument({
      language,
      title: titleOf(page),
      place: places.page,
      content: [notice, businessCard(view), form],
      split: notice !== undefined || form !== undefined,
    }),
    headers: pageHeaders(language, card.body.origins),
  };
}

/** The page of a card that does not exist or is switched off, which are not to be told apart. */
export function cardNotFoundPage(language: Language): Page {
  const { title } = textsOf(language).notFound;
  const place = (other: Language): string => `?language=${other}`;
  return {
    html: pageDocument({ language, title, place, content: notFoundNotice(language), split: false }),
    headers: pageHeaders(language, []),
  };
}

function titleOf({ card, language, outcome = 'form', faults = [] }: CardPage): string {
  const texts = textsOf(language);
  if (outcome !== 'form') return texts[outcome].title;
  return withOwner(faults.length > 0 ? texts.faultyTitle : texts.pageTitle, card.body.displayName);
}

function noticeOf(page: CardPage, places: Places): Markup | undefined {
  const { card, language, outcome = 'form', faults = [], values } = page;
  if (outcome === 'form') return faultSummary(faults, textsOf(language));
  const notice = { card, places, language };
  return outcome === 'sent' ? sentNotice(notice) : tooManyNotice(notice, values !== undefined);
}

/** Over a limit, what was entered stays there to be sent again later. */
function formOf(page: CardPage, { connect }: Places): Markup | undefined {
  const { card, profile, language, token, outcome = 'form', values = {}, faults = [] } = page;
  const wanted = outcome === 'form' || (outcome === 'tooMany' && page.values !== undefined);
  if (!card.body.connectEnabled || !wanted) return undefined;
  return connectForm({ card, profile, language, token, action: connect, values, faults: faultsByField(faults) });
}
