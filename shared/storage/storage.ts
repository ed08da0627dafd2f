import type { TokenCredential } from '@azure/core-auth';
import { TableClient } from '@azure/data-tables';
import type * as Library from '@azure/storage-queue';
import type { QueueServiceClient } from '@azure/storage-queue';
import { azureQueue } from './azure-queue.ts';
import { azureTable } from './azure-table.ts';
import type { Queue } from './queue.ts';
import type { Table } from './table.ts';

/** How to reach the storage account: a connection string (Azurite), or its endpoints with an identity (Azure). */
export type StorageAccess =
  { connectionString: string } | { tableServiceUri: string; queueServiceUri: string; credential: TokenCredential };

export interface Storage {
  table(name: string): Table;
  queue(name: string): Queue;
}

/** Opens the storage account; nothing is sent until a table or queue is used. */
export function openStorage(access: StorageAccess): Storage {
  let opened: QueueServiceClient | undefined;
  // Loaded with the first message: most invocations send none, and it would be a tenth of their cold start.
  const queues = async (): Promise<QueueServiceClient> =>
    (opened ??= openQueues(access, await import('@azure/storage-queue')));
  return {
    table: (name) => azureTable(openTable(access, name)),
    queue: (name) => azureQueue(name, async () => (await queues()).getQueueClient(name)),
  };
}

function openTable(access: StorageAccess, name: string): TableClient {
  return 'connectionString' in access
    ? TableClient.fromConnectionString(access.connectionString, name, { allowInsecureConnection: true })
    : new TableClient(access.tableServiceUri, name, access.credential);
}

function openQueues(access: StorageAccess, library: typeof Library): QueueServiceClient {
  return 'connectionString' in access
    ? library.QueueServiceClient.fromConnectionString(access.connectionString)
    : new library.QueueServiceClient(access.queueServiceUri, access.credential);
}
