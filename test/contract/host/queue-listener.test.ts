import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessageQueue } from '../../../local/host/queues/message-queue.ts';
import { queueStorage, type QueueStorage } from './fixture/queue-storage.ts';
import { writeApp, type TestApp } from './fixture/app.ts';
import { startMain, type HostProcess } from './fixture/process.ts';
import { base64, seenOf, seenSource, waitForSeen } from './fixture/seen.ts';

const source = `${seenSource}
app.storageQueue('plain', { queueName: 'plain', connection, handler: seen('plain') });
app.storageQueue('missing', { queueName: 'missing', connection, handler: seen('missing') });
let arrived = 0, running = 0, most = 0;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
app.storageQueue('parallel', { queueName: 'parallel', connection, handler: async (message, context) => {
  const index = (arrived += 1);
  running += 1;
  most = Math.max(most, running);
  // Each pause is long enough for messages to be fetched too early, if the host did that.
  if (index === 1) {
    while (most < 4) await pause(10);
  } else if (index === 2) {
    while (most < 4) await pause(10);
    await pause(400);
    context.log(JSON.stringify({ queue: 'aboveThreshold', most }));
  } else {
    while (most < 6) await pause(10);
    await pause(400);
  }
  running -= 1;
  context.log(JSON.stringify({ queue: 'parallel', most }));
} });
`;

const queues = { batchSize: 4, newBatchThreshold: 2, maxPollingInterval: '00:00:00.2' };

let storage: QueueStorage;
let app: TestApp;
let host: HostProcess;

beforeAll(async () => {
  [storage, app] = await Promise.all([queueStorage(), writeApp({ source, hostJson: { extensions: { queues } } })]);
  // Sent before the host starts, so that its first fetch is a full one.
  await storage.queue('parallel').create();
  for (let sent = 0; sent < 12; sent += 1) await storage.queue('parallel').sendMessage(base64(String(sent)));
  host = await startMain(app.directory, { AzureWebJobsStorage: storage.connectionString }).ready();
});

afterAll(async () => {
  expect(await host.stop()).toBe(0);
  await app.remove();
});

describe('the listener', () => {
  it('takes a queue that does not exist for an empty one', async () => {
    expect(host.find('queue.unreachable')).toBeUndefined();
    await storage.queue('missing').create();
    await storage.queue('missing').sendMessage(base64('at last'));
    expect((await waitForSeen(host, 'missing'))[0]!.message).toBe('at last');
  });

  it('takes a queue that has been deleted for an empty one too', async () => {
    await storage.queue('deleted').create();
    const queue = new MessageQueue(storage.connectionString, 'deleted');
    expect(await queue.receive(1, 30)).toEqual([]);
    await storage.queue('deleted').delete();
    expect(await queue.receive(1, 30)).toEqual([]);
    await storage.queue('deleted').create();
    await storage.queue('deleted').sendMessage(base64('again'));
    expect(await queue.receive(1, 30)).toMatchObject([{ messageText: base64('again') }]);
  });

  it('runs batchSize + newBatchThreshold at a time, and no more', async () => {
    await waitForSeen(host, 'parallel', 12);
    // Three in flight are above the threshold: nothing was fetched until a second one had ended.
    expect(seenOf(host, 'aboveThreshold')).toMatchObject([{ most: 4 }]);
    expect(seenOf(host, 'parallel').at(-1)).toMatchObject({ most: 6 });
  });

  it('runs a function by hand', async () => {
    const before = seenOf(host, 'plain').length;
    const response = await fetch(`${host.url}/admin/functions/Plain`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: '{"by":"hand"}' }),
    });
    expect(response.status).toBe(202);
    const line = (await waitForSeen(host, 'plain', before + 1)).at(-1)!;
    expect(line.message).toEqual({ by: 'hand' });
    expect(line.metadata).toMatchObject({ dequeueCount: 0, by: 'hand' });
    expect(line.metadata).not.toHaveProperty('id');
  });
});
