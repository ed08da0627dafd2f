import type { CalendarEvent } from '../../../../shared/calendar/event.ts';
import { ThrottledError, UnavailableError } from '../../../../shared/errors.ts';
import { silentLog } from '../../../../shared/log.ts';
import { incidents } from '../../../../shared/notices/incidents.ts';
import { advanceAccounts } from '../../../../shared/presence/advance.ts';
import { planReads } from '../../../../shared/presence/plan-reads.ts';
import type { PresencePorts } from '../../../../shared/presence/ports.ts';
import { presenceMessageSchema } from '../../../../shared/presence/presence-message.ts';
import { presenceStore, type PresenceStore } from '../../../../shared/presence/presence-store.ts';
import { readCalendars } from '../../../../shared/presence/read-calendars.ts';
import { watchPresence } from '../../../../shared/presence/watch-presence.ts';
import { accountStore, type AccountStore } from '../../../../shared/profiles/account-store.ts';
import { presenceProfileSchema, type PresenceProfileInput } from '../../../../shared/profiles/presence-profile.ts';
import { profileStore, type ProfileStore } from '../../../../shared/profiles/profile-store.ts';
import type { EventReader } from '../../../../shared/source/event-reader.ts';
import type { Source } from '../../../../shared/source/source.ts';
import { memoryQueue } from '../../../../shared/storage/memory-queue.ts';
import { memoryTable } from '../../../../shared/storage/memory-table.ts';
import { someConnection } from '../../runs/world.ts';

export const profileId = 'p1';
export const start = Date.UTC(2026, 10, 23, 7);
export const minute = 60_000;

/** A firm whose calendars can be changed, and everything that follows them, in memory. */
export interface PresenceWorld {
  now: number;
  /** By mailbox. */
  calendars: Map<string, CalendarEvent[]>;
  /** What fails at the next reads, one after the other. */
  failures: Error[];
  reads: string[];
  /** What was delivered, in order: account and sequence. */
  delivered: { account: string; sequence: number }[];
  ports: PresencePorts;
  presence: PresenceStore;
  profiles: ProfileStore;
  accounts: AccountStore;
  /** Handles what is in the queue and due; `lose` and `twice` say what becomes of the n-th message. */
  drain(options?: { lose?: (n: number) => boolean; twice?: (n: number) => boolean }): Promise<void>;
  watch(): Promise<void>;
  putProfile(more?: Partial<PresenceProfileInput>): Promise<void>;
}

export async function presenceWorld(people: string[]): Promise<PresenceWorld> {
  const [profiles, accounts, presence] = [memoryTable(), memoryTable(), memoryTable()];
  const presenceQueue = memoryQueue();
  const world: PresenceWorld = {
    now: start,
    calendars: new Map(people.map((name) => [name, []])),
    failures: [],
    reads: [],
    delivered: [],
    presence: presenceStore(presence),
    profiles: profileStore(profiles),
    accounts: accountStore(accounts),
    ports: {
      presence: presenceStore(presence),
      presenceQueue,
      transitionQueue: presenceQueue,
      profiles: profileStore(profiles),
      accounts: accountStore(accounts),
      connection: () => Promise.resolve(someConnection()),
      openSource: () => reader(world),
      deliver: async (profile, account) => {
        const { sequence } = await world.presence.get(profile, account);
        world.delivered.push({ account, sequence });
      },
      incidents: incidents(memoryTable()),
      noticeQueue: memoryQueue(),
      log: silentLog,
      now: () => new Date(world.now),
      pause: (milliseconds) => Promise.resolve((world.now += milliseconds)),
    },
    async drain({ lose = () => false, twice = () => false } = {}) {
      for (let n = 0; presenceQueue.sent.length > 0 && n < 10_000; n += 1) {
        const [next] = presenceQueue.sent.splice(0, 1);
        if (!next || lose(n)) continue;
        // What is delayed comes when it is due; time goes on until then.
        world.now += next.delaySeconds * 1000;
        await handle(world.ports, next.message);
        if (twice(n)) await handle(world.ports, next.message);
      }
    },
    watch: () => watchPresence(world.ports),
    async putProfile(more = {}) {
      const body = presenceProfileSchema.parse({
        ...{ kind: 'presence', name: 'P', connectionId: 'c1', personal: { from: 'all' }, ...more },
      });
      const [old] = await world.profiles.list();
      if (old) await world.profiles.replace(old, body, new Date(world.now));
      else await world.profiles.create(profileId, body, new Date(world.now));
    },
  };
  await world.putProfile();
  const list = people.map((name) => ({ id: name, email: `${name}@contoso.example` }));
  await world.accounts.put(profileId, list, undefined, new Date(world.now));
  return world;
}

async function handle(ports: PresencePorts, received: unknown): Promise<void> {
  const message = presenceMessageSchema.parse(received);
  if (message.type === 'plan') return planReads(ports, message.profile);
  if (message.type === 'read') return readCalendars(ports, message.profile, message.accounts);
  return advanceAccounts(ports, message.profile, message.accounts, new Date(message.at));
}

function reader(world: PresenceWorld): Source & EventReader {
  const never = (): never => {
    throw new Error('Presence has no use for this.');
  };
  return {
    count: { requests: 0 },
    ...{ mailbox: never, folders: never, contacts: never, sendMail: never },
    async *mailboxes() {
      yield await Promise.resolve(
        [...world.calendars.keys()].map((id) => ({
          id,
          userPrincipalName: `${id}@contoso.example`,
          mail: `${id}@contoso.example`,
          displayName: id,
        })),
      );
    },
    events({ mailbox, from, to }) {
      world.reads.push(mailbox);
      const failure = world.failures.shift();
      if (failure) return Promise.reject(failure);
      const events = world.calendars.get(mailbox) ?? [];
      const touching = events.filter(({ start: s, end }) => end > from.toISOString() && s < to.toISOString());
      return Promise.resolve(structuredClone(touching).sort((a, b) => (a.start < b.start ? -1 : 1)));
    },
    timeZone: () => Promise.resolve('Europe/Berlin'),
    addCategories: () => Promise.resolve(0),
  };
}

export const passing = [
  new ThrottledError('Too many requests.', 7),
  new UnavailableError('Graph does not answer.'),
  undefined,
];

let ids = 0;

/** An event from so many minutes after the start of the world to so many. */
export function eventAt(from: number, to: number, more: Partial<CalendarEvent> = {}): CalendarEvent {
  const iso = (minutes: number): string => new Date(start + minutes * minute).toISOString();
  return {
    ...{ id: `e${(ids += 1)}`, start: iso(from), end: iso(to), allDay: false, showAs: 'busy', isPrivate: false },
    ...{ title: 'T', categories: [], targets: { internal: '', external: '' }, ...more },
  };
}
