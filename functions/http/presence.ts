import { z } from 'zod';
import { listAnswer, listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import { identifier, outsideId } from '../../shared/http/text.ts';
import { presenceView, presenceViewSchema } from '../../shared/presence/presence-view.ts';
import { choosePresence, resetPresence } from '../../shared/presence/reset-presence.ts';
import { ofKind } from '../../shared/profiles/profile.ts';
import type { Services } from '../../shared/services.ts';
import { addresses } from './addresses.ts';

const accountParams = { id: identifier, account: outsideId };

/** What is set on the phone system because of the calendars, and why. */
export function presenceRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.listPresence,
      summary: 'The board: the present state of every account, and why.',
      role: 'reader',
      phone: true,
      query: pageParameters,
      answers: { 200: listOf(presenceViewSchema) },
      handle: async ({ params, query }) => {
        const { body } = ofKind(await services().profiles.get(params.id), 'presence');
        const { states, next } = await services().presence.page(params.id, query);
        const views = states.map((state) => presenceView(state, body, services().now()));
        return { status: 200, value: listAnswer(views, next) };
      },
    }),
    route({
      ...addresses.getPresence,
      summary: 'The present state of an account, since when and until when, because of what, and what follows.',
      role: 'reader',
      phone: true,
      params: accountParams,
      answers: { 200: presenceViewSchema },
      handle: async ({ params }) => {
        const { body } = ofKind(await services().profiles.get(params.id), 'presence');
        const state = await services().presence.get(params.id, params.account);
        return { status: 200, value: presenceView(state, body, services().now()), version: state.etag };
      },
    }),
    route({
      ...addresses.resetPresence,
      summary: 'Takes back what running events have set, until they are over; a new event sets again.',
      role: 'operator',
      phone: true,
      params: accountParams,
      answers: { 200: presenceViewSchema },
      handle: async ({ params }) => {
        const { body } = ofKind(await services().profiles.get(params.id), 'presence');
        const state = await resetPresence(services(), params.id, params.account);
        return { status: 200, value: presenceView(state, body, services().now()) };
      },
    }),
    route({
      ...addresses.putPresence,
      summary:
        "A person's own choices: whether anything is set at all, and how much of an appointment is shown, which only counts where it is stricter.",
      role: 'operator',
      params: accountParams,
      body: z.strictObject({
        enabled: z.boolean().default(true),
        privacy: z.enum(['nothing', 'times', 'type', 'title']).nullable().default(null),
      }),
      answers: { 200: presenceViewSchema },
      handle: async ({ params, body }) => {
        const profile = ofKind(await services().profiles.get(params.id), 'presence');
        const choices = { enabled: body.enabled, privacy: body.privacy ?? ('' as const) };
        const state = await choosePresence(services(), profile, params.account, choices);
        return { status: 200, value: presenceView(state, profile.body, services().now()) };
      },
    }),
  ];
}
