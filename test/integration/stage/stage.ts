import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { DEMO_CLIENT_ID, DEMO_ROLES, demoApp } from '../../../local/graph-simulator/demo.ts';
import type { AppRegistration } from '../../../local/graph-simulator/entra/app-registration.ts';
import {
  startGraphSimulator,
  type GraphSimulator,
  type SimulatorOptions,
} from '../../../local/graph-simulator/simulator.ts';
import { cloudLease, type LeaseTimes } from '../../../local/host/queues/lease.ts';
import type { StorageAccount } from '../../../local/stack/azurite.ts';
import type { Tenant } from '../../../local/tenant/tenant.ts';
import { ownAccount } from '../../azurite/own-account.ts';
import { OPENAPI_PATH } from '../../contract/graph-simulator/harness.ts';
import { Wire, type Api } from './api.ts';
import { makeAppFolder, startHost, type Host } from './host.ts';
import { ExpectedBooks } from './expected-books.ts';
import { leaksIn, type Canary } from './leaks.ts';
import { auditorApp, RawGraph } from './raw-graph.ts';
import { allStoredRows } from './rows.ts';
import { startStorageTap, type StorageTap } from './storage-tap.ts';

export interface StageOptions {
  tenant: Tenant;
  pageSizes?: SimulatorOptions['pageSizes'];
  /** App registrations besides the demo app. */
  apps?: AppRegistration[];
  /** Seconds after which a message that failed is tried again; 1 unless said, 30 in Azure. */
  retryAfterSeconds?: number;
  /**
   * How long a message is hidden from others than who works on it; as in Azure unless said. A short one is for tests that kill the
   * host: when a busy machine lets it pass, the message is handled twice at once, and its run takes a minute longer.
   */
  messageLease?: LeaseTimes;
  /** Settings of the app besides those that every stage has. */
  environment?: (simulator: GraphSimulator) => Record<string, string>;
}

/** Everything of one test file: real storage, a simulated Microsoft 365, a real host, and what all of them said. */
export interface Stage {
  azurite: StorageAccount;
  simulator: GraphSimulator;
  tap: StorageTap;
  host: Host;
  wire: Wire;
  /** The administrator's API. */
  admin: Api;
  /** What the app registration of the demo client has as its secret; different at each stage. */
  clientSecret: string;
  /** Every line that a host wrote. */
  lines: string[];
  /** What the books must hold, by raw requests to Graph. */
  expected: ExpectedBooks;
  /** Texts that must not be anywhere at the end. */
  secrets: Canary[];
  /** The API for whoever has this key. */
  withKey(key: string): Api;
  /** Starts the host again on the same storage and port after it was killed. */
  restartHost(): Promise<void>;
}

/** The roles that Patchbay has a use for; with any other one it warns. */
export const usefulRoles: readonly string[] = DEMO_ROLES.filter((role) => role !== 'Organization.Read.All');

/** Sets the stage for a test file; at its end no secret was seen anywhere and Graph was used as its description says. */
export function stage(options: StageOptions): () => Stage {
  let set: { stage: Stage; close(): Promise<void> } | undefined;
  beforeAll(async () => {
    set = await setStage(options);
  }, 120_000);
  afterAll(async () => {
    if (set === undefined) return;
    const leaks = await secretsFound(set.stage);
    const violations = [...set.stage.simulator.control.violations];
    await set.close();
    expect(violations).toEqual([]);
    expect(leaks).toEqual([]);
  }, 60_000);
  return () => {
    if (set === undefined) throw new Error('The stage is not set.');
    return set.stage;
  };
}

async function setStage(options: StageOptions): Promise<{ stage: Stage; close(): Promise<void> }> {
  const { tenant, pageSizes, apps = [], messageLease = cloudLease } = options;
  const clientSecret = `~Geheim/+=&ü"${randomBytes(18).toString('base64')}`;
  const sealingKey = randomBytes(32).toString('base64');
  const app = { ...demoApp(tenant.id), secrets: [{ value: clientSecret }], roles: [...usefulRoles] };
  const [azurite, simulator, folder] = await Promise.all([
    ownAccount(),
    startGraphSimulator({ tenant, pageSizes, apps: [app, auditorApp, ...apps], openapiPath: OPENAPI_PATH }),
    makeAppFolder(options.retryAfterSeconds ?? 1),
  ]);
  const tap = await startStorageTap(azurite.connectionString);
  const environment = {
    AzureWebJobsStorage: tap.connectionString,
    NODE_EXTRA_CA_CERTS: simulator.caCertificatePath,
    IDENTITY_ENDPOINT: simulator.identityEndpoint,
    IDENTITY_HEADER: simulator.identityHeader,
    PATCHBAY_SEALING_KEYS: `test:${sealingKey}`,
    PATCHBAY_LOCAL_ADMIN: 'true',
    PATCHBAY_LOCAL_GRAPH: simulator.url,
    PATCHBAY_LOCAL_LOGIN: simulator.url,
    ...options.environment?.(simulator),
  };
  const lines: string[] = [];
  const start = (port: number): Promise<Host> =>
    startHost(folder, { port, environment, messageLease, onLine: (line) => lines.push(line) });
  let host = await start(0);
  const wire = new Wire(() => host.url);
  const withKey = (key: string): Api => wire.caller({ 'x-api-key': key });
  const graph = new RawGraph(simulator);
  const stage: Stage = {
    ...{ azurite, simulator, tap, wire, clientSecret, lines, withKey },
    get host() {
      return host;
    },
    admin: withKey('local-admin'),
    expected: new ExpectedBooks(graph),
    secrets: [
      { name: 'the client secret', text: clientSecret },
      { name: 'the sealing key', text: sealingKey },
      { name: 'the identity header', text: simulator.identityHeader },
    ],
    async restartHost() {
      await wire.close();
      host = await start(Number(new URL(host.url).port));
    },
  };
  const close = async (): Promise<void> => {
    await wire.close();
    await host.kill();
    await Promise.all([graph.close(), tap.close(), simulator.close(), folder.remove()]);
  };
  return { stage, close };
}

/** Searches everything that was stored, sent, logged and answered. A key's text is answered once, when it is made. */
async function secretsFound({ azurite, tap, lines, wire, secrets }: Stage): Promise<string[]> {
  const rows = (await allStoredRows(azurite.connectionString)).map((row) => JSON.stringify(row));
  const answers = wire.answers.filter(({ request, status }) => !(request === 'POST /api/keys' && status === 201));
  return [
    ...leaksIn('a row', rows, secrets),
    ...leaksIn('a write', writesOf(tap), secrets),
    ...leaksIn('a log line', lines, secrets),
    ...leaksIn(
      'an answer',
      answers.map(({ text }) => text),
      secrets,
    ),
  ];
}

function writesOf({ writes }: StorageTap): string[] {
  return writes.map(({ method, path, body }) => `${method} ${path} ${body}`);
}

export { DEMO_CLIENT_ID };
