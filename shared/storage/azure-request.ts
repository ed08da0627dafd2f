import type { TableClient } from '@azure/data-tables';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type Pipeline,
} from '@azure/core-rest-pipeline';
import { UnavailableError } from '../errors.ts';
import { statusOf } from './azure-errors.ts';

const httpClient = createDefaultHttpClient();

/**
 * What the SDK does for the requests that it writes itself: it would read every answer that is read here once more. Identity, retries,
 * proxy and the time limit stay.
 */
const notNeeded = [
  'serializationPolicy',
  'deserializationPolicy',
  'formDataPolicy',
  'multipartPolicy',
  'tracingPolicy',
  'redirectPolicy',
  'logPolicy',
];
const pipelines = new WeakMap<TableClient, Pipeline>();

function pipelineOf(client: TableClient): Pipeline {
  let pipeline = pipelines.get(client);
  if (!pipeline) {
    pipeline = client.pipeline.clone();
    for (const name of notNeeded) pipeline.removePolicy({ name });
    pipelines.set(client, pipeline);
  }
  return pipeline;
}

interface TableRequest {
  method: 'GET' | 'POST';
  /** What follows the address of the account. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
}

export interface TableAnswer {
  status: number;
  text: string;
  header(name: string): string | undefined;
}

/** Sends a request that was written by hand through the SDK's own pipeline, which signs it and tries again what passes by itself. */
export async function sendToTable(
  client: TableClient,
  { method, path, headers, body }: TableRequest,
): Promise<TableAnswer> {
  const account = accountUrl(client);
  const request = createPipelineRequest({
    url: `${account}/${path}`,
    method,
    ...(body && { body }),
    headers: createHttpHeaders({ 'x-ms-version': '2019-02-02', DataServiceVersion: '3.0', ...headers }),
    allowInsecureConnection: account.startsWith('http:'),
  });
  const response = await pipelineOf(client)
    .sendRequest(httpClient, request)
    .catch((error: unknown) => {
      throw tableError(client, error);
    });
  return {
    status: response.status,
    text: response.bodyAsText ?? '',
    header: (name) => response.headers.get(name),
  };
}

/** The address of the storage account's tables, without a slash at its end. */
export function accountUrl(client: TableClient): string {
  return client.url.replace(/\/$/, '');
}

/** What a failure of a read or write that may pass by itself becomes. */
export function tableError(client: TableClient, cause: unknown): UnavailableError {
  return unanswered(client, statusOf(cause), cause);
}

export function unanswered(client: TableClient, status: number | undefined, cause?: unknown): UnavailableError {
  return new UnavailableError(
    `Table Storage did not answer a request to ${client.tableName}${status === undefined ? '' : ` (${status})`}; it is tried again.`,
    { cause },
  );
}
