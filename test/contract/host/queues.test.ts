import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueStorage, type QueueStorage } from './fixture/queue-storage.ts';
import { writeApp, type TestApp } from './fixture/app.ts';
import { startMain, type HostProcess } from './fixture/process.ts';
import { base64, seenOf, seenSource, waitForSeen } from './fixture/seen.ts';
import { waitFor } from './fixture/wait.ts';

const source = `${seenSource}
app.storageQueue('plain', { queueName: 'Plain', connection, handler: seen('plain') });
app.storageQueue('named', { queueName: '%QUEUE%-1', connection: 'Work', handler: seen('named') });
app.storageQueue('binary', { queueName: 'binary', connection, dataType: 'binary', handler: seen('binary') });
app.storageQueue('crashed', { queueName: 'crashed', connection, handler: seen('crashed') });
app.storageQueue('failing', { queueName: 'failing', connection, handler: (message, context) => {
  seen('failing')(message, context);
  throw new Error('no luck');
} });
app.storageQueue('failingPoison', { queueName: 'failing2-poison', connection, handler: (message, context) => {
  seen('failing2-poison')(message, context);
  throw new Error('no luck');
} });
`;

const queues = {
  batchSize: 4,
  newBatchThreshold: 2,
  maxPollingInterval: '00:00:00.2',
  visibilityTimeout: '00:00:01',
  maxDequeueCount: 2,
};

let storage: QueueStorage;
let app: TestApp;
let host: HostProcess;

beforeAll(async () => {
  [storage, app] = await Promise.all([queueStorage(), writeApp({ source, hostJson: { extensions: { queues } } })]);
  for (const name of ['plain', 'jobs-1', 'binary', 'failing', 'failing2-poison']) await storage.queue(name).create();
  await crashOften('crashed');
  const env = {
    AzureWebJobsStorage: storage.connectionString,
    AzureWebJobsWork: storage.connectionString,
    QUEUE: 'jobs',
  };
  host = await startMain(app.directory, env).ready();
});

afterAll(async () => {
  expect(await host.stop()).toBe(0);
  await app.remove();
});

/** Leaves a message whose dequeue count is above the maximum, as hosts do that crash on it. */
async function crashOften(name: string): Promise<void> {
  const queue = storage.queue(name);
  await queue.create();
  await queue.sendMessage(base64('crasher'));
  for (let times = 0; times < 3; times += 1) {
    const [item] = (await queue.receiveMessages()).receivedMessageItems;
    await queue.updateMessage(item!.messageId, item!.popReceipt, undefined, 0);
  }
}

/** Waits for a message in the poison queue of `name`. */
async function poisonOf(name: string) {
  const queue = storage.queue(`${name}-poison`);
  const [item] = await waitFor(`the poison queue of ${name}`, async () => {
    if (!(await queue.exists())) return undefined;
    const items = (await queue.receiveMessages()).receivedMessageItems;
    return items.length > 0 && items;
  });
  return item!;
}

async function count(name: string): Promise<number> {
  return (await storage.queue(name).getProperties()).approximateMessagesCount ?? 0;
}

describe('a message', () => {
  it.each<[text: string, type: string, message: unknown]>([
    ['{"v":1,"type":"run"}', 'object', { v: 1, type: 'run' }],
    ['123', 'number', 123],
    ['true', 'boolean', true],
    ['12345678901234567890', 'number', 12345678901234567000],
    ['plain text', 'string', 'plain text'],
    ['', 'string', ''],
  ])('%j arrives as %s', async (text, type, message) => {
    const before = seenOf(host, 'plain').length;
    await storage.queue('plain').sendMessage(base64(text));
    const lines = await waitForSeen(host, 'plain', before + 1);
    expect(lines.at(-1)).toMatchObject({ type, message });
  });

  it('carries metadata and is deleted afterwards', async () => {
    const sent = await storage.queue('jobs-1').sendMessage(base64('{"v":1}'), { messageTimeToLive: -1 });
    const [line] = await waitForSeen(host, 'named');
    const date = (value: Date) => value.toISOString().replace('.000Z', '+00:00');
    expect(line!.metadata).toEqual({
      queueTrigger: { v: 1 },
      dequeueCount: 1,
      id: sent.messageId,
      popReceipt: expect.stringMatching(/./) as unknown,
      insertionTime: date(sent.insertedOn),
      expirationTime: date(sent.expiresOn),
      nextVisibleTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/) as unknown,
      v: 1,
    });
    const leaseMs =
      Date.parse(String(line!.metadata.nextVisibleTime)) - Date.parse(String(line!.metadata.insertionTime));
    expect(Math.abs(leaseMs - 600_000)).toBeLessThan(5000);
    await waitFor('an empty queue', async () => (await count('jobs-1')) === 0);
  });

  it('overrides its metadata with members of the same name, whatever their case', async () => {
    const before = seenOf(host, 'plain').length;
    const body = { id: 'mine', DEQUEUECOUNT: 7, flag: true, gone: null, list: [1], nested: { Deep: 1 } };
    await storage.queue('plain').sendMessage(base64(JSON.stringify(body)));
    const { metadata } = (await waitForSeen(host, 'plain', before + 1)).at(-1)!;
    expect(metadata).toMatchObject({ id: 'mine', dequeueCount: 7, flag: 'True', nested: { deep: 1 } });
    expect(Object.keys(metadata)).not.toEqual(expect.arrayContaining(['DEQUEUECOUNT']));
    expect(metadata).not.toHaveProperty('gone');
    expect(metadata).not.toHaveProperty('list');
  });

  it('arrives as bytes where the function wants that', async () => {
    await storage.queue('binary').sendMessage(Buffer.from([0xff, 0]).toString('base64'));
    const [line] = await waitForSeen(host, 'binary');
    expect(line!.message).toEqual({ type: 'Buffer', data: [0xff, 0] });
    expect(line!.metadata).not.toHaveProperty('queueTrigger');
  });
});

describe('a message that cannot be handled', () => {
  it('is tried again after visibilityTimeout, then moved to the poison queue with nothing but its body', async () => {
    const text = base64('{"n":1}');
    const sent = await storage.queue('failing').sendMessage(text);
    const poison = await poisonOf('failing');
    expect(poison.messageText).toBe(text);
    expect(poison.messageId).not.toBe(sent.messageId);
    expect(poison.expiresOn.getTime() - poison.insertedOn.getTime()).toBe(7 * 24 * 60 * 60 * 1000);
    const [first, second] = await waitForSeen(host, 'failing', 2);
    expect([first!.metadata.dequeueCount, second!.metadata.dequeueCount]).toEqual([1, 2]);
    expect(second!.at! - first!.at!).toBeGreaterThan(900);
    expect(seenOf(host, 'failing')).toHaveLength(2);
    const poisoned = () => host.all('queue.poisoned').find((line) => line.function === 'failing');
    expect(await waitFor('the log', poisoned)).toMatchObject({ dequeueCount: 2 });
    await waitFor('an empty queue', async () => (await count('failing')) === 0);
  });

  it('is moved to the poison queue unseen when it is not base64', async () => {
    const before = seenOf(host, 'plain').length;
    await storage.queue('plain').sendMessage('{"not":"base64"}');
    expect((await poisonOf('plain')).messageText).toBe('{"not":"base64"}');
    expect(seenOf(host, 'plain')).toHaveLength(before);
    expect((await host.line('queue.undecodable')).message).toContain('Message decoding has failed');
    await waitFor('an empty queue', async () => (await count('plain')) === 0);
  });

  it('is moved to the poison queue unseen when it was received too often', async () => {
    expect((await poisonOf('crashed')).messageText).toBe(base64('crasher'));
    expect(seenOf(host, 'crashed')).toEqual([]);
  });

  it('counts as failed when it is not text', async () => {
    await storage.queue('jobs-1').sendMessage(Buffer.from([0xff]).toString('base64'));
    expect((await poisonOf('jobs-1')).messageText).toBe('/w==');
    await waitFor('both tries', () => host.all('queue.notText').length === 2);
  });

  it('stays hidden where there is no poison queue', async () => {
    await storage.queue('failing2-poison').sendMessage(base64('x'));
    await host.line('queue.leftHidden');
    expect(seenOf(host, 'failing2-poison')).toHaveLength(1);
    expect(await count('failing2-poison')).toBe(1);
    expect((await storage.queue('failing2-poison').receiveMessages()).receivedMessageItems).toEqual([]);
    expect(await storage.queue('failing2-poison-poison').exists()).toBe(false);
  });
});
