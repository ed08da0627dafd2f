import { destinationInputSchema, destinationView, destinationViewSchema } from '../../shared/delivery/destination.ts';
import { outcomeSchema } from '../../shared/delivery/outcome.ts';
import {
  createDestination,
  deleteDestination,
  destinationOf,
  replaceDestination,
  replayDestination,
} from '../../shared/delivery/save-destination.ts';
import { testDestination } from '../../shared/delivery/test-destination.ts';
import { requireMatch } from '../../shared/http/etag.ts';
import { listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import { ofKind } from '../../shared/profiles/profile.ts';
import type { Services } from '../../shared/services.ts';
import { pageOf } from './page-of.ts';
import { addresses } from './addresses.ts';

/** Where a profile's presence is delivered to. */
export function destinationRoutes(services: () => Services): Route[] {
  const isOfPresence = async (id: string): Promise<void> => {
    ofKind(await services().profiles.get(id), 'presence');
  };
  return [
    route({
      ...addresses.listDestinations,
      summary: 'Lists where presence is delivered to, and how that goes; never with a password.',
      role: 'operator',
      query: pageParameters,
      answers: { 200: listOf(destinationViewSchema) },
      handle: async ({ params, query }) => {
        await isOfPresence(params.id);
        const all = await services().destinations.list(params.id);
        const shown = all.filter(({ leavingSince }) => leavingSince === '').map(destinationView);
        return { status: 200, value: pageOf(shown, ({ id }) => id, query) };
      },
    }),
    route({
      ...addresses.createDestination,
      summary: "Creates a destination; every account's present state is delivered to it.",
      role: 'admin',
      body: destinationInputSchema,
      answers: { 201: destinationViewSchema },
      handle: async ({ params, body }) => {
        await isOfPresence(params.id);
        const destination = await createDestination(services(), params.id, body);
        const headers = { location: `/api/profiles/${params.id}/destinations/${destination.id}` };
        return { status: 201, value: destinationView(destination), version: destination.etag, headers };
      },
    }),
    route({
      ...addresses.getDestination,
      summary: 'Shows a destination, and how delivering to it goes.',
      role: 'operator',
      answers: { 200: destinationViewSchema },
      handle: async ({ params }) => {
        const destination = await destinationOf(services(), params.id, params.destination);
        return { status: 200, value: destinationView(destination), version: destination.etag };
      },
    }),
    route({
      ...addresses.replaceDestination,
      summary: 'Changes a destination and delivers to it again, whatever had stopped that.',
      role: 'admin',
      body: destinationInputSchema,
      conditional: true,
      answers: { 200: destinationViewSchema },
      handle: async ({ params, body, request }) => {
        const old = await destinationOf(services(), params.id, params.destination);
        requireMatch(request, old.etag);
        const destination = await replaceDestination(services(), old, body);
        return { status: 200, value: destinationView(destination), version: destination.etag };
      },
    }),
    route({
      ...addresses.deleteDestination,
      summary: 'Deletes a destination; what was set on a phone system is taken back.',
      role: 'admin',
      conditional: true,
      answers: { 204: 'empty' },
      handle: async ({ params, request }) => {
        const old = await destinationOf(services(), params.id, params.destination);
        requireMatch(request, old.etag);
        await deleteDestination(services(), old);
        return { status: 204 };
      },
    }),
    ...operationRoutes(services),
  ];
}

function operationRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.testDestination,
      summary: 'Sends a test event, or logs in to the phone system, and tells how that ended.',
      role: 'operator',
      answers: { 200: outcomeSchema },
      handle: async ({ params }) => {
        const destination = await destinationOf(services(), params.id, params.destination);
        return { status: 200, value: await testDestination(services(), destination) };
      },
    }),
    route({
      ...addresses.replayDestination,
      summary:
        "Delivers to a destination again, whatever had stopped that, beginning with every account's present state.",
      role: 'operator',
      answers: { 202: destinationViewSchema },
      handle: async ({ params }) => {
        const old = await destinationOf(services(), params.id, params.destination);
        const destination = await replayDestination(services(), old);
        return { status: 202, value: destinationView(destination), version: destination.etag };
      },
    }),
  ];
}
