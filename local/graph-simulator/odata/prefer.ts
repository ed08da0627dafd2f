/** What a request asked for in its `Prefer` header. */
export interface Preferences {
  /** `IdType="ImmutableId"`: ids that survive a move. */
  immutableIds: boolean;
  /** `odata.maxpagesize=N`; undefined = not asked for. */
  maxPageSize: number | undefined;
  /** `outlook.timezone="..."` as it was sent; undefined = UTC. */
  timeZone: string | undefined;
  /** `outlook.body-content-type="text"` or `"html"`. */
  bodyType: 'text' | 'html';
  /** What was honoured, for the `Preference-Applied` header; empty = none. */
  applied: string;
}

/** Reads a `Prefer` header; preferences that the simulator does not know are ignored, as RFC 7240 wants. */
export function parsePrefer(header: string | undefined): Preferences {
  const preferences: Preferences = {
    immutableIds: false,
    maxPageSize: undefined,
    timeZone: undefined,
    bodyType: 'html',
    applied: '',
  };
  const applied: string[] = [];
  for (const part of (header ?? '').split(/[,;]/)) {
    const [name, value] = part.split('=', 2).map((text) => text.trim().replace(/^"(.*)"$/, '$1'));
    if (name?.toLowerCase() === 'idtype' && value === 'ImmutableId') {
      preferences.immutableIds = true;
      applied.push('IdType=ImmutableId');
    } else if (name?.toLowerCase() === 'odata.maxpagesize' && value !== undefined && /^[1-9]\d{0,8}$/.test(value)) {
      preferences.maxPageSize = Number(value);
      applied.push(`odata.maxpagesize=${value}`);
    } else if (name?.toLowerCase() === 'outlook.timezone' && value !== undefined) {
      preferences.timeZone = value;
      applied.push(`outlook.timezone="${value}"`);
    } else if (name?.toLowerCase() === 'outlook.body-content-type' && (value === 'text' || value === 'html')) {
      preferences.bodyType = value;
      applied.push(`outlook.body-content-type="${value}"`);
    }
  }
  preferences.applied = applied.join(', ');
  return preferences;
}
