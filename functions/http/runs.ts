import { listAnswer, listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import { releaseRun } from '../../shared/runs/release-run.ts';
import { runSchema } from '../../shared/runs/run.ts';
import { runDetail, runDetailSchema } from '../../shared/runs/run-view.ts';
import { startRun } from '../../shared/runs/start-run.ts';
import type { Services } from '../../shared/services.ts';
import { addresses } from './addresses.ts';

export function runRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.startRun,
      summary: 'Starts a run now; refused while one is going on.',
      role: 'operator',
      answers: { 202: runSchema },
      handle: async ({ params }) => {
        const run = await startRun(services(), params.id);
        return { status: 202, value: run, headers: { location: `/api/profiles/${params.id}/runs/${run.id}` } };
      },
    }),
    route({
      ...addresses.listRuns,
      summary: 'Lists the runs of a profile, newest first.',
      role: 'operator',
      query: pageParameters,
      answers: { 200: listOf(runSchema) },
      handle: async ({ params, query }) => {
        await services().profiles.get(params.id);
        const { runs, next } = await services().runs.page(params.id, query.limit, query.cursor);
        return { status: 200, value: listAnswer(runs, next) };
      },
    }),
    route({
      ...addresses.getRun,
      summary: 'Shows a run with counts for each mailbox, also while it goes on.',
      role: 'operator',
      answers: { 200: runDetailSchema },
      handle: async ({ params }) => {
        const { profiles, runs, groups } = services();
        await profiles.get(params.id);
        const { run } = await runs.get(params.id, params.run);
        return { status: 200, value: await runDetail(run, groups(params.id, params.run)) };
      },
    }),
    route({
      ...addresses.releaseRun,
      summary: 'Lets a held run delete what it was held for.',
      role: 'operator',
      answers: { 202: runSchema },
      handle: async ({ params }) => {
        await services().profiles.get(params.id);
        return { status: 202, value: await releaseRun(services(), params.id, params.run) };
      },
    }),
  ];
}
