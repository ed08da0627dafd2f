import { z } from 'zod';
import { accounts, created } from './setup.ts';
import type { Stage } from './stage.ts';
import { waitFor } from './wait.ts';

const viewSchema = z.looseObject({
  account: z.string(),
  sequence: z.number(),
  effects: z.looseObject({
    chat: z.string(),
    text: z.string(),
    lamp: z.string(),
    doNotDisturb: z.boolean(),
    internal: z.unknown(),
    external: z.unknown(),
  }),
  causes: z.array(z.object({ effect: z.string(), event: z.string(), by: z.string() })),
  event: z.looseObject({ title: z.string().nullable(), type: z.string().nullable() }).nullable(),
  since: z.string().nullable(),
  until: z.string().nullable(),
  next: z.looseObject({ at: z.string() }).nullable(),
  known: z.boolean(),
});
export type SeenPresence = z.infer<typeof viewSchema>;

export async function createPresence(
  stage: Stage,
  connectionId: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const body = {
    kind: 'presence',
    name: 'Presence',
    connectionId,
    personal: { from: 'all', match: 'userName' },
    ...more,
  };
  const { id } = await stage.admin.ask(created, 'POST', '/profiles', body);
  await stage.admin.ask(z.unknown(), 'PUT', `/profiles/${id}/accounts`, { accounts });
  return id;
}

/** Lists the mailboxes and reads their calendars now. */
export async function readNow(stage: Stage, profile: string): Promise<void> {
  await stage.wire.trigger('workPresence', { v: 1, type: 'plan', profile });
}

export async function presenceOf(stage: Stage, profile: string, account: string): Promise<SeenPresence> {
  return stage.admin.ask(viewSchema, 'GET', `/profiles/${profile}/presence/${account}`);
}

/** Waits until what is set for an account is as expected. */
export async function presenceWhen(
  stage: Stage,
  profile: string,
  account: string,
  isSo: (seen: SeenPresence) => boolean,
): Promise<SeenPresence> {
  return waitFor(`the presence of ${account}`, async () => {
    const reply = await stage.admin.send('GET', `/profiles/${profile}/presence/${account}`);
    if (reply.status === 404) return undefined;
    const seen = viewSchema.parse(reply.json);
    return isSo(seen) && seen;
  });
}

/** An event from so many seconds from now to so many, as a person makes it in Outlook. */
export function event(
  fromSeconds: number,
  toSeconds: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const at = (seconds: number): Record<string, string> => ({
    dateTime: new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19),
    timeZone: 'UTC',
  });
  return { subject: 'Kunde ABC', start: at(fromSeconds), end: at(toSeconds), showAs: 'busy', ...more };
}
