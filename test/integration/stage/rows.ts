import { TableServiceClient, TableClient } from '@azure/data-tables';
import { QueueServiceClient } from '@azure/storage-queue';

/** A row as Azurite has it, its etag among the cells. */
export interface StoredRow {
  table: string;
  partition: string;
  key: string;
  cells: Record<string, unknown>;
}

const options = { allowInsecureConnection: true };

/** All rows of all tables, past the product. */
export async function allStoredRows(connectionString: string): Promise<StoredRow[]> {
  const rows: StoredRow[] = [];
  for await (const { name = '' } of TableServiceClient.fromConnectionString(connectionString, options).listTables()) {
    const table = TableClient.fromConnectionString(connectionString, name, options);
    for await (const entity of table.listEntities()) {
      const { partitionKey = '', rowKey = '', timestamp: _timestamp, ...cells } = entity;
      rows.push({ table: name, partition: partitionKey, key: rowKey, cells });
    }
  }
  return rows;
}

/** One line for each row: what a test compares to see that nothing changed. */
export async function snapshot(connectionString: string): Promise<string[]> {
  return (await allStoredRows(connectionString)).map((row) => JSON.stringify(row)).sort();
}

/** Changes cells of one row, as nobody but a test may. */
export async function mergeRow(connectionString: string, { table, partition, key, cells }: StoredRow): Promise<void> {
  const client = TableClient.fromConnectionString(connectionString, table, options);
  await client.updateEntity({ partitionKey: partition, rowKey: key, ...cells }, 'Merge');
}

/** The messages that can be seen in a queue now, decoded. */
export async function queueTexts(connectionString: string, queue: string): Promise<string[]> {
  const client = QueueServiceClient.fromConnectionString(connectionString).getQueueClient(queue);
  if (!(await client.exists())) return [];
  const { peekedMessageItems } = await client.peekMessages({ numberOfMessages: 32 });
  return peekedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString('utf8'));
}

/** Puts a text into a queue as another program might. */
export async function sendText(connectionString: string, queue: string, text: string): Promise<void> {
  const client = QueueServiceClient.fromConnectionString(connectionString).getQueueClient(queue);
  await client.createIfNotExists();
  await client.sendMessage(Buffer.from(text).toString('base64'));
}
