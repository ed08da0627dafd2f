import { z } from 'zod';
import { outgoingSetting, type OutgoingEntry } from './delivery/outgoing/outgoing-entry.ts';
import { InvalidError, type Fault } from './errors.ts';
import type { StorageAccessSettings } from './storage/access.ts';

const sealingKey = z
  .string()
  .regex(
    /^[a-z0-9]{1,16}:[A-Za-z0-9+/]{43}=$/,
    'must be <key id>:<32 bytes in base64>, as `openssl rand -base64 32` prints them',
  );

const clientIds = z
  .string()
  .transform((text) => text.split(',').map((id) => id.trim().toLowerCase()))
  .pipe(z.array(z.guid('must be client ids separated by commas')));

/** Every setting there is, ours and those that only the host reads, so that templates and documents can be held against it. */
const environmentSchema = z.object({
  AzureWebJobsStorage: z.string().optional(),
  AzureWebJobsStorage__tableServiceUri: z.url().optional(),
  AzureWebJobsStorage__queueServiceUri: z.url().optional(),
  AzureWebJobsStorage__blobServiceUri: z.url().optional(),
  AzureWebJobsStorage__credential: z.literal('managedidentity').optional(),
  AzureWebJobsStorage__clientId: z.string().optional(),
  PATCHBAY_SEALING_KEYS: z
    .string({ error: 'is missing' })
    .transform((text) => text.split(','))
    .pipe(z.array(sealingKey).min(1)),
  PATCHBAY_ENTRA_TENANT: z.guid('must be the id of a directory (tenant)').optional(),
  PATCHBAY_ENTRA_AUDIENCE: z.string().optional(),
  PATCHBAY_ENTRA_AUTHORITY: z.url().default('https://login.microsoftonline.com'),
  PATCHBAY_ENTRA_CLIENTS: clientIds.optional(),
  PATCHBAY_LOCAL_ADMIN: z.enum(['true', 'false']).default('false'),
  PATCHBAY_LOCAL_GRAPH: z.url().optional(),
  PATCHBAY_LOCAL_LOGIN: z.url().optional(),
  PATCHBAY_RETRY_SECONDS: z.coerce.number().int().min(1).max(3600).default(60),
  PATCHBAY_SLICE_SECONDS: z.coerce.number().int().min(1).max(500).default(240),
  PATCHBAY_OUTGOING: outgoingSetting.prefault('public'),
  AZURE_CLIENT_ID: z.string().optional(),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z.string().optional(),
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: z.string().optional(),
  FUNCTIONS_WORKER_RUNTIME: z.literal('node').optional(),
  WEBSITE_INSTANCE_ID: z.string().optional(),
  WEBSITE_SITE_NAME: z.string().optional(),
  WEBSITE_HOSTNAME: z.string().optional(),
});
type Environment = z.infer<typeof environmentSchema>;

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(environmentSchema.shape);

/** What the app is told by its environment. Nothing else in `shared/` or `functions/` reads `process.env`. */
export interface Settings {
  storage: StorageAccessSettings;
  /** Keys that seal secrets, newest first: the first one writes, all of them read. */
  sealingKeys: { id: string; key: Buffer }[];
  /** Whose tokens people bring; undefined until the app registration is configured. */
  entra: { tenant: string; audience: string; authority: string; clients: string[] | undefined } | undefined;
  /** Whether the key `local-admin` is an administrator; never in Azure. */
  localAdmin: boolean;
  /** Addresses of the cloud `local`, offered only when both are set. */
  localCloud: { graph: string; login: string } | undefined;
  /** What a mailbox did not take is tried again after this many seconds, then after longer and longer ones. */
  retrySeconds: number;
  /** A worker passes a mailbox on to the next invocation after this many seconds; below the function timeout. */
  sliceSeconds: number;
  /** Where requests may go whose addresses people have entered. */
  outgoing: OutgoingEntry[];
  /** The app's own host names. */
  ownHosts: string[];
  /** Client id of the user-assigned identity for federated credentials. */
  managedIdentityClientId: string | undefined;
}

/**
 * Reads the settings; throws invalid with one fault per setting that is missing or wrong. A setting without text counts as not set,
 * because templates cannot leave one out.
 */
export function readSettings(environment: Record<string, string | undefined> = process.env): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== undefined && text !== ''));
  const unresolved = Object.keys(given).filter((name) => given[name]?.startsWith('@Microsoft.KeyVault('));
  const parsed = environmentSchema.safeParse(given);
  const faults = [
    ...unresolved.map((name) => fault(name, unresolvedReference)),
    ...(parsed.error?.issues ?? [])
      .filter(({ path: [name] }) => !unresolved.includes(String(name)))
      .map(({ path: [name], message }) => fault(String(name), message)),
    ...faultsTogether(given),
  ];
  if (parsed.success && faults.length === 0) return settingsOf(parsed.data);
  const names = faults.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join('; ');
  throw new InvalidError(`The app cannot start with these settings (${names}); see docs/operations.md.`, faults);
}

const unresolvedReference =
  'its Key Vault reference could not be resolved; check that the secret exists and that the identity of the app may read it';

/** What can only be said about settings in relation to each other. */
function faultsTogether(given: Record<string, string | undefined>): Fault[] {
  const is = (name: keyof Environment): boolean => given[name] !== undefined;
  const inAzure = is('WEBSITE_INSTANCE_ID') || is('WEBSITE_SITE_NAME');
  const faults = Object.keys(given)
    .filter((name) => name.startsWith('PATCHBAY_') && !settingNames.includes(name))
    .map((name) => fault(name, 'is no setting of this version; correct its name or remove it'));
  const byIdentity = is('AzureWebJobsStorage__tableServiceUri') && is('AzureWebJobsStorage__queueServiceUri');
  if (!is('AzureWebJobsStorage') && !byIdentity)
    faults.push(fault('AzureWebJobsStorage', 'set it, or its __tableServiceUri and __queueServiceUri'));
  if (given['PATCHBAY_LOCAL_ADMIN'] === 'true' && inAzure)
    faults.push(
      fault('PATCHBAY_LOCAL_ADMIN', 'the key local-admin is for local use only; remove the setting in Azure'),
    );
  const pairs = [
    // Without Entra ID nobody could make the first API key.
    ['PATCHBAY_ENTRA_TENANT', 'PATCHBAY_ENTRA_AUDIENCE', inAzure || is('PATCHBAY_ENTRA_CLIENTS')],
    ['PATCHBAY_LOCAL_GRAPH', 'PATCHBAY_LOCAL_LOGIN', false],
  ] as const;
  for (const [one, other, needed] of pairs) {
    if (!is(one) && (needed || is(other))) faults.push(fault(one, 'is missing'));
    if (!is(other) && (needed || is(one))) faults.push(fault(other, 'is missing'));
  }
  return faults;
}

function fault(name: string, detail: string): Fault {
  return { pointer: `/${name}`, detail };
}

function settingsOf(env: Environment): Settings {
  const { PATCHBAY_ENTRA_TENANT: tenant, PATCHBAY_ENTRA_AUDIENCE: audience } = env;
  const { PATCHBAY_LOCAL_GRAPH: graph, PATCHBAY_LOCAL_LOGIN: login } = env;
  return {
    storage: storageOf(env),
    sealingKeys: env.PATCHBAY_SEALING_KEYS.map((text) => {
      const [id = '', key = ''] = text.split(':');
      return { id, key: Buffer.from(key, 'base64') };
    }),
    entra:
      tenant && audience
        ? { tenant, audience, authority: env.PATCHBAY_ENTRA_AUTHORITY, clients: env.PATCHBAY_ENTRA_CLIENTS }
        : undefined,
    localAdmin: env.PATCHBAY_LOCAL_ADMIN === 'true',
    localCloud: graph && login ? { graph, login } : undefined,
    sliceSeconds: env.PATCHBAY_SLICE_SECONDS,
    retrySeconds: env.PATCHBAY_RETRY_SECONDS,
    outgoing: env.PATCHBAY_OUTGOING,
    ownHosts: ownHostsOf(env.WEBSITE_HOSTNAME),
    managedIdentityClientId: env.AZURE_CLIENT_ID,
  };
}

/** The app's own name, and that of its management site beside it. */
function ownHostsOf(host = ''): string[] {
  const name = host.toLowerCase();
  return name === '' ? [] : [name, name.replace('.', '.scm.')];
}

function storageOf(env: Environment): StorageAccessSettings {
  return env.AzureWebJobsStorage !== undefined
    ? { connectionString: env.AzureWebJobsStorage }
    : {
        tableServiceUri: env.AzureWebJobsStorage__tableServiceUri ?? '',
        queueServiceUri: env.AzureWebJobsStorage__queueServiceUri ?? '',
        clientId: env.AzureWebJobsStorage__clientId,
      };
}
