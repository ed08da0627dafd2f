/** JSON as data. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A JSON Schema (2020-12), as OpenAPI 3.1 has them. */
export type SchemaNode = Record<string, Json>;

export interface MediaContent {
  schema?: SchemaNode;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: SchemaNode;
}

export interface ResponseEntry {
  description: string;
  headers?: Record<string, { description: string; schema: SchemaNode }>;
  content?: Record<string, MediaContent>;
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Record<string, MediaContent> };
  responses: Record<string, ResponseEntry | { $ref: string }>;
}

/** The part of OpenAPI 3.1 that describes this API. */
export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, SchemaNode>;
    responses: Record<string, ResponseEntry>;
    securitySchemes: Record<string, SchemaNode>;
  };
}
