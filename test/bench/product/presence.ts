import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { advanceAccounts } from '../../../shared/presence/advance.ts';
import { planReads } from '../../../shared/presence/plan-reads.ts';
import { presenceMessageSchema, type PresenceMessage } from '../../../shared/presence/presence-message.ts';
import { readCalendars } from '../../../shared/presence/read-calendars.ts';
import { watchPresence } from '../../../shared/presence/watch-presence.ts';
import { presenceProfileSchema } from '../../../shared/profiles/presence-profile.ts';
import type { Services } from '../../../shared/services.ts';
import { inParallel, measured } from '../measured.ts';
import type { Calls } from '../processes/answer-calls.ts';
import { coveredSchema, seenSchema, type Handled } from './presence-messages.ts';

/** Presence: what the bench can ask for. */
export function presenceCalls(services: () => Services): Calls {
  return {
    watched: async (input) => {
      const { profile, accounts, texts } = coveredSchema.parse(input);
      const ports = services();
      const targets = { internal: texts, external: texts };
      const body = { kind: 'presence', name: 'Bench', connectionId: 'bench', personal: { from: 'all' }, targets };
      await ports.profiles.create(profile, presenceProfileSchema.parse(body), ports.now());
      await ports.accounts.put(profile, accounts, undefined, ports.now());
      await ports.destinations.insert(destinationOf(profile, ports.now()));
      await planReads(ports, profile);
    },
    watchPresence: () => watchPresence(services()),
    handlePresence: async (input) => {
      const { messages, atOnce } = seenSchema.parse(input);
      const seen = messages.map(({ message, at }) => ({ message: presenceMessageSchema.parse(message), at }));
      return handle(services(), seen, atOnce);
    },
    accountsRead: async (input) => {
      let read = 0;
      for await (const states of services().presence.all(z.string().parse(input)))
        read += states.filter(({ outcome }) => outcome === 'read').length;
      return read;
    },
  };
}

/** A webhook that nothing is sent to: what is measured ends with the message that asks for it. */
function destinationOf(profile: string, now: Date): Parameters<Services['destinations']['insert']>[0] {
  const at = now.toISOString();
  return {
    ...{ id: 'bench', profile, body: { kind: 'webhook', url: 'https://pbx.bench.example/presence' } },
    ...{ sealedPassword: '', epoch: 1, leavingSince: '', createdAt: at, updatedAt: at },
  };
}

/** Works on messages as the host does, and notes how late each transition of an account is passed on. */
async function handle(
  services: Services,
  seen: readonly { message: PresenceMessage; at: number }[],
  atOnce: number,
): Promise<Handled> {
  const lateMs: number[] = [];
  const { cost } = await measured(() =>
    inParallel(seen, atOnce, async ({ message, at }) => {
      const waitMs = at - services.now().getTime();
      if (waitMs > 0) await pause(waitMs);
      const deliver: Services['deliver'] = async (profile, account) => {
        await services.deliver(profile, account);
        if (message.type === 'advance') lateMs.push(services.now().getTime() - Date.parse(message.at));
      };
      await work({ ...services, deliver }, message);
    }),
  );
  return { cost, lateMs };
}

function work(ports: Services, message: PresenceMessage): Promise<void> {
  const { profile } = message;
  switch (message.type) {
    case 'plan':
      return planReads(ports, profile);
    case 'read':
      return readCalendars(ports, profile, message.accounts);
    case 'advance':
      return advanceAccounts(ports, profile, message.accounts, new Date(message.at));
  }
}
