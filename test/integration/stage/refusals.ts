import { expect } from 'vitest';
import { z } from 'zod';
import type { ApiReply } from '../../../local/stack/api-client.ts';

const problem = z.strictObject({
  type: z.string().startsWith('urn:patchbay:problem:'),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string().optional(),
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string().min(1) })).optional(),
});

/** One request that must be refused. */
export interface Wrong {
  name: string;
  send: () => Promise<ApiReply>;
  /** Statuses that are right; 400 unless said. */
  statuses?: readonly number[];
  /** Where the answer must point to, or below; undefined: anywhere. */
  pointer?: string | undefined;
}

const atOnce = 8;

/** Sends every request and gathers what is wrong with the answers, so that one run tells of all of them. */
export async function expectRefused(requests: readonly Wrong[]): Promise<void> {
  const waiting = [...requests];
  const complaints: string[] = [];
  const work = async (): Promise<void> => {
    for (let wrong = waiting.shift(); wrong; wrong = waiting.shift()) {
      const complaint = complaintAbout(await wrong.send(), wrong);
      if (complaint !== undefined) complaints.push(`${wrong.name}: ${complaint}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  expect(complaints.sort()).toEqual([]);
}

function complaintAbout(reply: ApiReply, { statuses = [400], pointer }: Wrong): string | undefined {
  const shown = `${reply.status} ${reply.text.slice(0, 200)}`;
  if (!statuses.includes(reply.status)) return `expected ${statuses.join(' or ')}, not ${shown}`;
  // The host itself answers what no route takes, without a body.
  if (reply.status < 300 || (reply.status === 404 && reply.text === '')) return undefined;
  if (reply.headers.get('content-type') !== 'application/problem+json') return `no problem document: ${shown}`;
  const parsed = problem.safeParse(reply.json);
  if (!parsed.success || parsed.data.status !== reply.status) return `a malformed problem document: ${shown}`;
  if (pointer === undefined) return undefined;
  const pointers = parsed.data.errors?.map((fault) => fault.pointer) ?? [];
  const found = pointers.some((each) => each === pointer || each.startsWith(`${pointer}/`));
  return found ? undefined : `expected a pointer to ${pointer}, not to ${pointers.join(', ') || 'nothing'}: ${shown}`;
}
