import { afterAll, beforeAll, expect, it } from 'vitest';
import { queueStorage, type QueueStorage } from './fixture/queue-storage.ts';
import { writeApp, type TestApp } from './fixture/app.ts';
import { startWith, type HostProcess } from './fixture/process.ts';
import { waitFor } from './fixture/wait.ts';

const source = `
app.storageQueue('slow', { queueName: 'slow', connection: 'AzureWebJobsStorage', handler: async (message, context) => {
  context.log(JSON.stringify({ message, dequeueCount: context.triggerMetadata.dequeueCount }));
  const ms = context.triggerMetadata.dequeueCount === 1 ? message.ms : (message.again ?? message.ms);
  await new Promise((resolve) => setTimeout(resolve, ms));
} });
`;
const hostJson = { extensions: { queues: { maxPollingInterval: '00:00:00.1' } } };

let storage: QueueStorage;
let app: TestApp;
let hosts: HostProcess[] = [];

beforeAll(async () => {
  [storage, app] = await Promise.all([queueStorage(), writeApp({ source, hostJson })]);
  await storage.queue('slow').create();
});

afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()));
  await app.remove();
});

async function start(messageLease: { seconds: number; renewAfterMs: number }): Promise<HostProcess> {
  const env = { AzureWebJobsStorage: storage.connectionString };
  const host = await startWith({ directory: app.directory, messageLease }, env).ready();
  hosts = [...hosts, host];
  return host;
}

/** Sends a message whose handler takes `ms` milliseconds, and `again` when it comes a second time. */
async function send(ms: number, again?: number): Promise<void> {
  await storage.queue('slow').sendMessage(Buffer.from(JSON.stringify({ ms, again })).toString('base64'));
}

async function waitForEmptyQueue(): Promise<void> {
  await waitFor('an empty queue', async () => {
    const { approximateMessagesCount } = await storage.queue('slow').getProperties();
    return approximateMessagesCount === 0;
  });
}

it('renews the lease while the function runs and deletes with the latest receipt', async () => {
  const host = await start({ seconds: 2, renewAfterMs: 600 });
  await send(3000);
  await waitForEmptyQueue();
  expect(await host.stop()).toBe(0);
  expect(host.logged()).toEqual([{ message: { ms: 3000 }, dequeueCount: 1 }]);
  expect(host.find('queue.deletedMeanwhile')).toBeUndefined();
});

it('leaves a message alone that somebody else has taken over', async () => {
  const host = await start({ seconds: 2, renewAfterMs: 60_000 });
  await send(2700, 1100);
  await waitForEmptyQueue();
  expect(await host.stop()).toBe(0);
  const message = { ms: 2700, again: 1100 };
  expect(host.logged()).toEqual([
    { message, dequeueCount: 1 },
    { message, dequeueCount: 2 },
  ]);
  expect(host.all('queue.deletedMeanwhile')).toHaveLength(1);
  expect(host.find('queue.messageFailed')).toBeUndefined();
});

it('lets another host have the message when this one dies, once the lease has ended', async () => {
  const dying = await start({ seconds: 2, renewAfterMs: 1000 });
  const sent = Date.now();
  await send(300);
  await waitFor('the message', () => dying.logged().length > 0);
  dying.signal('SIGKILL');
  await dying.exited;
  const host = await start({ seconds: 2, renewAfterMs: 1000 });
  await waitForEmptyQueue();
  expect(await host.stop()).toBe(0);
  expect(host.logged()).toEqual([{ message: { ms: 300 }, dequeueCount: 2 }]);
  expect(Date.now() - sent).toBeGreaterThan(1000);
});

it('finishes the messages it has when it is stopped', async () => {
  const host = await start({ seconds: 60, renewAfterMs: 30_000 });
  await send(700);
  await waitFor('the message', () => host.logged().length > 0);
  expect(await host.stop()).toBe(0);
  expect(host.lines.at(-1)!.event).toBe('host.stopped');
  const { approximateMessagesCount } = await storage.queue('slow').getProperties();
  expect(approximateMessagesCount).toBe(0);
});

it('says once that the storage does not answer, and stops all the same', async () => {
  const env = { AzureWebJobsStorage: storage.connectionString.replace(/:\d+\//g, ':1/') };
  const host = await startWith({ directory: app.directory }, env).ready();
  await host.line('queue.unreachable');
  expect(await host.stop()).toBe(0);
  expect(host.all('queue.unreachable')).toHaveLength(1);
});
