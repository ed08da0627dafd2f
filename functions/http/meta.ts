import { z } from 'zod';
import { InvalidError, reasonOf } from '../../shared/errors.ts';
import { publicRoute, type Route } from '../../shared/http/route.ts';
import type { Services } from '../../shared/services.ts';
import { version } from '../../shared/version.ts';
import { addresses } from './addresses.ts';

/** What the description of the API says about itself. */
export const info = {
  title: 'Patchbay',
  version,
  description: 'Connects Exchange mailboxes with the systems around the telephone.',
  base: '/api',
};

const healthSchema = z.strictObject({
  status: z.enum(['ok', 'failing']),
  version: z.string(),
  problems: z.array(z.string()),
});

/** Readiness and the description of the API itself; `routes` are all of it. */
export function metaRoutes(services: () => Services, routes: () => readonly Route[]): Route[] {
  return [
    publicRoute({
      ...addresses.getHealth,
      summary: 'Tells whether the app is ready: its settings are right and its storage answers.',
      answers: { 200: healthSchema, 503: healthSchema },
      handle: async () => {
        try {
          await services().states.list();
          return { status: 200, value: { status: 'ok' as const, version, problems: [] } };
        } catch (error) {
          return { status: 503, value: { status: 'failing' as const, version, problems: problemsOf(error) } };
        }
      },
    }),
    publicRoute({
      ...addresses.getOpenApi,
      summary: 'The description of this API (OpenAPI 3.1).',
      answers: { 200: 'application/json' },
      handle: async () => {
        const { openApiDocument } = await import('../../shared/http/openapi.ts');
        return { status: 200, content: JSON.stringify(openApiDocument(routes(), info)) };
      },
    }),
    publicRoute({
      ...addresses.getDocs,
      summary: 'The description of this API as a page.',
      answers: { 200: 'text/html; charset=utf-8' },
      handle: async () => {
        const [{ openApiDocument }, { docsPage }] = await Promise.all([
          import('../../shared/http/openapi.ts'),
          import('../../shared/http/docs-page.ts'),
        ]);
        const { html, headers } = docsPage(openApiDocument(routes(), info));
        return { status: 200, content: html, headers };
      },
    }),
  ];
}

/** One line for each setting that is missing or wrong, by its name and never with its value; else what failed. */
function problemsOf(error: unknown): string[] {
  return error instanceof InvalidError && error.faults.length > 0
    ? error.faults.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`)
    : [reasonOf(error)];
}
