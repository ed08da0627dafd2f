import { NotFoundError } from '../../shared/errors.ts';
import { requireMatch } from '../../shared/http/etag.ts';
import { listAnswer, listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import { nameText } from '../../shared/http/text.ts';
import { apiKeySchema, createdKeySchema, newKeySchema } from '../../shared/keys/key.ts';
import type { Services } from '../../shared/services.ts';
import { addresses } from './addresses.ts';

export function keyRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.listKeys,
      summary: 'Lists the API keys, never their texts.',
      role: 'admin',
      query: pageParameters,
      answers: { 200: listOf(apiKeySchema) },
      handle: async ({ query }) => {
        const { keys, next } = await services().keys.list(query);
        return { status: 200, value: listAnswer(keys, next) };
      },
    }),
    route({
      ...addresses.createKey,
      summary: 'Creates an API key and shows its text, this once.',
      role: 'admin',
      body: newKeySchema,
      answers: { 201: createdKeySchema },
      handle: async ({ body }) => {
        if (body.profile !== undefined) await services().profiles.get(body.profile);
        return { status: 201, value: await services().keys.create(body) };
      },
    }),
    route({
      ...addresses.deleteKey,
      summary: 'Revokes an API key at once.',
      role: 'admin',
      params: { key: nameText(100) },
      conditional: true,
      answers: { 204: 'empty' },
      handle: async ({ params, request }) => {
        const stored = await services().keys.get(params.key);
        if (!stored) throw new NotFoundError(`There is no key ${params.key}; list them with GET /api/keys.`);
        requireMatch(request, stored.version);
        await services().keys.delete(params.key, stored.version);
        return { status: 204 };
      },
    }),
  ];
}
