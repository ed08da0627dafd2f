import { Agent, request } from 'undici';
import { z } from 'zod';
import { DEMO_ROLES } from '../../../local/graph-simulator/demo.ts';
import type { AppRegistration } from '../../../local/graph-simulator/entra/app-registration.ts';
import type { GraphSimulator } from '../../../local/graph-simulator/simulator.ts';
import { TENANT_ID } from '../../contract/graph-simulator/tenant-fixture.ts';

const clientId = '7a3f0d52-91c4-4f0e-8a6b-2c1d4e5f6a70';
const clientSecret = 'secret of the auditor';

/** The app that tests read Graph with, so that whatever happens to the product's app does not touch them. */
export const auditorApp: AppRegistration = {
  clientId,
  secrets: [{ value: clientSecret }],
  certificates: [],
  federated: [],
  roles: [...DEMO_ROLES],
};

const page = z.looseObject({
  value: z.array(z.looseObject({ id: z.string() })),
  '@odata.nextLink': z.string().optional(),
});

export type GraphItem = z.infer<typeof page>['value'][number];

/** Graph by plain requests, with nothing of the product between. */
export class RawGraph {
  readonly #url: string;
  readonly #agent: Agent;
  #held: string | undefined;

  constructor(simulator: GraphSimulator) {
    this.#url = simulator.url;
    this.#agent = new Agent({ connect: { ca: simulator.caCertificatePem } });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  /** All items of a collection, page by page. */
  async all(path: string): Promise<GraphItem[]> {
    const items: GraphItem[] = [];
    for (let next: string | undefined = `${this.#url}/v1.0${path}`; next !== undefined;) {
      const { value, '@odata.nextLink': link } = page.parse(await this.#get(next));
      items.push(...value);
      next = link;
    }
    return items;
  }

  async #get(url: string, mayRenew = true): Promise<unknown> {
    this.#held ??= await this.#token();
    const headers = { authorization: `Bearer ${this.#held}`, prefer: 'IdType="ImmutableId"' };
    const answer = await request(url, { headers, dispatcher: this.#agent });
    const text = await answer.body.text();
    if (answer.statusCode === 200) return JSON.parse(text);
    if (answer.statusCode !== 401 || !mayRenew) throw new Error(`${url} answered ${answer.statusCode}: ${text}`);
    this.#held = undefined;
    return this.#get(url, false);
  }

  async #token(): Promise<string> {
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'https://graph.microsoft.com/.default',
    };
    const answer = await request(`${this.#url}/${TENANT_ID}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
      dispatcher: this.#agent,
    });
    return z.looseObject({ access_token: z.string() }).parse(await answer.body.json()).access_token;
  }
}
