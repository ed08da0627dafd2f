import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { z } from 'zod';
import type { StorageAccount } from '../../local/stack/azurite.ts';

declare module 'vitest' {
  interface ProvidedContext {
    azurite: {
      accounts: StorageAccount[];
      /** A folder with a folder for each account that a test file has taken; making it takes the account. */
      taken: string;
    };
  }
}

const existsAlready = z.object({ code: z.literal('EEXIST') });

/** An empty storage account that nobody else has, of the Azurite that all test files share. */
export async function ownAccount(): Promise<StorageAccount> {
  const { accounts, taken } = inject('azurite');
  for (const [index, account] of accounts.entries()) {
    try {
      await mkdir(join(taken, `${index}`));
      return account;
    } catch (error) {
      if (!existsAlready.safeParse(error).success) throw error;
    }
  }
  throw new Error('All accounts are taken; start vitest anew.');
}
