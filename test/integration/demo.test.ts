import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiClient, createdSchema, followRun } from '../../local/stack/api-client.ts';
import { createDemo, type Demo } from '../../local/stack/demo-configuration.ts';
import { startStack, type Stack } from '../../local/stack/stack.ts';
import { loadTenant } from '../../local/tenant/load-tenant.ts';
import type { Tenant, TenantFolder } from '../../local/tenant/tenant.ts';
import { OPENAPI_PATH } from '../contract/graph-simulator/harness.ts';

const folder = new URL('../../local/tenants/demo', import.meta.url).pathname;
const lines: string[] = [];
const client = apiClient(() => stack.api);
let tenant: Tenant;
let stack: Stack;
let demo: Demo;

beforeAll(async () => {
  ({ tenant } = await loadTenant(folder));
  const ports = { hostPort: 0, graphPort: 0 };
  stack = await startStack({ tenant, ...ports, openapiPath: OPENAPI_PATH, onLine: (line) => lines.push(line) });
  demo = await createDemo(client, tenant);
}, 120_000);

afterAll(async () => {
  const violations = [...stack.simulator.control.violations];
  await stack.stop();
  expect(violations).toEqual([]);
});

function contactsIn({ contacts, folders }: TenantFolder): number {
  return folders.reduce((sum, below) => sum + contactsIn(below), contacts.length);
}

describe('what `npm start` begins with', () => {
  it('reads everything that the demo tenant has, telling how far it is', async () => {
    const { id } = await client.ask(createdSchema, 'POST', `/profiles/${demo.profile}/runs`);
    const steps: number[] = [];
    const run = await followRun(client, demo.profile, id, { onChange: ({ totals }) => steps.push(totals.counts.read) });
    expect([run.state, run.reason, run.totals.jobs.failed]).toEqual(['succeeded', undefined, 0]);
    expect(steps.length).toBeGreaterThan(2);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
    const covered = new Set(run.mailboxes.map(({ name }) => name));
    const inMailboxes = tenant.users
      .filter(({ userPrincipalName }) => covered.has(userPrincipalName))
      .reduce((sum, { id: user }) => sum + contactsIn(tenant.mailboxes.get(user)!.contacts), 0);
    const members = tenant.users.filter(
      ({ accountEnabled, userType }) => accountEnabled && userType !== 'Guest',
    ).length;
    // Each once: proving that what was listed exists costs no second reading.
    expect(run.totals.counts.read).toBe(run.totals.counts.created);
    expect(run.totals.counts.created).toBe(inMailboxes + members + tenant.organisationContacts.length);
  }, 60_000);

  it('answers the commands that it suggests', async () => {
    const books = z.object({ items: z.array(z.object({ id: z.string(), entries: z.number() })) });
    const { items } = await client.ask(books, 'GET', `/profiles/${demo.profile}/books`);
    expect(items.length).toBeGreaterThan(10);
    const entries = z.object({ items: z.array(z.unknown()), next: z.string() });
    expect(
      (await client.ask(entries, 'GET', `/profiles/${demo.profile}/books/company/entries?limit=2`)).items,
    ).toHaveLength(2);
    const file = await client.send('POST', `/profiles/${demo.profile}/simulate?format=csv`);
    expect([file.status, file.text.split('\r\n').length]).toEqual([200, 502]);
    expect((await client.send('GET', '/docs')).status).toBe(200);
  }, 60_000);

  it('keeps what it has when its host is restarted', async () => {
    await stack.host.stop();
    await stack.restartHost();
    const health = z.object({ status: z.literal('ok'), problems: z.array(z.string()).length(0) });
    await client.ask(health, 'GET', '/health');
    const runs = z.object({ items: z.array(z.object({ state: z.string() })) });
    expect((await client.ask(runs, 'GET', `/profiles/${demo.profile}/runs`)).items).toMatchObject([
      { state: 'succeeded' },
    ]);
  });
});
