import { expect, it } from 'vitest';
import { planRun } from '../../../shared/runs/plan-run.ts';
import { readWithOf, runContext } from '../../../shared/runs/run-context.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { world } from './world.ts';

const mailboxes = 10_000;

it('makes one message of twenty mailboxes when all were read before, and one of each first read', async () => {
  const made = world();
  const names = Array.from({ length: mailboxes }, (_, n) => `p${n}`);
  for (const name of names) made.tenant.addPerson(name);
  const profile = await made.addProfile();
  await made.putAccounts(profile, ...names);
  const ports = made.ports();
  const readWith = readWithOf(await runContext(ports, profile));
  const first = 7;
  const rows = names.slice(first).map((name) => ({
    key: `id-${name}`,
    kind: 'personal' as const,
    name: `${name}@contoso.com`,
    mailbox: `id-${name}`,
    folder: '',
    account: `a-${name}`,
    readWith,
  }));
  await ports.mailboxes.merge(profile, rows);
  const { id } = await startRun(ports, profile);
  await planRun(ports, profile, id);
  expect(made.queues.jobs.sent).toHaveLength(Math.ceil((mailboxes - first) / 20) + first);
  expect(new Set(made.queues.jobs.sent.map(({ message }) => JSON.stringify(message))).size).toBe(
    made.queues.jobs.sent.length,
  );
  const ledger = await ports.groups(profile, id).list();
  expect(ledger.reduce((sum, { jobs }) => sum + jobs.length, 0)).toBe(mailboxes);
  expect((await ports.runs.get(profile, id)).run).toMatchObject({ state: 'running', jobs: mailboxes });
  // Planned again after a lost message, it only sends what is there.
  await planRun(ports, profile, id);
  expect((await ports.groups(profile, id).list()).length).toBe(ledger.length);
});
