import type { z } from 'zod';
import { InvalidError } from '../errors.ts';
import { parsed, places } from './faults.ts';
import { MediaTypeError, TooLargeError } from './http-errors.ts';
import { parseJsonText, type JsonLimits } from './json-text.ts';
import type { ApiRequest } from './request.ts';

/** What a body may be at most. */
export interface BodyLimits extends JsonLimits {
  bytes: number;
}

/** The limits of a route that does not say otherwise. */
export const usualLimits: BodyLimits = { bytes: 256 * 1024, depth: 20, keys: 10_000 };

/** Reads a JSON body and parses it by its schema. Without a body the schema decides whether that is allowed. */
export async function parseBody<S extends z.ZodType>(
  request: ApiRequest,
  schema: S,
  limits: BodyLimits = usualLimits,
): Promise<z.output<S>> {
  const bytes = await readBytes(request, limits.bytes);
  if (bytes.length === 0) return parseNothing(request, schema);
  requireMediaType(request, isJson, 'application/json');
  return parseJson(bytes, schema, limits);
}

/** Parses the bytes of a JSON document by its schema; for routes that must see the bytes first. */
export function parseJson<S extends z.ZodType>(
  bytes: Uint8Array,
  schema: S,
  limits: JsonLimits = usualLimits,
): z.output<S> {
  return parsed(schema, parseJsonText(textOf(bytes), limits), places.body);
}

/** Reads the body of a request, refusing one that is too large or compressed. */
export async function readBytes(request: ApiRequest, most: number): Promise<Uint8Array> {
  const announced = Number(request.header('content-length') ?? 0);
  if (announced > most) throw tooLarge(most);
  const encoding = request.header('content-encoding')?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') throw new MediaTypeError('Send the body without Content-Encoding.');
  const bytes = await request.body();
  if (bytes.length > most) throw tooLarge(most);
  return bytes;
}

/** Refuses a content type that the route does not take; `wanted` is what the sentence asks for. */
export function requireMediaType(request: ApiRequest, takes: (mediaType: string) => boolean, wanted: string): void {
  const header = request.header('content-type') ?? '';
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
  if (!takes(type)) throw new MediaTypeError(`Send the body with Content-Type: ${wanted}.`);
  for (const parameter of parameters) {
    const charset = /^charset\s*=\s*"?([^"]*)"?$/.exec(parameter)?.[1];
    if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
      throw new MediaTypeError('Send the body in UTF-8; no other charset is taken.');
    }
  }
}

function isJson(mediaType: string): boolean {
  return /^application\/(?:[a-z0-9!#$&^_.-]+\+)?json$/.test(mediaType);
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const detail = 'The body is not valid UTF-8.';
    throw new InvalidError(detail, [{ pointer: '', detail }]);
  }
}

function parseNothing<S extends z.ZodType>(request: ApiRequest, schema: S): z.output<S> {
  const result = schema.safeParse(undefined);
  if (result.success) return result.data;
  // The platform drops chunked bodies (functions-runtime.md, B3); without the hint nobody would find out why.
  const chunked = request.header('transfer-encoding')?.toLowerCase().includes('chunked') === true;
  const detail = chunked
    ? 'The body is missing; send it with Content-Length, as chunked bodies do not arrive here.'
    : 'The body is missing; send JSON.';
  throw new InvalidError(detail, [{ pointer: '', detail }]);
}

function tooLarge(most: number): TooLargeError {
  return new TooLargeError(`The body may have at most ${most} bytes.`);
}
