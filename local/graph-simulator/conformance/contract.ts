import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PathTemplates } from '../graph/path-templates.ts';

const reference = z.looseObject({
  $ref: z.string().optional(),
  name: z.string().optional(),
  in: z.string().optional(),
  schema: z.unknown().optional(),
});
const content = z.looseObject({ 'application/json': z.looseObject({ schema: z.unknown() }).optional() });
const response = z.looseObject({ content: content.optional() });
const operation = z.looseObject({
  operationId: z.string(),
  parameters: z.array(reference).default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), response),
});
const schemaObject = z.looseObject({
  properties: z.record(z.string(), z.looseObject({})).optional(),
  items: z.looseObject({ $ref: z.string().optional() }).optional(),
});
const openapi = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({
    schemas: z.record(z.string(), schemaObject),
    parameters: z.record(z.string(), reference),
  }),
});
type SchemaObject = z.infer<typeof schemaObject>;

/** What graph-openapi.json says about one operation. */
export interface OperationContract {
  operationId: string;
  method: string;
  template: string;
  /** Schemas of query parameters by name. */
  query: ReadonlyMap<string, unknown>;
  requestSchema: unknown;
  /** Schemas of answers by status; undefined = no body. */
  responses: ReadonlyMap<string, unknown>;
  /** Properties of the resource or of the collection's items: what `$select` may name. */
  properties: ReadonlySet<string>;
  /** Navigation properties among them: what `$expand` may name. */
  navigation: ReadonlySet<string>;
}

/** The operations of graph-openapi.json by path template and method, and its schemas. */
export interface Contract {
  operations: PathTemplates<Map<string, OperationContract>>;
  schemas: Record<string, unknown>;
}

/** Reads graph-openapi.json. */
export function readContract(path: string): Contract {
  const document = openapi.parse(JSON.parse(readFileSync(path, 'utf8')));
  const { schemas, parameters } = document.components;
  const operations = new PathTemplates<Map<string, OperationContract>>();
  for (const [template, methods] of Object.entries(document.paths)) {
    const found = new Map<string, OperationContract>();
    for (const method of ['get', 'post', 'patch', 'delete']) {
      if (methods[method] === undefined) continue;
      found.set(method.toUpperCase(), readOperation(method, template, methods[method], schemas, parameters));
    }
    operations.add(template, found);
  }
  return { operations, schemas };
}

function readOperation(
  method: string,
  template: string,
  definition: unknown,
  schemas: Record<string, SchemaObject>,
  parameters: Record<string, z.infer<typeof reference>>,
): OperationContract {
  const parsed = operation.parse(definition);
  const query = new Map<string, unknown>();
  for (const entry of parsed.parameters) {
    const parameter = entry.$ref === undefined ? entry : parameters[lastSegment(entry.$ref)];
    if (parameter?.in === 'query' && parameter.name !== undefined) query.set(parameter.name, parameter.schema);
  }
  const responses = new Map(
    Object.entries(parsed.responses).map(([status, answer]) => [status, answer.content?.['application/json']?.schema]),
  );
  return {
    operationId: parsed.operationId,
    method: method.toUpperCase(),
    template,
    query,
    requestSchema: parsed.requestBody?.content['application/json']?.schema,
    responses,
    ...resourceProperties(responses.get('200'), schemas),
  };
}

/** Members of a mixed collection may be any of these. */
const directoryTypes = ['microsoft.graph.user', 'microsoft.graph.group', 'microsoft.graph.orgContact'];

function resourceProperties(
  answer: unknown,
  schemas: Record<string, SchemaObject>,
): Pick<OperationContract, 'properties' | 'navigation'> {
  const shown = resolve(answer, schemas);
  const value = schemaObject.safeParse(shown?.properties?.['value']).data?.items;
  const item = value === undefined ? shown : resolve(value, schemas);
  const mixed = value?.$ref?.endsWith('microsoft.graph.directoryObject') === true;
  const types = [item, ...(mixed ? directoryTypes.map((name) => schemas[name]) : [])];
  const entries = types
    .flatMap((type) => Object.entries(type?.properties ?? {}))
    .filter(([name]) => !name.includes('@'));
  return {
    properties: new Set(entries.map(([name]) => name)),
    navigation: new Set(entries.filter(([, schema]) => schema['x-edm-navigation'] === true).map(([name]) => name)),
  };
}

function resolve(schema: unknown, schemas: Record<string, SchemaObject>): SchemaObject | undefined {
  const parsed = reference.safeParse(schema).data;
  if (parsed?.$ref !== undefined) return schemas[lastSegment(parsed.$ref)];
  return schemaObject.safeParse(schema).data;
}

function lastSegment(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}
