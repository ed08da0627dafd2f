/** The levels of the Functions worker, lowest first. */
export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical';

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one event, named `area.whatHappened`, with its fields. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

/** A log that hands every event to `write` as one JSON object without line breaks: time, level, event, then the fields. */
export function jsonLog(write: (line: string) => void): Log {
  return (level, event, fields) => {
    write(JSON.stringify({ time: new Date().toISOString(), level, event, ...fields }));
  };
}

/** Whatever was thrown as text: the stack where there is one. */
export function errorText(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}

/** Whatever was thrown as one short sentence, for text that is shown to people. */
export function errorMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
