/** What a request asked for in its `Prefer` header. */
export interface Preferences {
  /** `IdType="ImmutableId"`: ids that survive a move. */
  immutableIds: boolean;
  /** `odata.maxpagesize=N`; undefined = not asked for. */
  maxPageSize: number | undefined;
  /** What was honoured, for the `Preference-Applied` header; empty = none. */
  applied: string;
}

/** Reads a `Prefer` header; preferences that the simulator does not know are ignored, as RFC 7240 wants. */
export function parsePrefer(header: string | undefined): Preferences {
  const preferences: Preferences = { immutableIds: false, maxPageSize: undefined, applied: '' };
  const applied: string[] = [];
  for (const part of (header ?? '').split(/[,;]/)) {
    const [name, value] = part.split('=', 2).map((text) => text.trim().replace(/^"(.*)"$/, '$1'));
    if (name?.toLowerCase() === 'idtype' && value === 'ImmutableId') {
      preferences.immutableIds = true;
      applied.push('IdType=ImmutableId');
    } else if (name?.toLowerCase() === 'odata.maxpagesize' && value !== undefined && /^[1-9]\d{0,8}$/.test(value)) {
      preferences.maxPageSize = Number(value);
      applied.push(`odata.maxpagesize=${value}`);
    }
  }
  preferences.applied = applied.join(', ');
  return preferences;
}
