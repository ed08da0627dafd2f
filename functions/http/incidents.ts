import { listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import { incidentSchema, incidentView } from '../../shared/notices/incident-view.ts';
import type { Services } from '../../shared/services.ts';
import { pageOf } from './page-of.ts';
import { addresses } from './addresses.ts';

export function incidentRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.listIncidents,
      summary: 'Lists what went wrong with a profile, what is open first.',
      role: 'operator',
      query: pageParameters,
      answers: { 200: listOf(incidentSchema) },
      handle: async ({ params, query }) => {
        await services().profiles.get(params.id);
        const incidents = (await services().incidents.list(params.id)).map(incidentView);
        const open = incidents.filter(({ closedAt }) => closedAt === null);
        const over = incidents.filter(({ closedAt }) => closedAt !== null);
        return { status: 200, value: pageOf([...open, ...over], ({ kind, openedAt }) => `${kind} ${openedAt}`, query) };
      },
    }),
  ];
}
