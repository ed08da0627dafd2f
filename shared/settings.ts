import { z } from 'zod';
import { InvalidError } from './errors.ts';
import type { StorageAccessSettings } from './storage/access.ts';

const sealingKey = z
  .string()
  .regex(
    /^[a-z0-9]{1,16}:[A-Za-z0-9+/]{43}=$/,
    'must be <key id>:<32 bytes in base64>, as `openssl rand -base64 32` prints them',
  );

const environmentSchema = z.object({
  AzureWebJobsStorage: z.string().optional(),
  AzureWebJobsStorage__tableServiceUri: z.url().optional(),
  AzureWebJobsStorage__queueServiceUri: z.url().optional(),
  AzureWebJobsStorage__clientId: z.string().optional(),
  PATCHBAY_SEALING_KEYS: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(sealingKey).min(1)),
  PATCHBAY_ENTRA_TENANT: z.guid().optional(),
  PATCHBAY_ENTRA_AUDIENCE: z.string().min(1).optional(),
  PATCHBAY_ENTRA_AUTHORITY: z.url().default('https://login.microsoftonline.com'),
  PATCHBAY_LOCAL_ADMIN: z.enum(['true', 'false']).default('false'),
  PATCHBAY_LOCAL_GRAPH: z.url().optional(),
  PATCHBAY_LOCAL_LOGIN: z.url().optional(),
  PATCHBAY_SLICE_SECONDS: z.coerce.number().int().min(1).max(500).default(240),
  AZURE_CLIENT_ID: z.string().optional(),
  WEBSITE_INSTANCE_ID: z.string().optional(),
  WEBSITE_SITE_NAME: z.string().optional(),
});

/** What the app is told by its environment. Nothing else in `shared/` or `functions/` reads `process.env`. */
export interface Settings {
  storage: StorageAccessSettings;
  /** Keys that seal secrets, newest first: the first one writes, all of them read. */
  sealingKeys: { id: string; key: Buffer }[];
  /** Whose tokens people bring; undefined until the app registration is configured. */
  entra: { tenant: string; audience: string; authority: string } | undefined;
  /** Whether the key `local-admin` is an administrator; never in Azure. */
  localAdmin: boolean;
  /** Addresses of the cloud `local`, offered only when both are set. */
  localCloud: { graph: string; login: string } | undefined;
  /** A worker passes a mailbox on to the next invocation after this many seconds; below the function timeout. */
  sliceSeconds: number;
  /** Client id of the user-assigned identity for federated credentials. */
  managedIdentityClientId: string | undefined;
}

/** Reads the settings; throws invalid with one fault per setting that is missing or wrong. */
export function readSettings(environment: Record<string, string | undefined> = process.env): Settings {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, detail: issue.message }));
    const names = faults.map((fault) => `${fault.pointer.slice(1)}: ${fault.detail}`).join('; ');
    throw new InvalidError(`The app cannot start with these settings (${names}); see docs/operations.md.`, faults);
  }
  return settingsOf(parsed.data);
}

function settingsOf(env: z.infer<typeof environmentSchema>): Settings {
  const inAzure = env.WEBSITE_INSTANCE_ID !== undefined || env.WEBSITE_SITE_NAME !== undefined;
  const localAdmin = env.PATCHBAY_LOCAL_ADMIN === 'true';
  if (localAdmin && inAzure) {
    throw wrong(
      'PATCHBAY_LOCAL_ADMIN',
      'The key local-admin is for local use only; remove PATCHBAY_LOCAL_ADMIN from the settings in Azure.',
    );
  }
  const { PATCHBAY_ENTRA_TENANT: tenant, PATCHBAY_ENTRA_AUDIENCE: audience } = env;
  const { PATCHBAY_LOCAL_GRAPH: graph, PATCHBAY_LOCAL_LOGIN: login } = env;
  return {
    storage: storageOf(env),
    sealingKeys: env.PATCHBAY_SEALING_KEYS.map((text) => {
      const [id = '', key = ''] = text.split(':');
      return { id, key: Buffer.from(key, 'base64') };
    }),
    entra: tenant && audience ? { tenant, audience, authority: env.PATCHBAY_ENTRA_AUTHORITY } : undefined,
    localAdmin,
    localCloud: graph && login ? { graph, login } : undefined,
    sliceSeconds: env.PATCHBAY_SLICE_SECONDS,
    managedIdentityClientId: env.AZURE_CLIENT_ID,
  };
}

function storageOf(env: z.infer<typeof environmentSchema>): StorageAccessSettings {
  if (env.AzureWebJobsStorage) return { connectionString: env.AzureWebJobsStorage };
  const {
    AzureWebJobsStorage__tableServiceUri: tableServiceUri,
    AzureWebJobsStorage__queueServiceUri: queueServiceUri,
  } = env;
  if (tableServiceUri && queueServiceUri)
    return { tableServiceUri, queueServiceUri, clientId: env.AzureWebJobsStorage__clientId };
  throw wrong(
    'AzureWebJobsStorage',
    'Set AzureWebJobsStorage, or AzureWebJobsStorage__tableServiceUri and __queueServiceUri.',
  );
}

function wrong(name: string, detail: string): InvalidError {
  return new InvalidError(detail, [{ pointer: `/${name}`, detail }]);
}
