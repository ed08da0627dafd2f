import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonLog, silentLog } from '../../../shared/log.ts';
import type { CoveredMailbox } from '../../../shared/profiles/covered-mailboxes.ts';
import { lagOf } from '../../../shared/telemetry/measure-lag.ts';
import { watchThrottling } from '../../../shared/telemetry/watch-throttling.ts';
import { root } from './bicep-files.ts';

const now = new Date('2026-11-21T12:00:00Z');

function mailbox(key: string, minutesAgo: number | undefined, more: Partial<CoveredMailbox> = {}): CoveredMailbox {
  const lastSuccessAt =
    minutesAgo === undefined ? undefined : new Date(now.getTime() - minutesAgo * 60_000).toISOString();
  return {
    ...{
      key,
      kind: 'personal',
      name: 'Anna',
      mailbox: key,
      folder: '',
      account: 'a',
      formerAccounts: '',
      readWith: '',
    },
    ...{ enabled: true, covered: true, held: false, entries: 0, retryAt: '', lastSuccessAt, ...more },
  };
}

describe('the lag of a profile', () => {
  it('is that of its mailboxes, in the middle and at worst', () => {
    const mailboxes = [mailbox('m1', 10), mailbox('m2', 90), mailbox('m3', 20), mailbox('m4', undefined)];
    expect(lagOf(mailboxes, now)).toEqual({
      ...{ mailboxes: 4, unread: 1, medianSeconds: 20 * 60, worstSeconds: 90 * 60, worst: 'm2' },
    });
  });

  it('leaves out what is switched off or no longer covered, and names nobody', () => {
    const lag = lagOf([mailbox('m1', 9000, { enabled: false }), mailbox('m2', 9000, { covered: false })], now);
    expect(lag).toEqual({ mailboxes: 0, unread: 0, medianSeconds: 0, worstSeconds: 0, worst: undefined });
    expect(JSON.stringify(lagOf([mailbox('m1', 5)], now))).not.toContain('Anna');
  });
});

describe('throttling', () => {
  it('is logged where it happens and passed on as it came', async () => {
    const lines: unknown[] = [];
    const log = jsonLog((line) => lines.push(JSON.parse(line)));
    const answers = [
      new Response('later', { status: 429, headers: { 'retry-after': '7' } }),
      new Response('down', { status: 503 }),
      new Response('fine'),
    ];
    const fetch = watchThrottling(log, () => Promise.resolve(answers.shift() ?? new Response()));
    const bodies: string[] = [];
    for (let count = 0; count < 3; count += 1) bodies.push(await (await fetch('https://graph.example/')).text());
    expect(bodies).toEqual(['later', 'down', 'fine']);
    expect(lines).toMatchObject([
      { event: 'source.throttled', status: 429, retryAfter: '7' },
      { event: 'source.throttled', status: 503 },
    ]);
  });

  it('says nothing of a request that never arrived', async () => {
    const fetch = watchThrottling(silentLog, () => Promise.reject(new TypeError('fetch failed')));
    await expect(fetch('https://graph.example/')).rejects.toThrow('fetch failed');
  });
});

describe('the Kusto queries', () => {
  const folder = join(root, 'docs/alerts');
  const queries = new Map(
    readdirSync(folder).map((name): [string, string] => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  const code = ['functions', 'shared'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(root, top, name), 'utf8')),
  );
  const said = new Set(
    code.flatMap((text) => [...text.matchAll(/log\s*\.(?:info|warn|error)\(\s*'([^']+)'/g)].map(([, event]) => event)),
  );

  it('look for events that the app logs', () => {
    expect(said.size).toBeGreaterThan(20);
    for (const [name, text] of queries) {
      const events = [...text.matchAll(/"event":"([^"]+)"|event\) [!=]= '([^']+)'/g)].map(([, a, b]) => a ?? b ?? '');
      if (name !== 'one-run.kql') expect([name, events.length > 0]).toEqual([name, true]);
      expect(events.filter((event) => !said.has(event))).toEqual([]);
    }
  });

  it('look at fields that lines of these events have', () => {
    const everywhere = ['event', 'function', 'invocation', 'profile', 'run'];
    for (const [name, text] of queries) {
      const fields = [...text.matchAll(/\bline\.(\w+)/g)].map(([, field = '']) => field);
      const unknown = fields.filter(
        (field) => !everywhere.includes(field) && !code.some((each) => new RegExp(`\\b${field}\\b`).test(each)),
      );
      expect([name, unknown]).toEqual([name, []]);
    }
  });

  it('begin with what they are for', () => {
    for (const [name, text] of queries) expect([name, text.startsWith('// ')]).toEqual([name, true]);
  });

  it('are what the alerts in Azure run', () => {
    const bicep = readFileSync(join(root, 'infra/alerts.bicep'), 'utf8');
    const used = [...bicep.matchAll(/docs\/alerts\/([\w-]+\.kql)/g)].map(([, name]) => name);
    const alerts = [...queries].filter(([, text]) => text.startsWith('// Alert:')).map(([name]) => name);
    expect(used.sort()).toEqual(alerts.sort());
  });
});
