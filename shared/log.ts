import { AsyncLocalStorage } from 'node:async_hooks';

/** What a log line may say: keys, counts, reasons. Never a secret, never a contact's data. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one JSON object per line; `event` is a stable word, the fields say which profile, mailbox and run. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const surroundings = new AsyncLocalStorage<LogFields>();

/** Runs `action`; every line that is written because of it says `fields` too, unless it says otherwise itself. */
export function loggingWith<T>(fields: LogFields, action: () => T): T {
  return surroundings.run({ ...surroundings.getStore(), ...fields }, action);
}

/** A log that writes JSON lines, each with the fields of what it is written in (`loggingWith`). */
export function jsonLog(write: (line: string) => void, now: () => Date = () => new Date()): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}): void => {
      write(JSON.stringify({ at: now().toISOString(), level, event, ...surroundings.getStore(), ...fields }));
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
