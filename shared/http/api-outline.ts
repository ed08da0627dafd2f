import type { MediaContent, OpenApiDocument, Operation, Parameter } from './openapi-document.ts';
import { fieldGroups, type FieldGroup } from './field-groups.ts';
import { noteOf, typeText } from './schema-text.ts';

/** A body or an answer for a reader. */
export interface ContentOutline {
  /** `200`, or the empty text for what is sent. */
  status: string;
  description: string;
  mediaType: string;
  type: string;
  /** The fields, where the schema has no name of its own. */
  groups: FieldGroup[];
}

export interface OperationOutline {
  method: string;
  path: string;
  id: string;
  summary: string;
  description: string;
  parameters: Parameter[];
  contents: ContentOutline[];
}

/** The description of the API in reading order: what the HTML page and the Markdown file both show. */
export interface ApiOutline {
  title: string;
  version: string;
  description: string;
  base: string;
  sections: { name: string; operations: OperationOutline[] }[];
  problems: string;
  schemas: { name: string; description: string; type: string; groups: FieldGroup[] }[];
}

/** Puts an OpenAPI document into reading order. */
export function apiOutline(document: OpenApiDocument): ApiOutline {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      operation,
      outline: operationOutline(method, path, operation),
    })),
  );
  return {
    ...document.info,
    base: document.servers[0]?.url ?? '',
    sections: document.tags.map(({ name }) => ({
      name,
      operations: operations.filter(({ operation }) => operation.tags.includes(name)).map(({ outline }) => outline),
    })),
    problems: document.components.responses['Problem']?.description ?? '',
    schemas: Object.entries(document.components.schemas).map(([name, node]) => {
      const groups = fieldGroups(node);
      return { name, description: noteOf(node), type: groups.length > 0 ? '' : typeText(node), groups };
    }),
  };
}

function operationOutline(method: string, path: string, operation: Operation): OperationOutline {
  const { operationId: id, summary, description, parameters, requestBody, responses } = operation;
  const sent = requestBody ? contentsOf('', requestBody.required ? 'Required.' : 'Optional.', requestBody.content) : [];
  const answered = Object.entries(responses).flatMap(([status, response]) =>
    '$ref' in response ? [] : contentsOf(status, response.description, response.content),
  );
  return { method: method.toUpperCase(), path, id, summary, description, parameters, contents: [...sent, ...answered] };
}

function contentsOf(
  status: string,
  description: string,
  content: Record<string, MediaContent> | undefined,
): ContentOutline[] {
  if (!content) return [{ status, description, mediaType: '', type: '', groups: [] }];
  return Object.entries(content).map(([mediaType, { schema }]) => {
    const groups = schema ? fieldGroups(schema) : [];
    return { status, description, mediaType, type: schema ? typeText(schema) : '', groups };
  });
}
