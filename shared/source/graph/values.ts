/** An object of JSON, whose properties are all still to be looked at. */
export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text without the spaces around it; empty ones, null and everything that is no text are absent. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/** The text in one place of an array such as `businessPhones`. */
export function textAt(value: unknown, index: number): string | undefined {
  return Array.isArray(value) ? textOf(value[index]) : undefined;
}

/**
 * The address in one place of `emailAddresses`. Contacts made from the address list of the organisation can carry an X.500
 * name (`/o=…`) instead of an address (reference graph.md section 2.4); nobody can use it, so it is absent.
 */
export function mailAddressAt(value: unknown, index: number): string | undefined {
  const entry: unknown = Array.isArray(value) ? value[index] : undefined;
  const text = isJsonObject(entry) ? textOf(entry.address) : undefined;
  return text === undefined || /^\/o=/i.test(text) ? undefined : text;
}

/** A postal address as one line in the German order: `Street, PostalCode City, State, Country`. */
export function postalAddressOf(value: unknown): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const town = joined([oneLine(value.postalCode), oneLine(value.city)], ' ');
  return joined([oneLine(value.street), town, oneLine(value.state), oneLine(value.countryOrRegion)], ', ');
}

// Outlook keeps a street of several lines in one property.
function oneLine(value: unknown): string | undefined {
  return textOf(value)?.replaceAll(/\s*[\r\n]+\s*/g, ', ');
}

/** The parts that exist, joined; absent when there is none. */
export function joined(parts: readonly (string | undefined)[], separator: string): string | undefined {
  const there = parts.filter((part) => part !== undefined);
  return there.length === 0 ? undefined : there.join(separator);
}

/** A day without a time, `YYYY-MM-DD`, out of Graph's UTC time stamp, see `dayFromTimestamp`. */
export function dayOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : dayFromTimestamp(text);
}

const millisecondsPerHour = 3_600_000;

/**
 * Exchange keeps a birthday as a moment. Programs write midnight UTC, noon (`11:59Z`), or midnight at the owner's place,
 * which in UTC is an evening before (`22:00Z`, Europe and Asia) or a morning (`05:00Z`, the Americas). So the nearest day
 * is meant: what is later than 13:00 UTC belongs to the next one. Right for every zone from UTC-12 to UTC+11.
 * Outlook's "no date" (year 4501) and the zeros of other programs (year 1 and 1601) are absent.
 */
export function dayFromTimestamp(text: string): string | undefined {
  const moment = Date.parse(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : text);
  if (Number.isNaN(moment)) return undefined;
  const day = new Date(moment + 11 * millisecondsPerHour);
  const year = day.getUTCFullYear();
  return year > 1601 && year < 4500 ? day.toISOString().slice(0, 10) : undefined;
}
