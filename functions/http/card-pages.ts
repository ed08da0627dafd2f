import { z } from 'zod';
import { NotFoundError } from '../../shared/errors.ts';
import { publicRoute, type Route } from '../../shared/http/route.ts';
import { openCard } from '../../shared/cards/connect.ts';
import { cardNotFoundPage, type Page } from '../../shared/cards/page/card-page.ts';
import { languageOf } from '../../shared/cards/page/language.ts';
import { showCard } from '../../shared/cards/show-card.ts';
import { toVCard, vcardHeaders } from '../../shared/cards/vcard.ts';
import type { Services } from '../../shared/services.ts';
import { addresses } from './addresses.ts';

/** Any text: what is no card's id is a card that does not exist. */
export const cardParam = { card: z.string().max(200) };

const htmlType = 'text/html; charset=utf-8';

/** What visitors of a business card see. */
export function cardPageRoutes(services: () => Services): Route[] {
  return [
    publicRoute({
      ...addresses.showCard,
      summary: 'The page of a business card, with its Connect form.',
      description: 'In German or English, by `language` or by the browser. Needs no script.',
      query: { language: z.string().max(20).optional() },
      params: cardParam,
      anyQuery: true,
      answers: { 200: htmlType, 404: htmlType },
      handle: async ({ params, query, request }) => {
        const language = languageOf(request.header('accept-language'), query.language);
        try {
          const open = await openCard(services(), params.card);
          return { status: 200, ...contentOf(showCard(services(), open, language)) };
        } catch (error) {
          if (!(error instanceof NotFoundError)) throw error;
          return { status: 404, ...contentOf(cardNotFoundPage(language)) };
        }
      },
    }),
    publicRoute({
      ...addresses.downloadCard,
      summary: 'The vCard (3.0) of a business card.',
      params: cardParam,
      anyQuery: true,
      answers: { 200: 'text/vcard; charset=utf-8' },
      handle: async ({ params }) => {
        const { card } = await openCard(services(), params.card);
        return { status: 200, content: toVCard(card), headers: vcardHeaders(card) };
      },
    }),
  ];
}

/** A page as the content of an answer. */
export function contentOf({ html, headers }: Page): { content: string; headers: Record<string, string> } {
  return { content: html, headers };
}
