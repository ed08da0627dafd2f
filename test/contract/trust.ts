import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import type { GraphSimulator } from '../../local/graph-simulator/simulator.ts';

/** Lets `fetch` of this process trust a simulator, as `NODE_EXTRA_CA_CERTS` does in others; answers how to end that. */
export function trust({ caCertificatePem }: GraphSimulator): () => Promise<void> {
  const before = getGlobalDispatcher();
  const agent = new Agent({ connect: { ca: caCertificatePem } });
  setGlobalDispatcher(agent);
  return async () => {
    setGlobalDispatcher(before);
    await agent.destroy();
  };
}
