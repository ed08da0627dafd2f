import { z } from 'zod';
import { documentedSchemas, type DocumentedSchemas } from './openapi-schemas.ts';
import type {
  MediaContent,
  OpenApiDocument,
  Operation,
  Parameter,
  ResponseEntry,
  SchemaNode,
} from './openapi-document.ts';
import { problemKinds, problemSchema } from './problem.ts';
import { formsOf, isMediaType } from './reply.ts';
import type { Route } from './route.ts';

export interface ApiInfo {
  title: string;
  version: string;
  description: string;
  /** The base path, `/api`. */
  base: string;
}

const securitySchemes: Record<string, SchemaNode> = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'An Entra ID access token (v2.0) with one of the app roles Connector.Admin, Connector.Operator, Connector.Reader.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description: 'An API key, as `POST /keys` gives it once.',
  },
  basic: { type: 'http', scheme: 'basic', description: 'For phones: the API key as password, with any user name.' },
};

/** Builds the OpenAPI description of a table of routes; the same table always gives the same text. */
export function openApiDocument(routes: readonly Route[], info: ApiInfo): OpenApiDocument {
  const schemas = documentedSchemas({
    inputs: new Map(routes.flatMap(inputsOf)),
    outputs: new Map<string, z.ZodType>([['problem', problemSchema], ...routes.flatMap(outputsOf)]),
  });
  const paths: OpenApiDocument['paths'] = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, schemas);
  return {
    openapi: '3.1.0',
    info: { title: info.title, version: info.version, description: info.description },
    servers: [{ url: info.base }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
    paths,
    components: { schemas: schemas.components, responses: { Problem: problemResponse(schemas) }, securitySchemes },
  };
}

function inputsOf(route: Route): [string, z.ZodType][] {
  const entries: [string, z.ZodType][] = [];
  if (route.body) entries.push([`${route.name} body`, route.body]);
  for (const [type, schema] of Object.entries(route.rawBody?.mediaTypes ?? {})) {
    if (schema) entries.push([`${route.name} body ${type}`, schema]);
  }
  return entries;
}

function outputsOf(route: Route): [string, z.ZodType][] {
  const entries: [string, z.ZodType][] = [];
  for (const status of Object.keys(route.answers)) {
    const schema = formsOf(route.answers, Number(status)).find((form) => typeof form !== 'string');
    if (schema) entries.push([`${route.name} ${status}`, schema]);
  }
  for (const [name, schema] of Object.entries(membersOf(route.params)))
    entries.push([`${route.name} path ${name}`, schema]);
  for (const [name, schema] of Object.entries(membersOf(route.query)))
    entries.push([`${route.name} query ${name}`, schema]);
  return entries;
}

function membersOf(object: z.ZodObject): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(object.shape).flatMap(([name, schema]) => (schema instanceof z.ZodType ? [[name, schema]] : [])),
  );
}

function tagOf(route: Route): string {
  return /^\/([^/]+)/.exec(route.path)?.[1] ?? 'api';
}

function operationOf(route: Route, schemas: DocumentedSchemas): Operation {
  const body = bodyOf(route, schemas);
  return {
    operationId: route.name,
    summary: route.summary,
    description: [route.description, audienceOf(route)].filter(Boolean).join('\n\n'),
    tags: [tagOf(route)],
    security: securityOf(route),
    parameters: parametersOf(route, schemas),
    ...(body ? { requestBody: body } : {}),
    responses: responsesOf(route, schemas),
  };
}

function audienceOf(route: Route): string {
  if (route.role === 'public') return 'For everybody.';
  return `For the role ${route.role}${route.phone ? ', and for the phones of the profile' : ''}.`;
}

function securityOf(route: Route): Operation['security'] {
  if (route.role === 'public') return [];
  return [{ bearer: [] }, { apiKey: [] }, ...(route.phone ? [{ basic: [] }] : [])];
}

function parametersOf(route: Route, schemas: DocumentedSchemas): Parameter[] {
  const place = (where: 'path' | 'query', object: z.ZodObject): Parameter[] =>
    Object.entries(membersOf(object)).map(([name, schema]) => {
      const { description, ...node } = schemas.outputs.get(`${route.name} ${where} ${name}`) ?? {};
      const required = where === 'path' || !schema.safeParse(undefined).success;
      return { name, in: where, required, ...(typeof description === 'string' ? { description } : {}), schema: node };
    });
  const ifMatch: Parameter = {
    ...{ name: 'If-Match', in: 'header', required: false, schema: { type: 'string' } },
    description: 'The ETag of the version that is meant; if it is not the present one, the answer is 412.',
  };
  return [...place('path', route.params), ...place('query', route.query), ...(route.conditional ? [ifMatch] : [])];
}

function bodyOf(route: Route, schemas: DocumentedSchemas): Operation['requestBody'] {
  if (route.body) {
    const schema = schemas.inputs.get(`${route.name} body`) ?? {};
    return { required: !route.body.safeParse(undefined).success, content: { 'application/json': { schema } } };
  }
  if (!route.rawBody) return undefined;
  const content = Object.keys(route.rawBody.mediaTypes).map((type): [string, MediaContent] => {
    const schema = schemas.inputs.get(`${route.name} body ${type}`);
    return [type, schema ? { schema } : {}];
  });
  return { required: true, content: Object.fromEntries(content) };
}

function responsesOf(route: Route, schemas: DocumentedSchemas): Operation['responses'] {
  const responses: Operation['responses'] = {};
  for (const status of Object.keys(route.answers)) {
    const description = statusWords[status] ?? 'Done.';
    const schema = schemas.outputs.get(`${route.name} ${status}`);
    const mediaTypes = formsOf(route.answers, Number(status)).filter(isMediaType);
    const content: Record<string, MediaContent> = {
      ...(schema ? { 'application/json': { schema } } : {}),
      ...Object.fromEntries(mediaTypes.map((type) => [type, {}])),
    };
    responses[status] = { description, ...(Object.keys(content).length > 0 ? { content } : {}) };
  }
  return { ...responses, default: { $ref: '#/components/responses/Problem' } };
}

const statusWords: Record<string, string> = {
  200: 'Here it is.',
  201: 'Created.',
  202: 'Accepted; it is done later.',
  204: 'Done; there is nothing to say.',
  503: 'It cannot be done now; the answer says why.',
};

function problemResponse(schemas: DocumentedSchemas): ResponseEntry {
  const kinds = Object.entries(problemKinds).map(([kind, { status }]) => `${status} ${kind}`);
  return {
    description: `It did not work (RFC 9457). Kinds of problem: ${kinds.join(', ')}.`,
    headers: {
      'Retry-After': { description: 'With 429 and 503: seconds to wait.', schema: { type: 'integer' } },
      'WWW-Authenticate': { description: 'With 401: which credentials are taken.', schema: { type: 'string' } },
    },
    content: { 'application/problem+json': { schema: schemas.outputs.get('problem') ?? {} } },
  };
}
