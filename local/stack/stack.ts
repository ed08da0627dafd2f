import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startGraphSimulator, type GraphSimulator } from '../graph-simulator/simulator.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { startAzurite, type Azurite } from './azurite.ts';
import { startHostProcess, type HostProcess } from './host-process.ts';

const localFolder = fileURLToPath(new URL('../../.local', import.meta.url));

export interface StackOptions {
  tenant: Tenant;
  /** 0 = a free one. */
  hostPort: number;
  /** 0 = a free one. */
  graphPort: number;
  /** Where graph-openapi.json is; with it every request to the simulator is checked. */
  openapiPath?: string | undefined;
  /** Settings besides those the stack makes. */
  environment?: Record<string, string>;
  onLine(line: string): void;
}

/** Everything that runs locally in place of Azure and Microsoft 365. */
export interface Stack {
  azurite: Azurite;
  simulator: GraphSimulator;
  host: HostProcess;
  /** Address of the API: `http://127.0.0.1:PORT/api`. */
  api: string;
  /** Starts a host again on the same storage after it was stopped or killed. */
  restartHost(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Azurite, the Graph simulator with a tenant, and the functions host, all on 127.0.0.1. The bundle must have been built. */
export async function startStack(options: StackOptions): Promise<Stack> {
  await mkdir(localFolder, { recursive: true });
  const { tenant, graphPort, openapiPath } = options;
  const [azurite, simulator] = await Promise.all([
    startAzurite(),
    startGraphSimulator({ tenant, port: graphPort, ...(openapiPath !== undefined && { openapiPath }) }),
  ]);
  const sealingKey = `local:${randomBytes(32).toString('base64')}`;
  const environment = {
    AzureWebJobsStorage: azurite.connectionString,
    NODE_EXTRA_CA_CERTS: simulator.caCertificatePath,
    IDENTITY_ENDPOINT: simulator.identityEndpoint,
    IDENTITY_HEADER: simulator.identityHeader,
    PATCHBAY_SEALING_KEYS: sealingKey,
    PATCHBAY_LOCAL_ADMIN: 'true',
    PATCHBAY_LOCAL_GRAPH: simulator.url,
    PATCHBAY_LOCAL_LOGIN: simulator.url,
    ...options.environment,
  };
  const start = (port: number): Promise<HostProcess> => startHostProcess({ port, environment, onLine: options.onLine });
  const stack: Stack = {
    azurite,
    simulator,
    host: await start(options.hostPort).catch(async (error: unknown) => {
      await Promise.all([azurite.stop(), simulator.close()]);
      throw error;
    }),
    get api() {
      return `${stack.host.url}/api`;
    },
    async restartHost() {
      stack.host = await start(Number(new URL(stack.host.url).port));
    },
    async stop() {
      await stack.host.stop();
      await Promise.all([azurite.stop(), simulator.close()]);
    },
  };
  return stack;
}
