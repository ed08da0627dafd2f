import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tenant } from '../tenant/tenant.ts';
import { createCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import type { SimulatorControl } from './control/simulator-control.ts';
import { demoApp, demoManagedIdentity } from './demo.ts';
import { AccessTokens } from './entra/access-tokens.ts';
import type { AppRegistration, ManagedIdentity } from './entra/app-registration.ts';
import { Authority } from './entra/authority.ts';
import { startManagedIdentityEndpoint } from './entra/managed-identity.ts';
import type { PageSizes } from './graph/page-sizes.ts';
import { createSimulation } from './simulation.ts';
import { startHttpsServer } from './wire/https-server.ts';
import type { Received } from './wire/received.ts';
import { jsonReply } from './wire/reply.ts';
import type { Reply } from './wire/reply.ts';

/** What a simulator is started with. */
export interface SimulatorOptions {
  tenant: Tenant;
  /** 0 or absent = a free one. */
  port?: number | undefined;
  /** App registrations besides the demo app; one with the demo app's client id replaces it. */
  apps?: readonly AppRegistration[] | undefined;
  /** The identity behind `identityEndpoint`; by default the demo one. */
  managedIdentity?: ManagedIdentity | undefined;
  /** Milliseconds that every Graph request takes; 0 by default. */
  latencyMs?: number | undefined;
  /** Where graph-openapi.json is; with it every request and answer is checked (`control.violations`). */
  openapiPath?: string | undefined;
  pageSizes?: Partial<PageSizes> | undefined;
  /** The simulator's time: of tokens, throttling windows and changes. */
  clock?: (() => Date) | undefined;
  /** Certificates made before, by `createCertificates`. */
  certificates?: Certificates | undefined;
  /** Where to write the authority's certificate; by default a temporary file that `close` deletes. */
  caCertificatePath?: string | undefined;
}

/** A running simulator of Microsoft Graph and Entra ID. */
export interface GraphSimulator {
  /** `https://localhost:PORT`: base address of Graph (`/v1.0`) and authority host of Entra ID. */
  url: string;
  caCertificatePath: string;
  caCertificatePem: string;
  /** Values for `IDENTITY_ENDPOINT` and `IDENTITY_HEADER`. */
  identityEndpoint: string;
  identityHeader: string;
  control: SimulatorControl;
  close(): Promise<void>;
}

/** Starts a simulator on this machine; everything it knows is in memory and begins as the tenant. */
export async function startGraphSimulator(options: SimulatorOptions): Promise<GraphSimulator> {
  const clock = options.clock ?? (() => new Date());
  const certificates = options.certificates ?? (await createCertificates());
  let handle = (_received: Received): Promise<Reply> => Promise.resolve(jsonReply(503, { error: 'still starting' }));
  const { server, port } = await startHttpsServer(certificates, options.port ?? 0, (received) => handle(received));
  const url = `https://localhost:${port}`;
  const authority = new Authority(options.tenant, url, options.managedIdentity ?? demoManagedIdentity());
  for (const app of [demoApp(options.tenant.id), ...(options.apps ?? [])]) authority.register(app);
  const tokens = new AccessTokens(authority, clock);
  const simulation = createSimulation(options, authority, tokens, clock);
  handle = simulation.handle;
  const identity = await startManagedIdentityEndpoint(authority, tokens);
  const certificateFile = await writeCertificate(certificates, options.caCertificatePath);
  return {
    url,
    caCertificatePath: certificateFile.path,
    caCertificatePem: certificates.caCertificatePem,
    identityEndpoint: identity.url,
    identityHeader: identity.header,
    control: simulation.control,
    close: async () => {
      const closed = [server, identity.server].map(
        (one) =>
          new Promise<void>((resolve) =>
            one.close(() => {
              resolve();
            }),
          ),
      );
      server.closeAllConnections();
      identity.server.closeAllConnections();
      await Promise.all([...closed, certificateFile.remove()]);
    },
  };
}

async function writeCertificate(
  certificates: Certificates,
  wanted: string | undefined,
): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = wanted === undefined ? await mkdtemp(join(tmpdir(), 'graph-simulator-')) : undefined;
  const path = wanted ?? join(folder ?? '', 'ca.pem');
  await writeFile(path, certificates.caCertificatePem);
  return {
    path,
    remove: async () => {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
