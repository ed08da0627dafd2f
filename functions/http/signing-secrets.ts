import { listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import type { Services } from '../../shared/services.ts';
import { pageOf } from './page-of.ts';
import { createdSigningSecretSchema, signingSecretSchema } from '../../shared/webhooks/signing-secret.ts';
import { addresses } from './addresses.ts';

/** The secrets that messages to and from a profile are signed with. */
export function signingSecretRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.listSigningSecrets,
      summary: 'Lists the signing secrets of a profile, never their texts; there are two at most.',
      role: 'admin',
      query: pageParameters,
      answers: { 200: listOf(signingSecretSchema) },
      handle: async ({ params, query }) => {
        await services().profiles.get(params.id);
        const secrets = await services().signingSecrets.list(params.id);
        return { status: 200, value: pageOf(secrets, ({ id }) => id, query) };
      },
    }),
    route({
      ...addresses.createSigningSecret,
      summary: 'Creates a signing secret (Standard Webhooks) and shows its text, this once.',
      role: 'admin',
      answers: { 201: createdSigningSecretSchema },
      handle: async ({ params }) => {
        await services().profiles.get(params.id);
        return { status: 201, value: await services().signingSecrets.create(params.id) };
      },
    }),
    route({
      ...addresses.deleteSigningSecret,
      summary: 'Deletes a signing secret; what is signed with it is refused from then on.',
      role: 'admin',
      answers: { 204: 'empty' },
      handle: async ({ params }) => {
        await services().signingSecrets.delete(params.id, params.secret);
        return { status: 204 };
      },
    }),
  ];
}
