/** `npm run entra -- api | mailboxes`: makes the app registrations in Entra ID as whoever is signed in to the Azure CLI. */
import { parseArgs } from 'node:util';
import { command } from './az.ts';
import { azureCli, registerApi } from './entra/api-app.ts';
import { exchangeCommands } from './entra/exchange-commands.ts';
import { needed as neededSetting, setting } from './environment.ts';
import { azRest, dryRest, type GraphRest } from './entra/graph-rest.ts';
import { directoryPermissions, jobs, registerMailboxApp, type JobName } from './entra/mailbox-app.ts';

const usage = `npm run entra -- api [--unless-set] [--dry-run]
npm run entra -- mailboxes --group "Patchbay mailboxes" --sender it@firma.example [--jobs contacts,notices] [--dry-run]
Inside an azd environment (azd env new); jobs: ${Object.keys(jobs).join(', ')}.`;

const print = (line: string): void => {
  console.log(line);
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'unless-set': { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    jobs: { type: 'string', default: 'contacts,notices' },
    group: { type: 'string', default: 'Patchbay mailboxes' },
    sender: { type: 'string', default: '<address of the sending mailbox>' },
  },
});

try {
  if (positionals[0] === 'api') api();
  else if (positionals[0] === 'mailboxes') mailboxes();
  else print(usage);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function api(): void {
  if (values['unless-set'] && setting('PATCHBAY_ENTRA_AUDIENCE') !== undefined) return;
  const { client } = registerApi(rest([]), needed('AZURE_ENV_NAME'));
  remember('PATCHBAY_ENTRA_AUDIENCE', client);
  remember('PATCHBAY_ENTRA_CLIENTS', azureCli);
  print(
    `The API is registered as ${client}; you are its administrator. A token: az account get-access-token --resource api://${client}`,
  );
}

function mailboxes(): void {
  const names = values.jobs.split(',').map(jobName);
  const tenant = values['dry-run']
    ? '<tenant id>'
    : command('az', ['account', 'show', '--query', 'tenantId', '-o', 'tsv']);
  const identity = needed('IDENTITY_PRINCIPAL_ID');
  const options = { environment: needed('AZURE_ENV_NAME'), tenant, identity, jobs: names };
  const app = registerMailboxApp(rest(directoryPermissions(names)), options);
  print(`\nRegistered as ${app.client}. Granted for the whole tenant: ${directoryPermissions(names).join(', ')}.`);
  print(
    'Now run this in PowerShell as an Exchange administrator. Grant none of it in Entra ID as well: grants add up.\n',
  );
  for (const line of exchangeCommands({ ...app, jobs: names, group: values.group, sender: values.sender })) print(line);
  const credential = { kind: 'managedIdentity', identityClientId: needed('IDENTITY_CLIENT_ID') };
  const connection = { kind: 'graph', name: 'Microsoft 365', cloud: 'global', tenant, client: app.client, credential };
  print(
    `\nThen create the connection: POST /api/connections ${JSON.stringify({ ...connection, sender: values.sender })}`,
  );
}

function jobName(text: string): JobName {
  const name = Object.keys(jobs).find((known): known is JobName => known === text.trim());
  if (name === undefined) throw new Error(`There is no job "${text}"; choose of ${Object.keys(jobs).join(', ')}.`);
  return name;
}

function rest(permissions: readonly string[]): GraphRest {
  return values['dry-run'] ? dryRest(print, permissions) : azRest;
}

function remember(name: string, value: string): void {
  if (values['dry-run']) print(`azd env set ${name} ${value}`);
  else command('azd', ['env', 'set', name, value]);
}

function needed(name: string): string {
  return values['dry-run'] ? `<${name}>` : neededSetting(name);
}
