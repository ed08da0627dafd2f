import { expect, it } from 'vitest';
import { stage } from './harness.ts';
import { largeTenant } from './tenant-fixture.ts';

const set = stage({ tenant: largeTenant(10_000, 50_000), openapiPath: undefined });
const first = '/users/user1@contoso.example';
const pageOf200 = { Prefer: 'odata.maxpagesize=200, IdType="ImmutableId"' };

/** Milliseconds that a piece of work takes. */
async function duration(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

it('goes through a mailbox of 50,000 contacts quickly, and its changes at once', { timeout: 30_000 }, async () => {
  const { client, simulator } = set();
  let deltaLink = '';
  const ids = new Set<string>();
  const whole = await duration(async () => {
    const round = await client.pages(`${first}/contacts/delta?$select=id,displayName,mobilePhone`, pageOf200);
    for (const { id } of round.items) ids.add(id);
    deltaLink = round.deltaLink;
  });
  expect(ids.size).toBe(50_000);
  expect(whole).toBeLessThan(12_000);
  const [some] = [...ids];
  simulator.control.patchContact('user1@contoso.example', some ?? '', { properties: { jobTitle: 'X' } });
  simulator.control.deleteContact('user1@contoso.example', [...ids][25_000] ?? '');
  const changes = await duration(async () => {
    expect((await client.page(deltaLink, pageOf200)).value).toHaveLength(2);
  });
  expect(changes).toBeLessThan(200);
  const listed = await duration(async () => {
    const { items } = await client.pages(`${first}/contacts?$top=1000&$select=id&$orderby=displayName`);
    expect(items).toHaveLength(49_999);
  });
  expect(listed).toBeLessThan(8_000);
  process.stdout.write(
    `scale: round ${Math.round(whole)} ms, changes ${Math.round(changes)} ms, list ${Math.round(listed)} ms\n`,
  );
});

it('lists 10,000 users quickly', { timeout: 20_000 }, async () => {
  const { client } = set();
  const query = "/users?$filter=accountEnabled eq true and userType eq 'Member'&$select=id,mail,userType&$top=999";
  const listed = await duration(async () => {
    expect((await client.pages(query)).items).toHaveLength(10_000);
  });
  expect(listed).toBeLessThan(4_000);
  const delta = await duration(async () => {
    expect((await client.pages('/users/delta?$select=id,displayName')).items).toHaveLength(10_000);
  });
  expect(delta).toBeLessThan(6_000);
});
