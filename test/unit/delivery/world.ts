import { hashOf } from '../../../shared/delivery/delivery.ts';
import { deliver } from '../../../shared/delivery/deliver.ts';
import { deliveryMessageSchema } from '../../../shared/delivery/delivery-message.ts';
import { deliveryStore } from '../../../shared/delivery/delivery-store.ts';
import type { DesiredState } from '../../../shared/delivery/desired-state.ts';
import type { Destination, DestinationBody } from '../../../shared/delivery/destination.ts';
import { destinationStore } from '../../../shared/delivery/destination-store.ts';
import { catchUp, enqueueDeliveries } from '../../../shared/delivery/enqueue-deliveries.ts';
import { openLanes } from '../../../shared/delivery/lanes.ts';
import type { Outgoing } from '../../../shared/delivery/outgoing/outgoing.ts';
import type { SaveDestinationPorts } from '../../../shared/delivery/save-destination.ts';
import type { Sender } from '../../../shared/delivery/sender.ts';
import { jsonLog } from '../../../shared/log.ts';
import { incidents } from '../../../shared/notices/incidents.ts';
import { noEffects, type Effects } from '../../../shared/presence/effects.ts';
import { profileStore } from '../../../shared/profiles/profile-store.ts';
import { openSeal } from '../../../shared/secrets/seal.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { failing, queueOf, safe, tableOf, type Failing, type Process } from '../runs/process.ts';

interface Waiting {
  message: unknown;
  at: number;
  failures: number;
}

export const seal = openSeal([{ id: 'k1', key: Buffer.alloc(32, 7) }]);
export const profile = 'p1';

/** Delivering in memory: one profile, a clock that only moves with the queue, and processes that can fail. */
export interface DeliveryWorld {
  now: number;
  failing: Failing;
  queue: Waiting[];
  notices: object[];
  lines: string[];
  /** What presence wants, by account. */
  desired: Map<string, DesiredState>;
  tables: Record<'destinations' | 'deliveries' | 'incidents' | 'profiles', ReturnType<typeof memoryTable>>;
  ports(process?: Process): SaveDestinationPorts;
  /** Changes what shall hold for an account and says so. */
  want(account: string, effects: Partial<Effects>): Promise<void>;
  /** Handles messages until none is due before a moment; each by a process of its own. */
  run(untilMs?: number): Promise<void>;
  /** The next message, whenever it is due; moves the clock there. */
  step(): Promise<boolean>;
}

export interface WorldOptions {
  senderOf: (world: DeliveryWorld, process: Process) => Sender;
  outgoing?: Outgoing;
}

const noOutgoing: Outgoing = {
  check: (url) => new URL(url),
  send: () => Promise.reject(new Error('Nothing is sent here.')),
};

export function deliveryWorld({ senderOf, outgoing = noOutgoing }: WorldOptions): DeliveryWorld {
  const senders = new WeakMap<Process, Sender>();
  const world: DeliveryWorld = {
    now: Date.UTC(2026, 10, 2, 8),
    failing: failing(),
    queue: [],
    notices: [],
    lines: [],
    desired: new Map(),
    tables: {
      destinations: memoryTable(),
      deliveries: memoryTable(),
      incidents: memoryTable(),
      profiles: memoryTable(),
    },
    ports(process = safe) {
      const table = (name: keyof DeliveryWorld['tables']) => tableOf(process, name, world.tables[name]);
      const queue = {
        send(message: object, { delaySeconds = 0 }: { delaySeconds?: number } = {}) {
          world.queue.push({ message: structuredClone(message), at: world.now + delaySeconds * 1000, failures: 0 });
          return Promise.resolve();
        },
      };
      const notices = { send: (message: object) => Promise.resolve(void world.notices.push(message)) };
      const sender = senders.get(process) ?? senderOf(world, process);
      senders.set(process, sender);
      return {
        destinations: destinationStore(table('destinations')),
        deliveries: deliveryStore(table('deliveries')),
        deliveryQueue: queueOf(process, 'deliveries', queue),
        noticeQueue: notices,
        incidents: incidents(table('incidents')),
        profiles: {
          ...profileStore(world.tables.profiles),
          // Only whose destinations are looked after is asked for.
          list: () => Promise.resolve([storedProfile]),
        },
        desiredStates: {
          get: (_profile, account) => process.call('desired', () => Promise.resolve(world.desired.get(account))),
          list: () =>
            process.call('list desired', () =>
              Promise.resolve([...world.desired].map(([account, { sequence }]) => ({ account, sequence }))),
            ),
        },
        ...{ sender, outgoing, seal, lanes: openLanes(), random: () => 0 },
        log: jsonLog((line) => world.lines.push(line)),
        now: () => new Date(world.now),
      };
    },
    async want(account, effects) {
      const before = world.desired.get(account);
      world.desired.set(account, {
        account: { id: account, email: `${account}@example.org`, ...before?.account },
        sequence: (before?.sequence ?? 0) + 1,
        effects: { ...noEffects, ...effects },
        ...{ until: null, since: null, winner: null },
      });
      await enqueueDeliveries(world.ports(), profile, account);
    },
    async run(untilMs = world.now) {
      while (world.queue.some(({ at }) => at <= untilMs)) await world.step();
      world.now = Math.max(world.now, untilMs);
    },
    async step() {
      world.queue.sort((a, b) => a.at - b.at);
      const next = world.queue.shift();
      if (!next) return false;
      world.now = Math.max(world.now, next.at);
      try {
        await handle(world.ports(world.failing.start()), next.message);
      } catch {
        // The queue gives it back a little later, as often as the host would.
        if (next.failures < 4) world.queue.push({ ...next, at: world.now + 1000, failures: next.failures + 1 });
      }
      return true;
    },
  };
  return world;
}

const storedProfile = {
  id: profile,
  body: { kind: 'contacts' as const, name: 'p', connectionId: 'c', sources: {} } as never,
  ...{ createdAt: '', updatedAt: '', etag: '' },
};

async function handle(ports: SaveDestinationPorts, received: unknown): Promise<void> {
  const message = deliveryMessageSchema.parse(received);
  if (message.type === 'delivery') return deliver(ports, message);
  const destination = await ports.destinations.find(message.profile, message.destination);
  if (destination) await catchUp(ports, destination);
}

/** Stores a destination as the API would. */
export async function addDestination(
  world: DeliveryWorld,
  body: DestinationBody = { kind: 'webhook', url: 'https://hook.example/' },
  sealedPassword: (id: string) => string = () => '',
): Promise<Destination> {
  const id = `d${hashOf([body, world.tables]).slice(0, 8)}`;
  return world.ports().destinations.insert({
    ...{ id, profile, body, sealedPassword: sealedPassword(id), epoch: 0, leavingSince: '' },
    ...{ createdAt: new Date(world.now).toISOString(), updatedAt: new Date(world.now).toISOString() },
  });
}

export const away: Partial<Effects> = { chat: 'away', doNotDisturb: true };
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
