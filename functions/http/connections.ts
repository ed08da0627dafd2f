import { z } from 'zod';
import { connectionInputSchema } from '../../shared/connections/connection-input.ts';
import { connectionView, connectionViewSchema } from '../../shared/connections/connection.ts';
import { deleteConnection } from '../../shared/connections/delete-connection.ts';
import { healthSchema } from '../../shared/connections/health.ts';
import { createConnection, replaceConnection } from '../../shared/connections/save-connection.ts';
import { testConnection } from '../../shared/connections/test-connection.ts';
import { requireMatch } from '../../shared/http/etag.ts';
import { listAnswer, listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import type { Services } from '../../shared/services.ts';
import { addresses } from './addresses.ts';

export function connectionRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.listConnections,
      summary: 'Lists the connections, never with a secret.',
      role: 'admin',
      query: pageParameters,
      answers: { 200: listOf(connectionViewSchema) },
      handle: async ({ query }) => {
        const { items, next } = await services().connections.page(query);
        return { status: 200, value: listAnswer(items.map(connectionView), next) };
      },
    }),
    route({
      ...addresses.createConnection,
      summary: 'Creates a connection after testing it; the answer names what the test found, field by field.',
      role: 'admin',
      body: connectionInputSchema,
      answers: { 201: connectionViewSchema },
      handle: async ({ body }) => {
        const connection = await createConnection(services().saveConnection, body);
        const headers = { location: `/api/connections/${connection.id}` };
        return { status: 201, value: connectionView(connection), version: connection.etag, headers };
      },
    }),
    route({
      ...addresses.getConnection,
      summary: 'Shows a connection with its health.',
      role: 'admin',
      answers: { 200: connectionViewSchema },
      handle: async ({ params }) => {
        const connection = await services().connections.get(params.id);
        return { status: 200, value: connectionView(connection), version: connection.etag };
      },
    }),
    route({
      ...addresses.replaceConnection,
      summary:
        'Changes a connection after testing it. A new cloud, tenant or client makes every profile read everything anew.',
      role: 'admin',
      body: connectionInputSchema,
      conditional: true,
      answers: { 200: connectionViewSchema },
      handle: async ({ params, body, request }) => {
        const { saveConnection, connections } = services();
        const old = await connections.get(params.id);
        requireMatch(request, old.etag);
        const connection = await replaceConnection(saveConnection, params.id, body, old.etag);
        return { status: 200, value: connectionView(connection), version: connection.etag };
      },
    }),
    route({
      ...addresses.deleteConnection,
      summary: 'Deletes a connection and its secret; refused while a profile uses it.',
      role: 'admin',
      conditional: true,
      answers: { 204: 'empty' },
      handle: async ({ params, request }) => {
        const { connections, profilesOf } = services();
        const old = await connections.get(params.id);
        requireMatch(request, old.etag);
        await deleteConnection({ store: connections, profilesOf }, params.id, old.etag);
        return { status: 204 };
      },
    }),
    route({
      ...addresses.testConnection,
      summary: 'Tests a connection now: the token, each permission by one real call, one mailbox.',
      role: 'operator',
      answers: { 200: z.strictObject({ health: healthSchema }) },
      handle: async ({ params }) => ({
        status: 200,
        value: { health: await testConnection(services().saveConnection, params.id) },
      }),
    }),
  ];
}
