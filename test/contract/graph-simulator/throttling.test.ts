import { afterEach, describe, expect, it } from 'vitest';
import { errorMessage, refusal, stage } from './harness.ts';
import type { Client } from './harness.ts';
import { ANNA, BOB, OFFICE } from './tenant-fixture.ts';

let now = new Date('2026-11-21T12:00:00Z');
const set = stage({ clock: () => now });

afterEach(() => {
  now = new Date('2026-11-21T12:00:00Z');
  const { control } = set().simulator;
  control.setLatency(0);
  control.resetRequests();
  control.setLimits({ concurrentPerMailbox: 4, concurrentPerApp: Infinity, perTenMinutes: 10_000 });
});

/** Statuses of so many requests at a time. */
async function rush(client: Client, mailboxes: readonly string[]): Promise<number[]> {
  await client.token();
  const answers = await Promise.all(mailboxes.map((mailbox) => client.get(`/users/${mailbox}/contacts?$top=1`)));
  return answers.map(({ status }) => status).sort();
}

describe('requests at a time', () => {
  it('are four per app and mailbox; the fifth gets 429 with Retry-After 1', async () => {
    const { client, simulator } = set();
    simulator.control.setLatency(250);
    await client.token();
    const answers = await Promise.all(Array.from({ length: 6 }, () => client.get(`/users/${ANNA}/contacts?$top=1`)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect(refusal(refused[0]!)).toBe('429 ApplicationThrottled');
    expect(errorMessage(refused[0]!)).toBe('Application is over its MailboxConcurrency limit.');
    expect(simulator.control.requests).toMatchObject({ throttled: 2, maxConcurrency: { [ANNA]: 5 } });
  });

  it('are counted for each mailbox by itself', async () => {
    const { client, simulator } = set();
    simulator.control.setLatency(250);
    const mailboxes = [ANNA, ANNA, ANNA, ANNA, BOB, BOB, BOB, BOB, OFFICE];
    expect(new Set(await rush(client, mailboxes))).toEqual(new Set([200]));
  });

  it('can be limited per app as well', async () => {
    const { client, simulator } = set();
    simulator.control.setLatency(250);
    simulator.control.setLimits({ concurrentPerApp: 4 });
    expect(await rush(client, [ANNA, ANNA, BOB, BOB, OFFICE, OFFICE])).toEqual([200, 200, 200, 200, 429, 429]);
  });

  it('are felt without latency too', async () => {
    const { client } = set();
    expect(
      await rush(
        client,
        Array.from({ length: 24 }, () => ANNA),
      ),
    ).toContain(429);
  });

  it('free their place when they end', async () => {
    const { client, simulator } = set();
    simulator.control.setLatency(20);
    for (let round = 0; round < 3; round += 1)
      expect(await rush(client, [ANNA, ANNA, ANNA, ANNA])).toEqual([200, 200, 200, 200]);
    expect(simulator.control.requests.maxConcurrency).toEqual({ [ANNA]: 4 });
  });

  it('do not matter in the directory', async () => {
    const { client, simulator } = set();
    simulator.control.setLatency(30);
    await client.token();
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.get('/users')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});

it('requests within ten minutes are limited, with the rest of the time as Retry-After', async () => {
  const { client, simulator } = set();
  simulator.control.setLimits({ perTenMinutes: 3 });
  const address = `/users/${BOB}/contacts`;
  now = new Date('2026-11-21T12:30:00Z');
  for (let index = 0; index < 3; index += 1) expect((await client.get(address)).status).toBe(200);
  now = new Date('2026-11-21T12:34:00Z');
  const answer = await client.get(address);
  expect(answer.status).toBe(429);
  expect(answer.headers['retry-after']).toBe('360');
  now = new Date('2026-11-21T12:40:00Z');
  expect((await client.get(address)).status).toBe(200);
});

it('latency holds every request', async () => {
  const { client, simulator } = set();
  await client.get('/users');
  simulator.control.setLatency(80);
  const started = performance.now();
  await client.get('/users');
  expect(performance.now() - started).toBeGreaterThan(75);
});

it('a refused request does not use up a fault', async () => {
  const { client, simulator } = set();
  simulator.control.setLatency(250);
  const fault = simulator.control.addFault({ match: { mailbox: ANNA }, effect: { headers: { 'x-fault': '1' } } });
  const statuses = await rush(
    client,
    Array.from({ length: 6 }, () => ANNA),
  );
  expect(fault.matched).toBe(statuses.filter((status) => status === 200).length);
  simulator.control.clearFaults();
});
