import type { TokenCredential } from '@azure/core-auth';
import { TableClient } from '@azure/data-tables';
import { QueueServiceClient } from '@azure/storage-queue';
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
  if ('connectionString' in access) {
    const { connectionString } = access;
    const queues = QueueServiceClient.fromConnectionString(connectionString);
    return {
      table: (name) =>
        azureTable(TableClient.fromConnectionString(connectionString, name, { allowInsecureConnection: true })),
      queue: (name) => azureQueue(queues.getQueueClient(name)),
    };
  }
  const queues = new QueueServiceClient(access.queueServiceUri, access.credential);
  return {
    table: (name) => azureTable(new TableClient(access.tableServiceUri, name, access.credential)),
    queue: (name) => azureQueue(queues.getQueueClient(name)),
  };
}
