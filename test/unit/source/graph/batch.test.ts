import { describe, expect, it } from 'vitest';
import { GraphClient } from '../../../../shared/source/graph/client.ts';
import { answerBatch, base, failure, json, mailbox, partsOf, stubGraph } from './stub.ts';

const purpose = { about: 'the things', permission: 'Thing.Read', mailbox };
const urls = (count: number) => Array.from({ length: count }, (_, index) => `${base}/things/${index}?$select=id`);
const ok = (url: string) => ({ status: 200, body: { url } });

describe('batches', () => {
  it('carry 20 parts each, one after the other, with the immutable ids in every part', async () => {
    let running = 0;
    const stub = stubGraph(async (request, index) => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      running -= 1;
      return answerBatch(ok)(request, index);
    });
    const client = new GraphClient(stub.options);
    const answers = await client.batch(urls(45), purpose);
    expect(stub.sent.map((request) => [request.url, partsOf(request).length])).toEqual([
      [`${base}/$batch`, 20],
      [`${base}/$batch`, 20],
      [`${base}/$batch`, 5],
    ]);
    expect(partsOf(stub.sent[2])[4]).toEqual({
      id: '4',
      method: 'GET',
      url: '/things/44?$select=id',
      headers: { Prefer: 'IdType="ImmutableId"' },
    });
    expect(answers.map(({ body }) => body)).toEqual(urls(45).map((url) => ({ url: url.slice(base.length) })));
    expect(client.count.requests).toBe(3);
  });

  it('send nothing for nothing', async () => {
    const stub = stubGraph([]);
    expect(await new GraphClient(stub.options).batch([], purpose)).toEqual([]);
  });

  it('send only refused parts again, after the longest wait asked for', async () => {
    const refuse = answerBatch((url, index) =>
      index % 2 === 0
        ? { status: 429, headers: { 'Retry-After': String(index / 2 + 1) }, body: { error: { code: '' } } }
        : ok(url),
    );
    const stub = stubGraph([refuse, answerBatch(ok)]);
    const answers = await new GraphClient(stub.options).batch(urls(5), purpose);
    expect(partsOf(stub.sent[1]).map(({ id }) => id)).toEqual(['0', '2', '4']);
    expect(stub.slept[0]).toBeGreaterThanOrEqual(3000);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  it('give 404 and 403 of a part to the caller', async () => {
    const stub = stubGraph([
      answerBatch((url, index) => (index === 1 ? { status: 404, body: { error: { code: '' } } } : ok(url))),
    ]);
    const answers = await new GraphClient(stub.options).batch(urls(3), purpose);
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 200]);
  });

  it('ask again for parts that are missing, fail with those that stay refused', async () => {
    const partial = stubGraph([json({ responses: [{ id: '1', status: 200, body: {} }] }), answerBatch(ok)]);
    expect(await new GraphClient(partial.options).batch(urls(2), purpose)).toHaveLength(2);
    expect(partsOf(partial.sent[1]).map(({ id }) => id)).toEqual(['0']);

    const long = stubGraph([answerBatch(() => ({ status: 429, headers: { 'retry-after': 77 } }))]);
    await expect(new GraphClient(long.options).batch(urls(2), purpose)).rejects.toMatchObject({
      kind: 'throttled',
      retryAfterSeconds: 77,
    });
    const lasting = stubGraph(answerBatch(() => ({ status: 503, body: 'base64' })));
    await expect(new GraphClient(lasting.options).batch(urls(2), purpose)).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(lasting.sent).toHaveLength(4);
  });

  it('try the whole request again like a GET, because its parts are GETs', async () => {
    const stub = stubGraph([failure(503, 'x'), answerBatch(ok)]);
    expect(await new GraphClient(stub.options).batch(urls(1), purpose)).toHaveLength(1);
  });

  it('are refused when the answer is no batch answer', async () => {
    const stub = stubGraph([json({ value: [] })]);
    await expect(new GraphClient(stub.options).batch(urls(1), purpose)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'unknownForm',
    });
  });
});

describe('requests for one mailbox', () => {
  it('stay within four, a batch alone', async () => {
    let running = 0;
    let batches = 0;
    const peaks: number[] = [];
    const stub = stubGraph(async (request, index) => {
      const isBatch = request.url.endsWith('$batch');
      running += 1;
      batches += isBatch ? 1 : 0;
      peaks.push(running);
      if (batches > 0) expect(running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      batches -= isBatch ? 1 : 0;
      return isBatch ? answerBatch(ok)(request, index) : json({});
    });
    const client = new GraphClient(stub.options);
    const work = Array.from({ length: 12 }, (_, index) =>
      index % 4 === 1 ? client.batch(urls(2), purpose) : client.get({ ...purpose, url: `${base}/x` }),
    );
    await Promise.all(work);
    expect(Math.max(...peaks)).toBeLessThanOrEqual(4);
    expect(stub.sent).toHaveLength(12);
  });

  it('do not hold up another mailbox', async () => {
    const started: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const stub = stubGraph(async (request) => {
      started.push(request.url);
      if (request.url.endsWith('/a')) await held;
      return json({});
    });
    const client = new GraphClient(stub.options);
    const a = Array.from({ length: 5 }, () => client.get({ ...purpose, url: `${base}/a` }));
    await client.get({ ...purpose, mailbox: 'other@x.de', url: `${base}/b` });
    expect(started.filter((url) => url.endsWith('/a'))).toHaveLength(4);
    release();
    await Promise.all(a);
    expect(started).toHaveLength(6);
  });
});
