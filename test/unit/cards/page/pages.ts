import fc from 'fast-check';
import { cardSchema, type CardBody } from '../../../../shared/cards/card.ts';
import type { CardPage } from '../../../../shared/cards/page/card-page.ts';
import { cardsProfileSchema, type CardsProfile } from '../../../../shared/profiles/cards-profile.ts';

/** A PNG of one pixel. */
export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** The body of a card with everything on it, except for what is given. */
export function bodyWith(given: Partial<CardBody> = {}): CardBody {
  const body = cardSchema.parse({
    ...{ owner: 'anna@example.org', displayName: 'Anna Müller', title: 'Leiterin Vertrieb', company: 'Muster GmbH' },
    ...{ email: 'anna@example.org', phone: '+49 (0)841 1234-56', mobile: '+49 170 1234567' },
    ...{ website: 'https://www.example.org/team/', photo: { type: 'image/png', data: pixel } },
  });
  return { ...body, ...given };
}

/** A profile of cards with a privacy notice. */
export function profileWith(given: Partial<CardsProfile> = {}): CardsProfile {
  const profile = { kind: 'cards', name: 'Vertrieb', connectionId: 'demo', privacyUrl: 'https://example.org/privacy' };
  return { ...cardsProfileSchema.parse(profile), ...given };
}

/** What a page is made of: a fresh form in German, except for what is given. */
export function pageWith({ body = {}, ...given }: Partial<CardPage> & { body?: Partial<CardBody> } = {}): CardPage {
  const card = { id: 'sales-4fd0', siteKey: 'site-1', body: bodyWith(body) };
  return { card, profile: profileWith(), language: 'de', token: 'token-1', ...given };
}

const nasty = fc.constantFrom(
  '<', '>', '"', "'", '&', '`', '=', '/', '</', '-->', '<!--', ']]>', '</title>', '</style>', '</textarea>', '<script>', '\n', '\r\n',
  '\r', '\t', '&quot;', '&#34;', '&lt', '{owner}', '$&', "$'", ' onload=x ', '\u2028', '\ufeff', '\ud800', '\\', ';', ',', ':', '😀', 'ä', ' ',
); // prettier-ignore

/** Text that would like to be something else. */
export const wildText = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 8 })
  .map((parts) => parts.join(''));

/** The same, but never empty and never only spaces. */
export const wildName = wildText.map((text) => `x${text}x`);
