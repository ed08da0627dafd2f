import type { TenantContact } from '../tenant.ts';

/** What a Graph contact has too little room for; the loader counts these in its warnings. */
export type Leftover =
  | 'telephone number'
  | 'fax number'
  | 'e-mail address'
  | 'instant messaging address'
  | 'postal address'
  | 'unreadable date';

/** A Graph contact in the making. */
export interface Draft extends TenantContact {
  leftovers: Leftover[];
}

/** A contact without anything. */
export function emptyDraft(): Draft {
  return { properties: {}, extended: {}, leftovers: [] };
}

/** Sets a property unless there is nothing to set it to: Graph leaves out or nulls what a contact does not have. */
export function setProperty(draft: Draft, name: string, value: string | string[] | undefined): void {
  if (value !== undefined && value.length > 0) draft.properties[name] = value;
}

/** The same for an extended property. */
export function setExtended(draft: Draft, id: string, value: string | undefined): void {
  if (value !== undefined && value !== '') draft.extended[id] = value;
}
