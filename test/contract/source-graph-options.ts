import { ClientSecretCredential } from '@azure/identity';
import { DEMO_CLIENT_ID, DEMO_CLIENT_SECRET } from '../../local/graph-simulator/demo.ts';
import type { GraphSimulator } from '../../local/graph-simulator/simulator.ts';
import { localCloud } from '../../shared/source/graph/graph-source.ts';
import type { GraphSourceOptions } from '../../shared/source/graph/graph-source.ts';

/** What a source is opened with that talks to a simulator over HTTPS, signed in as the demo app, and never sleeps. */
export function simulatorOptions(
  simulator: GraphSimulator,
  tenantId: string,
  secret = DEMO_CLIENT_SECRET,
): GraphSourceOptions {
  const url = new URL(simulator.url);
  const credential = new ClientSecretCredential(tenantId, DEMO_CLIENT_ID, secret, {
    authorityHost: simulator.url,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: simulator.caCertificatePem },
  });
  return {
    cloud: localCloud(url, url, 'https://graph.microsoft.com/.default'),
    credential,
    sleep: () => Promise.resolve(),
  };
}
