import { deadLetterView, deadLetterViewSchema } from '../../shared/deadletters/dead-letter-view.ts';
import { replayDeadLetter } from '../../shared/deadletters/replay-dead-letter.ts';
import { listAnswer, listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import type { Services } from '../../shared/services.ts';
import { addresses } from './addresses.ts';

export function deadLetterRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.listDeadLetters,
      summary: 'Lists the messages that failed five times, newest first, with their reasons.',
      role: 'operator',
      query: pageParameters,
      answers: { 200: listOf(deadLetterViewSchema) },
      handle: async ({ query }) => {
        const { letters, next } = await services().deadLetters.page(query.limit, query.cursor);
        return { status: 200, value: listAnswer(letters.map(deadLetterView), next) };
      },
    }),
    route({
      ...addresses.replayDeadLetter,
      summary: 'Tries such a message again after its cause was repaired.',
      role: 'operator',
      answers: { 202: deadLetterViewSchema },
      handle: async ({ params }) => ({
        status: 202,
        value: deadLetterView(await replayDeadLetter(services(), params.letter)),
      }),
    }),
  ];
}
