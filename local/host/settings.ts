import { HostRefusal } from './refusal.ts';

/** App settings: what Azure hands to the app as environment variables. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** Adds `extra` to the environment, where the app too reads its settings, and returns the whole. */
export function applySettings(extra: Settings | undefined): Settings {
  for (const [name, value] of Object.entries(extra ?? {})) {
    if (value !== undefined) process.env[name] = value;
  }
  refuseUnemulatedSettings(process.env);
  return process.env;
}

/** Makes UTC the process's time zone, as it is on Flex Consumption, whatever the machine says. */
export function useUtc(): void {
  process.env.TZ = 'UTC';
  const offsets = [new Date(2026, 0, 1), new Date(2026, 6, 1)].map((date) => date.getTimezoneOffset());
  if (offsets.some((offset) => offset !== 0)) {
    throw new HostRefusal('The time zone of this process cannot be changed to UTC; start it with TZ=UTC.');
  }
}

/** Largest request body in bytes: FUNCTIONS_REQUEST_BODY_SIZE_LIMIT, else 104857600 (host: `ScriptConstants`). */
export function requestBodyLimit(settings: Settings): number {
  const text = settings.FUNCTIONS_REQUEST_BODY_SIZE_LIMIT;
  if (text === undefined) return 104_857_600;
  if (!/^\d{1,15}$/.test(text)) {
    throw new HostRefusal(`FUNCTIONS_REQUEST_BODY_SIZE_LIMIT must be a number of bytes, not "${text}".`);
  }
  return Number(text);
}

/** Whether `/` answers 204 instead of a page (AzureWebJobsDisableHomepage). */
export function homepageDisabled(settings: Settings): boolean {
  return settings.AzureWebJobsDisableHomepage?.toLowerCase() === 'true';
}

/** Replaces every `%NAME%` by the setting of that name, as the host does in `queueName` and `schedule`. */
export function resolveNames(text: string, settings: Settings): string {
  return text.replaceAll(/%([^%]+)%/g, (_whole, name: string) => {
    const value = settings[name];
    if (value === undefined || value === '') {
      throw new HostRefusal(`"${text}" names the setting ${name}, which is not set.`);
    }
    return value;
  });
}

/**
 * The storage connection string that a binding's `connection` names; the setting may carry the prefix `AzureWebJobs`.
 * Identity-based connections are refused, because Azurite checks neither tokens nor roles.
 */
export function connectionString(connection: string, settings: Settings): string {
  const names = [connection, `AzureWebJobs${connection}`];
  const values = new Set(names.map((name) => settings[name]).filter((value) => value !== undefined && value !== ''));
  const [value, other] = values;
  if (other !== undefined) {
    throw new HostRefusal(
      `The settings ${names.join(' and ')} differ; which one Azure takes is not certain, so keep one.`,
    );
  }
  if (value !== undefined) return value;
  const identity = Object.keys(settings).find((key) => names.some((name) => key.startsWith(`${name}__`)));
  throw new HostRefusal(
    identity === undefined
      ? `The setting ${connection} with the storage connection string is missing.`
      : `${identity} asks for an identity-based connection, which is not emulated; set ${connection} to a storage connection string.`,
  );
}

function refuseUnemulatedSettings(settings: Settings): void {
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || value === '') continue;
    if (/^AzureFunctionsJobHost(__|:)/i.test(name)) {
      throw new HostRefusal(`The setting ${name} overrides host.json, which is not emulated; change host.json itself.`);
    }
    if (/^AzureWebJobs[._].+[._]Disabled$/i.test(name) && !/^(false|0)$/i.test(value)) {
      throw new HostRefusal(`The setting ${name} disables a function, which is not emulated; remove it.`);
    }
    if (/^WEBSITE_TIME_ZONE$/i.test(name)) {
      throw new HostRefusal(
        'WEBSITE_TIME_ZONE is not supported on Flex Consumption and not emulated; timers run in UTC.',
      );
    }
  }
}
