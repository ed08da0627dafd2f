import { NotFoundError } from '../../shared/errors.ts';
import { cardSchema, cardView, cardViewSchema, type Card } from '../../shared/cards/card.ts';
import { createCard, replaceCard } from '../../shared/cards/save-card.ts';
import { requireMatch } from '../../shared/http/etag.ts';
import { listAnswer, listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import { ofKind } from '../../shared/profiles/profile.ts';
import type { Services } from '../../shared/services.ts';
import { addresses } from './addresses.ts';

/** The business cards of a team. */
export function cardRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.listCards,
      summary: 'Lists the business cards of a profile.',
      role: 'operator',
      query: pageParameters,
      answers: { 200: listOf(cardViewSchema) },
      handle: async ({ params, query }) => {
        ofKind(await services().profiles.get(params.id), 'cards');
        const { cards, next } = await services().cards.page(params.id, query);
        return { status: 200, value: listAnswer(cards.map(cardView), next) };
      },
    }),
    route({
      ...addresses.createCard,
      summary: "Creates a business card; its owner's mailbox is looked up.",
      role: 'operator',
      body: cardSchema,
      answers: { 201: cardViewSchema },
      handle: async ({ params, body }) => {
        const card = await createCard(services(), await services().profiles.get(params.id), body);
        const headers = { location: `/api/profiles/${params.id}/cards/${card.id}` };
        return { status: 201, value: cardView(card), version: card.etag, headers };
      },
    }),
    route({
      ...addresses.getCard,
      summary: 'Shows a business card.',
      role: 'operator',
      answers: { 200: cardViewSchema },
      handle: async ({ params }) => {
        const card = await cardOf(services(), params);
        return { status: 200, value: cardView(card), version: card.etag };
      },
    }),
    route({
      ...addresses.replaceCard,
      summary: 'Changes a business card.',
      role: 'operator',
      body: cardSchema,
      conditional: true,
      answers: { 200: cardViewSchema },
      handle: async ({ params, body, request }) => {
        const old = await cardOf(services(), params);
        requireMatch(request, old.etag);
        const card = await replaceCard(services(), await services().profiles.get(params.id), old, body);
        return { status: 200, value: cardView(card), version: card.etag };
      },
    }),
    route({
      ...addresses.deleteCard,
      summary: 'Deletes a business card; what it has taken before is still written.',
      role: 'operator',
      conditional: true,
      answers: { 204: 'empty' },
      handle: async ({ params, request }) => {
        const card = await cardOf(services(), params);
        requireMatch(request, card.etag);
        await services().cards.delete(card);
        return { status: 204 };
      },
    }),
  ];
}

async function cardOf({ cards }: Services, params: { id: string; card: string }): Promise<Card> {
  const card = await cards.find(params.card);
  if (card?.profile === params.id) return card;
  throw new NotFoundError(
    `The profile has no card ${params.card}; list them with GET /api/profiles/${params.id}/cards.`,
  );
}
