import type { Card } from '../card.ts';
import type { Language } from '../submission.ts';

/** Where the page's links and its form lead. */
export interface Places {
  /** The form's target. */
  connect: string;
  vcard: string;
  page(language: Language): string;
}

/** The places of a card; `connect` where the form is sent elsewhere than usual. */
export function placesOf({ id }: Pick<Card, 'id'>, connect?: string): Places {
  const card = encodeURIComponent(id.toWellFormed());
  return {
    connect: connect ?? `/api/connect/${card}`,
    vcard: `/api/cards/${card}/card.vcf`,
    page: (language) => `/api/cards/${card}?language=${language}`,
  };
}
