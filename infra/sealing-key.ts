/** `npm run sealing-key -- ensure | rotate | prune`: keeps the sealing keys in the vault. Their value is never printed. */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { command, CommandError, withFile } from './az.ts';
import { needed } from './environment.ts';
import { newestKey, withNewKey } from './sealing-keys.ts';

const secret = 'sealing-keys';

const actions: Record<string, (keys: string | undefined) => string | undefined> = {
  ensure: (keys) => keys ?? withNewKey(undefined, randomBytes(32), new Date()),
  rotate: (keys) => withNewKey(keys, randomBytes(32), new Date()),
  prune: (keys) => keys && newestKey(keys),
};

try {
  await run(process.argv[2] ?? '');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run(name: string): Promise<void> {
  const action = actions[name];
  if (!action) throw new Error(`Say what to do with the sealing keys: ${Object.keys(actions).join(', ')}.`);
  const [vault, app] = [needed('AZURE_KEY_VAULT_NAME'), needed('AZURE_FUNCTION_ID')];
  const keys = await patiently(() => read(vault));
  const wanted = action(keys);
  if (wanted === undefined || wanted === keys) return;
  write(vault, wanted);
  // The platform would look at the vault again only after up to 24 hours.
  const url = `https://management.azure.com${app}/config/configreferences/appsettings/refresh?api-version=2022-03-01`;
  command('az', ['rest', '--method', 'post', '--url', url]);
  console.log(`The vault ${vault} now holds ${wanted.split(',').length} sealing key(s); the newest one seals.`);
}

/** A role that was just assigned takes up to some minutes to work. */
async function patiently<T>(action: () => T): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof CommandError) || !/Forbidden/i.test(error.message) || attempt === 20) throw error;
      await pause(15_000);
    }
  }
}

function read(name: string): string | undefined {
  try {
    return command('az', [
      'keyvault',
      'secret',
      'show',
      '--vault-name',
      name,
      '--name',
      secret,
      '--query',
      'value',
      '-o',
      'tsv',
    ]);
  } catch (error) {
    if (error instanceof CommandError && error.message.includes('SecretNotFound')) return undefined;
    throw error;
  }
}

function write(name: string, keys: string): void {
  withFile(keys, (file) =>
    command('az', [
      ...['keyvault', 'secret', 'set', '--vault-name', name, '--name', secret],
      ...['--file', file, '--encoding', 'utf-8', '--output', 'none'],
    ]),
  );
}
