import { z } from 'zod';
import { route, type Route } from '../../shared/http/route.ts';
import { isOfKind, ofKind } from '../../shared/profiles/profile.ts';
import { simulateDay } from '../../shared/simulation/simulate-day.ts';
import type { Services } from '../../shared/services.ts';
import { simulate } from '../../shared/simulation/simulate.ts';
import { simulationSchema } from '../../shared/simulation/simulation.ts';
import { addresses } from './addresses.ts';

/** The platform's front end gives up after 230 seconds. */
const answerWithinSeconds = 150;

export function simulationRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.simulateProfile,
      summary: 'Shows what a run would do now, writing nothing: the first 500 records and totals of everything.',
      description:
        'For a profile of the kind `presence`: the next 24 hours of each mailbox, from when to when what would be set, and why. With `format=csv` the same comes as a file for spreadsheets.',
      role: 'operator',
      query: { format: z.enum(['json', 'csv']).default('json') },
      answers: { 200: [simulationSchema, 'text/csv; charset=utf-8'] },
      handle: async ({ params, query }) => {
        const { profiles, connection, now, ...ports } = services();
        const profile = await profiles.get(params.id);
        const deadline = new Date(now().getTime() + answerWithinSeconds * 1000);
        const source = await connection(profile.body.connectionId);
        const simulation = isOfKind(profile, 'presence')
          ? await simulateDay({ ...ports, now, deadline }, params.id, profile.body, source)
          : await simulate({ ...ports, now, deadline }, params.id, ofKind(profile, 'contacts').body, source);
        if (query.format === 'json') return { status: 200, value: simulation };
        const { simulationCsv } = await import('../../shared/simulation/simulation-csv.ts');
        const headers = { 'content-disposition': `attachment; filename="simulation-${params.id}.csv"` };
        return { status: 200, content: simulationCsv(simulation), headers };
      },
    }),
  ];
}
