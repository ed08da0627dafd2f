import { fileURLToPath } from 'node:url';
import { info } from '../functions/http/meta.ts';
import { allRoutes } from '../functions/http/routes.ts';
import { apiMarkdown } from '../shared/http/api-markdown.ts';
import { openApiDocument } from '../shared/http/openapi.ts';

const docs = (name: string): string => fileURLToPath(new URL(`../docs/${name}`, import.meta.url));

/** The generated documentation: path and text of each file. */
export function apiFiles(): Map<string, string> {
  const routes = allRoutes(() => {
    throw new Error('The description of the API needs no services.');
  });
  const document = openApiDocument(routes, info);
  return new Map([[docs('api.md'), apiMarkdown(document)]]);
}
