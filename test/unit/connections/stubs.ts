import { generate } from 'selfsigned';
import type { ConnectionInput } from '../../../shared/connections/connection-input.ts';
import { connectionInputSchema } from '../../../shared/connections/connection-input.ts';
import { connectionStore } from '../../../shared/connections/connection-store.ts';
import type { SignIn } from '../../../shared/connections/credential.ts';
import type { ConnectionProbe } from '../../../shared/connections/probe.ts';
import type { SaveConnectionPorts } from '../../../shared/connections/save-connection.ts';
import { openSeal, type SealingKey } from '../../../shared/secrets/seal.ts';
import type { ProbeResult } from '../../../shared/source/graph/probe.ts';
import type { Mailbox } from '../../../shared/source/source.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import type { Table } from '../../../shared/storage/table.ts';

export const tenant = '11111111-2222-3333-4444-555555555555';
export const client = '66666666-7777-8888-9999-aaaaaaaaaaaa';
export const canary = 'cAnArY~8Q.pL_secret-value-42';

export const key = (id: string, fill = id.charCodeAt(0)): SealingKey => ({ id, key: Buffer.alloc(32, fill) });

/** A body as it comes from outside, with some fields changed; `undefined` takes one away. */
export function body(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const whole: Record<string, unknown> = {
    kind: 'graph',
    name: 'Contoso',
    cloud: 'global',
    tenant,
    client,
    credential: { kind: 'secret', secret: canary },
  };
  return Object.fromEntries(Object.entries({ ...whole, ...changes }).filter(([, value]) => value !== undefined));
}

export const input = (changes: Record<string, unknown> = {}): ConnectionInput =>
  connectionInputSchema.parse(body(changes));

/** A certificate of its own key, valid for some days from the first of November 2026. */
export async function pem(days = 365): Promise<{ private: string; cert: string }> {
  const notBeforeDate = new Date('2026-11-01T00:00:00Z');
  const notAfterDate = new Date(notBeforeDate.getTime() + days * 86_400_000);
  return generate([{ name: 'commonName', value: 'patchbay' }], { keySize: 2048, notBeforeDate, notAfterDate });
}

const neededFor = 'something';
const good = [
  'token',
  'User.Read.All',
  'Contacts.Read',
  'Calendars.Read',
  'MailboxSettings.Read',
  'GroupMember.Read.All',
  'OrgContact.Read.All',
  'Mail.Send',
].map((permission): ProbeResult => ({ permission, outcome: 'ok', detail: 'It works.', neededFor }));

/** The results of a probe in which everything works but what is given. */
export function results(...others: Pick<ProbeResult, 'permission' | 'outcome' | 'detail'>[]): ProbeResult[] {
  return good.map((result) => ({ ...result, ...others.find(({ permission }) => permission === result.permission) }));
}

/** What a stub of a probe answers; a function instead of a value may throw. */
export interface StubAnswers {
  roles?: () => readonly string[];
  mailbox?: (address: string) => Mailbox;
  mailboxes?: () => Mailbox[][];
  permissions?: (mailbox: string | undefined) => ProbeResult[];
}

export const someMailbox: Mailbox = {
  id: 'm1',
  userPrincipalName: 'a@contoso.com',
  mail: 'a@contoso.com',
  displayName: 'A',
};

export function stubProbe(answers: StubAnswers = {}): ConnectionProbe {
  return {
    signIn: async () => Promise.resolve((answers.roles ?? (() => []))()),
    source: {
      mailbox: async (address) => Promise.resolve((answers.mailbox ?? (() => someMailbox))(address)),
      async *mailboxes() {
        yield* await Promise.resolve((answers.mailboxes ?? (() => [[someMailbox]]))());
      },
    },
    permissions: async (mailbox) => Promise.resolve((answers.permissions ?? (() => results()))(mailbox)),
  };
}

export interface World extends SaveConnectionPorts {
  table: Table;
  /** Every sign-in that a probe was opened for. */
  opened: SignIn[];
  answers: StubAnswers;
  clock: Date;
  run: string | undefined;
  usedBy: { id: string; name: string }[];
  profilesOf(): Promise<{ id: string; name: string }[]>;
}

/** Everything the operations need, in memory; change `answers`, `clock`, `run` and `usedBy` as a test needs them. */
export function world(): World {
  const table = memoryTable();
  const opened: SignIn[] = [];
  const made: World = {
    table,
    opened,
    answers: {},
    clock: new Date('2026-11-21T10:00:00Z'),
    run: undefined,
    usedBy: [],
    store: connectionStore(table),
    seal: openSeal([key('k1')]),
    settings: { localCloud: undefined, managedIdentityClientId: undefined },
    openProbe(signIn) {
      opened.push(signIn);
      return stubProbe(made.answers);
    },
    now: () => made.clock,
    activeRun: () => Promise.resolve(made.run),
    profilesOf: () => Promise.resolve(made.usedBy),
  };
  return made;
}

/** The error that a promise ends with; fails when it does not. */
export async function failure<T extends Error>(
  kind: abstract new (...values: never[]) => T,
  promise: Promise<unknown>,
): Promise<T> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`Expected ${kind.name}.`);
}
