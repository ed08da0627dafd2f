import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startAzurite } from '../../local/stack/azurite.ts';

/** More than there are test files, so that a watching vitest does not run out of them soon. */
const count = 500;

/** Starts the Azurite that all test files share; each takes an account of its own. */
export default async function startForAll(project: TestProject): Promise<() => Promise<void>> {
  const names = Array.from({ length: count }, (_, index) => `account${index}`);
  const [taken, azurite] = await Promise.all([mkdtemp(join(tmpdir(), 'patchbay-accounts-')), startAzurite(names)]);
  project.provide('azurite', { accounts: names.map((name) => azurite.account(name)), taken });
  return async () => {
    await Promise.all([azurite.stop(), rm(taken, { recursive: true, force: true })]);
  };
}
