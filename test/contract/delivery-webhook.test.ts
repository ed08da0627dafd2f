import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isFromPatchbay } from '../../local/receiver/verify.ts';
import { startReceiver } from '../../local/receiver/receiver.ts';
import { testDestination } from '../../shared/delivery/test-destination.ts';
import type { Secret } from '../../shared/secrets/secret.ts';
import { newSigningSecret } from '../../shared/webhooks/signature.ts';
import { addDestination, away, deliveryWorld, hourMs, minuteMs, profile } from '../unit/delivery/world.ts';
import { localWay, realSenders, signingSecret } from './delivery-stage.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

interface Got {
  headers: IncomingMessage['headers'];
  body: Buffer;
  json: z.infer<typeof event>;
}

const event = z.looseObject({
  id: z.string(),
  type: z.string(),
  data: z.looseObject({ sequence: z.int().optional(), previous: z.unknown().optional() }),
});

type Answer = (got: Got, response: ServerResponse) => void;
const ok: Answer = (_got, response) => response.writeHead(204).end();

/** A receiver that does as it is told. */
async function receiver(answer: Answer = ok) {
  const got: Got[] = [];
  const told = { answer };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const one = { headers: incoming.headers, body, json: event.parse(JSON.parse(body.toString())) };
      got.push(one);
      told.answer(one, response);
    });
  });
  return { got, told, url: await listening(server) };
}

async function listening(server: Server, scheme = 'http'): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `${scheme}://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/hook?token=url-canary`;
}

async function stage(answer?: Answer, secrets: readonly Secret[] = [signingSecret], timeoutMs = 2000) {
  const hook = await receiver(answer);
  const outgoing = localWay(timeoutMs);
  const world = deliveryWorld({ outgoing, senderOf: realSenders(outgoing, secrets) });
  const destination = await addDestination(world, { kind: 'webhook', url: hook.url });
  return { hook, world, destination };
}

describe('an event', () => {
  it('is a CloudEvent, signed by every secret of the profile', async () => {
    const second = newSigningSecret();
    const { hook, world } = await stage(ok, [signingSecret, second]);
    await world.want('anna', away);
    await world.run();
    const [{ headers, body, json }] = hook.got as [Got];
    expect(headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': json.id,
    });
    for (const secret of [signingSecret, second])
      expect(isFromPatchbay(headers, body, secret.reveal(), new Date(world.now))).toBe(true);
    expect(isFromPatchbay(headers, body, newSigningSecret().reveal(), new Date(world.now))).toBe(false);
    expect(isFromPatchbay(headers, Buffer.from(`${body.toString()} `), second.reveal(), new Date(world.now))).toBe(
      false,
    );
    expect(isFromPatchbay(headers, body, second.reveal(), new Date(world.now + 6 * minuteMs))).toBe(false);
    expect(json).toMatchObject({
      ...{ specversion: '1.0', source: '/profiles/p1', type: 'patchbay.presence.changed.v1', subject: 'anna' },
      ...{ datacontenttype: 'application/json', time: new Date(world.now).toISOString() },
      data: {
        account: { id: 'anna', email: 'anna@example.org' },
        effects: away,
        sequence: 1,
        until: null,
        since: null,
      },
    });
    expect(body.length).toBeLessThan(20_000);
  });

  it('is the same to the byte in every attempt, and says what was there before', async () => {
    const answers = [503, 500];
    const { hook, world } = await stage((_got, response) => response.writeHead(answers.shift() ?? 200).end());
    await world.want('anna', away);
    await world.run(world.now + hourMs);
    expect(new Set(hook.got.map(({ body }) => body.toString())).size).toBe(1);
    expect(new Set(hook.got.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
    await world.want('anna', {});
    await world.run(world.now + hourMs);
    const [first, last] = [hook.got[0], hook.got.at(-1)];
    expect(last?.json.id).not.toBe(first?.json.id);
    expect(last?.json.data.previous).toMatchObject(away);
  });

  it('is never sent unsigned', async () => {
    const { hook, world, destination } = await stage(ok, []);
    await world.want('anna', away);
    await world.run(world.now + hourMs);
    expect(hook.got).toEqual([]);
    const outcome = await testDestination(world.ports(), destination);
    expect(outcome).toMatchObject({ outcome: 'noSecret' });
    expect(outcome.detail).toContain('signing-secrets');
  });
});

describe('what the receiver answers', () => {
  it.each([200, 201, 202, 204, 299])('%i is success', async (status) => {
    const { hook, world } = await stage((_got, response) => response.writeHead(status).end('{}'));
    await world.want('anna', away);
    await world.run(world.now + 24 * hourMs);
    expect(hook.got).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])('%i is a failure and is not followed', async (status) => {
    const elsewhere = await receiver();
    const { hook, world } = await stage((_got, response) =>
      response.writeHead(status, { location: elsewhere.url }).end(),
    );
    await world.want('anna', away);
    await world.run(world.now + minuteMs);
    expect([hook.got.length, elsewhere.got.length]).toEqual([3, 0]);
  });

  it.each([400, 401, 404, 422, 429, 500, 503])('%i is tried again', async (status) => {
    let times = 0;
    const { hook, world } = await stage((_got, response) => response.writeHead((times += 1) < 3 ? status : 200).end());
    await world.want('anna', away);
    await world.run(world.now + 24 * hourMs);
    expect(hook.got).toHaveLength(3);
  });

  it('410 ends it at once', async () => {
    const { hook, world, destination } = await stage((_got, response) => response.writeHead(410).end());
    await world.want('anna', away);
    await world.run(world.now + 24 * hourMs);
    expect(hook.got).toHaveLength(1);
    expect((await world.ports().destinations.find(profile, destination.id))?.health.disabledAt).not.toBe('');
  });

  it.each(['120', 'Mon, 02 Nov 2026 08:02:00 GMT'])('Retry-After: %s is honoured', async (header) => {
    let times = 0;
    const { world } = await stage((_got, response) =>
      (times += 1) === 1 ? response.writeHead(503, { 'retry-after': header }).end() : response.writeHead(200).end(),
    );
    const start = world.now;
    await world.want('anna', away);
    await world.run(start + hourMs);
    const [delivery] = world.lines.filter((line) => line.includes('delivery.sent'));
    expect(Date.parse(z.object({ at: z.string() }).parse(JSON.parse(delivery ?? '{}')).at)).toBeGreaterThan(0);
    expect(times).toBe(2);
    expect(
      (await world.ports().deliveries.find(profile, (await world.ports().destinations.list(profile))[0]!.id, 'anna'))
        ?.sentAt,
    ).toBe(new Date(start + 120_000).toISOString());
  });

  it('nothing, a cut connection, or half an answer is tried again, and ends with the last state', async () => {
    let times = 0;
    const { hook, world } = await stage(
      (_got, response) => {
        times += 1;
        if (times === 1) response.socket?.destroy();
        else if (times === 2)
          response.writeHead(200, { 'content-length': '100' }).write('half', () => response.socket?.destroy());
        else if (times > 3) response.writeHead(200).end();
      },
      [signingSecret],
      200,
    );
    await world.want('anna', away);
    await world.run(world.now + hourMs);
    expect(hook.got).toHaveLength(4);
    expect(
      world.lines.filter((line) => line.includes('delivery.failed')).map((line) => /"outcome":"(\w+)"/.exec(line)?.[1]),
    ).toEqual([...['unreachable', 'unreachable', 'timeout']]);
  });

  it('an endless answer is cut off', async () => {
    const chunk = Buffer.alloc(256 * 1024);
    const { world, destination } = await stage((_got, response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    expect(await testDestination(world.ports(), destination)).toMatchObject({ outcome: 'status' });
  });
});

describe('the test of a webhook', () => {
  it('sends a signed event and tells the class and the status', async () => {
    const { hook, world, destination } = await stage();
    expect(await testDestination(world.ports(), destination)).toMatchObject({ outcome: 'ok' });
    expect(hook.got[0]?.json.type).toBe('patchbay.test.v1');
    hook.told.answer = (_got, response) => response.writeHead(404).end('body-canary');
    world.now += minuteMs;
    const outcome = await testDestination(world.ports(), destination);
    expect(outcome).toMatchObject({ outcome: 'status', status: 404 });
    expect(JSON.stringify(outcome)).not.toContain('canary');
  });

  it('tells when a certificate is not accepted', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
    const url = await listening(
      createSecureServer({ key, cert }, (_request, response) => response.end()),
      'https',
    );
    const outgoing = localWay();
    const world = deliveryWorld({ outgoing, senderOf: realSenders(outgoing) });
    const destination = await addDestination(world, { kind: 'webhook', url });
    expect(await testDestination(world.ports(), destination)).toMatchObject({ outcome: 'tls' });
  });
});

describe('a slow receiver', () => {
  it('holds up neither another destination nor more than a few workers', async () => {
    const waiting: ServerResponse[] = [];
    const { hook, world } = await stage((_got, response) => void waiting.push(response), [signingSecret], 5000);
    const quick = await receiver();
    await addDestination(world, { kind: 'webhook', url: quick.url });
    for (let account = 0; account < 12; account += 1) await world.want(`a${account}`, away);
    const ports = world.ports();
    const stepsOfOne = world.queue.splice(0).map(({ message }) => message);
    const { deliver } = await import('../../shared/delivery/deliver.ts');
    const { deliveryMessageSchema } = await import('../../shared/delivery/delivery-message.ts');
    const work = stepsOfOne.map((message) => {
      const parsed = deliveryMessageSchema.parse(message);
      return parsed.type === 'delivery' ? deliver(ports, parsed) : Promise.resolve();
    });
    await expect.poll(() => quick.got.length).toBeGreaterThanOrEqual(8);
    expect(hook.got.length).toBeLessThanOrEqual(8);
    for (const response of waiting.splice(0)) response.writeHead(200).end();
    await Promise.all(work);
    hook.told.answer = ok;
    await world.run(world.now + minuteMs);
    const accounts = (got: Got[]): number => new Set(got.map(({ json }) => String(json['subject']))).size;
    expect([accounts(hook.got), accounts(quick.got)]).toEqual([12, 12]);
  });
});

describe('the small receiver', () => {
  it('prints one line for each signed event, and none for anything else', async () => {
    const lines: string[] = [];
    const small = await startReceiver({ secret: signingSecret.reveal(), print: (line) => lines.push(line) });
    const outgoing = localWay();
    const world = deliveryWorld({ outgoing, senderOf: realSenders(outgoing) });
    world.now = Date.now();
    const destination = await addDestination(world, { kind: 'webhook', url: small.url });
    await world.want('anna', { ...away, text: 'Meeting' });
    await world.run();
    await world.want('anna', {});
    await world.run();
    await testDestination(world.ports(), destination);
    expect(lines).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d anna@example\.org: chat away, text Meeting, doNotDisturb true$/),
      expect.stringMatching(/ anna@example\.org: nothing set$/),
      expect.stringMatching(/ patchbay\.test\.v1$/),
    ]);
    expect((await fetch(small.url, { method: 'POST', body: '{}' })).status).toBe(401);
    expect((await fetch(small.url)).status).toBe(405);
    expect(lines).toHaveLength(3);
    await small.close();
  });
});
