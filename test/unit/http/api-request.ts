import type { ApiRequest } from '../../../shared/http/request.ts';

interface Given {
  method?: string;
  path?: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Text, bytes, or anything else as JSON (with its content type). */
  body?: unknown;
}

const encoder = new TextEncoder();

/** A request as the adapter would make it. */
export function apiRequest(given: Given = {}): ApiRequest {
  const { method = 'GET', path = '/', params = {}, query = {}, body } = given;
  const isJson = body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array);
  const headers = new Map(
    Object.entries({ ...(isJson ? { 'Content-Type': 'application/json' } : {}), ...given.headers }),
  );
  const found = new Map([...headers].map(([name, value]) => [name.toLowerCase(), value]));
  return {
    ...{ method, path, params },
    query: new Map(Object.entries(query)),
    header: (name) => found.get(name.toLowerCase()),
    body: () => Promise.resolve(bytesOf(isJson ? JSON.stringify(body) : body)),
  };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return encoder.encode(typeof body === 'string' ? body : '');
}

/** What a promise or a function fails with; fails itself when nothing is thrown. */
export async function failureOf(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}
