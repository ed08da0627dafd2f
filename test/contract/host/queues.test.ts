import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessageQueue } from '../../../local/host/queues/message-queue.ts';
import { startAzurite, type Azurite } from './fixture/azurite.ts';
import { writeApp, type TestApp } from './fixture/app.ts';
import { startMain, type HostProcess } from './fixture/process.ts';
import { waitFor } from './fixture/wait.ts';

const source = `
const connection = 'AzureWebJobsStorage';
const seen = (queue) => (message, context) => {
  context.log(JSON.stringify({ queue, type: typeof message, message, metadata: context.triggerMetadata }));
};
app.storageQueue('plain', { queueName: 'Plain', connection, handler: seen('plain') });
app.storageQueue('named', { queueName: '%QUEUE%-1', connection: 'Work', handler: seen('named') });
app.storageQueue('binary', { queueName: 'binary', connection, dataType: 'binary', handler: seen('binary') });
app.storageQueue('crashed', { queueName: 'crashed', connection, handler: seen('crashed') });
app.storageQueue('missing', { queueName: 'missing', connection, handler: seen('missing') });
app.storageQueue('failing', { queueName: 'failing', connection, handler: (message, context) => {
  seen('failing')({ at: Date.now(), message }, context);
  throw new Error('no luck');
} });
app.storageQueue('failingPoison', { queueName: 'failing2-poison', connection, handler: (message, context) => {
  seen('failing2-poison')(message, context);
  throw new Error('no luck');
} });
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

const queues = {
  batchSize: 4,
  newBatchThreshold: 2,
  maxPollingInterval: '00:00:00.2',
  visibilityTimeout: '00:00:01',
  maxDequeueCount: 2,
};

let azurite: Azurite;
let app: TestApp;
let host: HostProcess;

beforeAll(async () => {
  [azurite, app] = await Promise.all([startAzurite(), writeApp({ source, hostJson: { extensions: { queues } } })]);
  for (const name of ['plain', 'jobs-1', 'binary', 'failing', 'failing2-poison', 'parallel'])
    await azurite.queue(name).create();
  await crashOften('crashed');
  // Sent before the host starts, so that its first fetch is a full one.
  for (let sent = 0; sent < 12; sent += 1) await azurite.queue('parallel').sendMessage(base64(String(sent)));
  const env = {
    AzureWebJobsStorage: azurite.connectionString,
    AzureWebJobsWork: azurite.connectionString,
    QUEUE: 'jobs',
  };
  host = await startMain(app.directory, env).ready();
});

afterAll(async () => {
  expect(await host.stop()).toBe(0);
  await Promise.all([azurite.stop(), app.remove()]);
});

/** Leaves a message whose dequeue count is above the maximum, as hosts do that crash on it. */
async function crashOften(name: string): Promise<void> {
  const queue = azurite.queue(name);
  await queue.create();
  await queue.sendMessage(base64('crasher'));
  for (let times = 0; times < 3; times += 1) {
    const [item] = (await queue.receiveMessages()).receivedMessageItems;
    await queue.updateMessage(item!.messageId, item!.popReceipt, undefined, 0);
  }
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

interface Seen {
  queue: string;
  type: string;
  message: unknown;
  metadata: Record<string, unknown>;
}

function isSeen(value: unknown): value is Seen {
  return typeof value === 'object' && value !== null && 'queue' in value;
}

function seen(queue: string): Seen[] {
  return host
    .logged()
    .filter(isSeen)
    .filter((line) => line.queue === queue);
}

function waitForSeen(queue: string, count = 1): Promise<Seen[]> {
  return waitFor(`${count} messages of ${queue}`, () => seen(queue).length >= count && seen(queue));
}

/** Waits for a message in the poison queue of `name`. */
async function poisonOf(name: string) {
  const queue = azurite.queue(`${name}-poison`);
  const [item] = await waitFor(`the poison queue of ${name}`, async () => {
    if (!(await queue.exists())) return undefined;
    const items = (await queue.receiveMessages()).receivedMessageItems;
    return items.length > 0 && items;
  });
  return item!;
}

async function count(name: string): Promise<number> {
  return (await azurite.queue(name).getProperties()).approximateMessagesCount ?? 0;
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
    const before = seen('plain').length;
    await azurite.queue('plain').sendMessage(base64(text));
    const lines = await waitForSeen('plain', before + 1);
    expect(lines.at(-1)).toMatchObject({ type, message });
  });

  it('carries metadata and is deleted afterwards', async () => {
    const sent = await azurite.queue('jobs-1').sendMessage(base64('{"v":1}'), { messageTimeToLive: -1 });
    const [line] = await waitForSeen('named');
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
    const before = seen('plain').length;
    const body = { id: 'mine', DEQUEUECOUNT: 7, flag: true, gone: null, list: [1], nested: { Deep: 1 } };
    await azurite.queue('plain').sendMessage(base64(JSON.stringify(body)));
    const { metadata } = (await waitForSeen('plain', before + 1)).at(-1)!;
    expect(metadata).toMatchObject({ id: 'mine', dequeueCount: 7, flag: 'True', nested: { deep: 1 } });
    expect(Object.keys(metadata)).not.toEqual(expect.arrayContaining(['DEQUEUECOUNT']));
    expect(metadata).not.toHaveProperty('gone');
    expect(metadata).not.toHaveProperty('list');
  });

  it('arrives as bytes where the function wants that', async () => {
    await azurite.queue('binary').sendMessage(Buffer.from([0xff, 0]).toString('base64'));
    const [line] = await waitForSeen('binary');
    expect(line!.message).toEqual({ type: 'Buffer', data: [0xff, 0] });
    expect(line!.metadata).not.toHaveProperty('queueTrigger');
  });
});

describe('a message that cannot be handled', () => {
  it('is tried again after visibilityTimeout, then moved to the poison queue with nothing but its body', async () => {
    const text = base64('{"n":1}');
    const sent = await azurite.queue('failing').sendMessage(text);
    const poison = await poisonOf('failing');
    expect(poison.messageText).toBe(text);
    expect(poison.messageId).not.toBe(sent.messageId);
    expect(poison.expiresOn.getTime() - poison.insertedOn.getTime()).toBe(7 * 24 * 60 * 60 * 1000);
    const tries = seen('failing').map((line) => ({ ...line, message: line.message as { at: number } }));
    expect(tries.map((line) => line.metadata.dequeueCount)).toEqual([1, 2]);
    expect(tries[1]!.message.at - tries[0]!.message.at).toBeGreaterThan(900);
    expect(host.all('queue.poisoned').filter((line) => line.function === 'failing')).toEqual([
      expect.objectContaining({ dequeueCount: 2 }),
    ]);
    await waitFor('an empty queue', async () => (await count('failing')) === 0);
  });

  it('is moved to the poison queue unseen when it is not base64', async () => {
    const before = seen('plain').length;
    await azurite.queue('plain').sendMessage('{"not":"base64"}');
    expect((await poisonOf('plain')).messageText).toBe('{"not":"base64"}');
    expect(seen('plain')).toHaveLength(before);
    expect(host.find('queue.undecodable')?.message).toContain('Message decoding has failed');
    expect(await count('plain')).toBe(0);
  });

  it('is moved to the poison queue unseen when it was received too often', async () => {
    expect((await poisonOf('crashed')).messageText).toBe(base64('crasher'));
    expect(seen('crashed')).toEqual([]);
  });

  it('counts as failed when it is not text', async () => {
    await azurite.queue('jobs-1').sendMessage(Buffer.from([0xff]).toString('base64'));
    expect((await poisonOf('jobs-1')).messageText).toBe('/w==');
    expect(host.all('queue.notText')).toHaveLength(2);
  });

  it('stays hidden where there is no poison queue', async () => {
    await azurite.queue('failing2-poison').sendMessage(base64('x'));
    await waitFor('the end of the invocation', () => host.find('queue.leftHidden'));
    expect(seen('failing2-poison')).toHaveLength(1);
    expect(await count('failing2-poison')).toBe(1);
    expect((await azurite.queue('failing2-poison').receiveMessages()).receivedMessageItems).toEqual([]);
    expect(await azurite.queue('failing2-poison-poison').exists()).toBe(false);
  });
});

describe('the listener', () => {
  it('takes a queue that does not exist for an empty one', async () => {
    expect(host.find('queue.unreachable')).toBeUndefined();
    await azurite.queue('missing').create();
    await azurite.queue('missing').sendMessage(base64('at last'));
    expect((await waitForSeen('missing'))[0]!.message).toBe('at last');
  });

  it('takes a queue that has been deleted for an empty one too', async () => {
    await azurite.queue('deleted').create();
    const queue = new MessageQueue(azurite.connectionString, 'deleted');
    expect(await queue.receive(1, 30)).toEqual([]);
    await azurite.queue('deleted').delete();
    expect(await queue.receive(1, 30)).toEqual([]);
    await azurite.queue('deleted').create();
    await azurite.queue('deleted').sendMessage(base64('again'));
    expect(await queue.receive(1, 30)).toMatchObject([{ messageText: base64('again') }]);
  });

  it('runs batchSize + newBatchThreshold at a time, and no more', async () => {
    await waitForSeen('parallel', 12);
    // Three in flight are above the threshold: nothing was fetched until a second one had ended.
    expect(seen('aboveThreshold')).toEqual([{ queue: 'aboveThreshold', most: 4 }]);
    expect(seen('parallel').at(-1)).toMatchObject({ most: 6 });
  });

  it('runs a function by hand', async () => {
    const before = seen('plain').length;
    const response = await fetch(`${host.url}/admin/functions/Plain`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ input: '{"by":"hand"}' }),
    });
    expect(response.status).toBe(202);
    const line = (await waitForSeen('plain', before + 1)).at(-1)!;
    expect(line.message).toEqual({ by: 'hand' });
    expect(line.metadata).toMatchObject({ dequeueCount: 0, by: 'hand' });
    expect(line.metadata).not.toHaveProperty('id');
  });
});
