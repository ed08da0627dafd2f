import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Api } from './api.ts';
import { created } from './setup.ts';

const counts = z.object({
  read: z.number(),
  created: z.number(),
  updated: z.number(),
  deleted: z.number(),
  unchanged: z.number(),
  skipped: z.record(z.string(), z.number()),
});

const runSchema = z.object({
  id: z.string(),
  state: z.string(),
  reason: z.string().optional(),
  code: z.string().optional(),
  trigger: z.string(),
  jobs: z.number(),
  parked: z.number(),
  unmatched: z.object({ count: z.number(), names: z.array(z.string()) }),
  problems: z.array(z.object({ source: z.string(), reason: z.string(), code: z.string().optional() })),
  totals: z.object({
    counts,
    requests: z.number(),
    jobs: z.object({ done: z.number(), failed: z.number(), held: z.number(), waiting: z.number() }),
  }),
  mailboxes: z.array(
    z.object({
      mailbox: z.string(),
      name: z.string(),
      account: z.string().optional(),
      outcome: z.string(),
      counts: counts.optional(),
      entries: z.number().optional(),
      reason: z.string().optional(),
      code: z.string().optional(),
      heldEntries: z.number().optional(),
    }),
  ),
});

export type RunDetail = z.infer<typeof runSchema>;

const going = new Set(['queued', 'planning', 'running']);

export async function startRun(admin: Api, profile: string): Promise<string> {
  return (await admin.ask(created, 'POST', `/profiles/${profile}/runs`)).id;
}

export function readRun(admin: Api, profile: string, run: string): Promise<RunDetail> {
  return admin.ask(runSchema, 'GET', `/profiles/${profile}/runs/${run}`);
}

/** Waits until the profile is free again, and answers how the run ended. */
export async function endOf(admin: Api, profile: string, run: string, ms = 60_000): Promise<RunDetail> {
  const state = z.object({ activeRun: z.string().nullable() });
  const until = Date.now() + ms;
  for (;;) {
    const { activeRun } = await admin.ask(state, 'GET', `/profiles/${profile}`);
    const detail = activeRun === null || Date.now() > until ? await readRun(admin, profile, run) : undefined;
    if (activeRun === null && detail && !going.has(detail.state)) return detail;
    if (detail && Date.now() > until) throw new Error(`The run did not end in ${ms} ms: ${JSON.stringify(detail)}`);
    await pause(90);
  }
}

/** Runs a profile to its end. */
export async function runNow(admin: Api, profile: string): Promise<RunDetail> {
  return endOf(admin, profile, await startRun(admin, profile));
}

const entrySchema = z.object({
  id: z.string(),
  displayName: z.string(),
  company: z.string(),
  email: z.string(),
  numbers: z.array(z.object({ raw: z.string(), e164: z.string().optional(), kind: z.string() })),
  record: z.record(z.string(), z.unknown()),
  labels: z.array(z.record(z.string(), z.unknown())),
});

export type Entry = z.infer<typeof entrySchema>;

/** All entries of a book, page by page. */
export async function entriesOf(api: Api, profile: string, book: string, limit = 500): Promise<Entry[]> {
  const page = z.object({ items: z.array(entrySchema), next: z.string().nullable() });
  const entries: Entry[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = `limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const { items, next } = await api.ask(page, 'GET', `/profiles/${profile}/books/${book}/entries?${query}`);
    entries.push(...items);
    cursor = next;
  }
  return entries;
}

const matchSchema = z.object({
  displayName: z.string(),
  number: z.string(),
  kind: z.string(),
  book: z.string(),
  matched: z.string(),
});

/** Who is behind a number. */
export async function lookUp(api: Api, profile: string, number: string, account?: string) {
  const query = new URLSearchParams({ number, ...(account !== undefined && { account }) }).toString();
  const answer = z.object({ matches: z.array(matchSchema) });
  return (await api.ask(answer, 'GET', `/profiles/${profile}/lookup?${query}`)).matches;
}
