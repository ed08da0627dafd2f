/**
 * A demo or test tenant in memory, in Graph's own shapes: what `loadTenant` makes of a tenant folder (design, section 8)
 * and what the Graph simulator starts from. Ids are derived from names, so the same folder gives the same ids.
 */
export interface Tenant {
  /** Tenant (directory) id, a GUID. */
  id: string;
  domain: string;
  users: TenantUser[];
  groups: TenantGroup[];
  organisationContacts: TenantOrganisationContact[];
  /** Keyed by the lower-case object id of the user; a user without an entry has no mailbox. */
  mailboxes: Map<string, TenantMailbox>;
}

/** Properties of `microsoft.graph.user` as in graph-openapi.json; `id` and `userPrincipalName` always present. */
export interface TenantUser {
  id: string;
  userPrincipalName: string;
  displayName: string;
  mail: string | null;
  accountEnabled: boolean;
  userType: 'Member' | 'Guest' | null;
  givenName?: string | null;
  surname?: string | null;
  jobTitle?: string | null;
  department?: string | null;
  companyName?: string | null;
  officeLocation?: string | null;
  businessPhones?: string[];
  mobilePhone?: string | null;
  faxNumber?: string | null;
  /** What Graph's mailboxSettings call it. */
  userPurpose: 'user' | 'shared' | 'room';
}

export interface TenantGroup {
  id: string;
  displayName: string;
  /** Object ids of users and of other groups. */
  members: string[];
}

/** Properties of `microsoft.graph.orgContact`. */
export interface TenantOrganisationContact {
  id: string;
  displayName: string;
  givenName?: string | null;
  surname?: string | null;
  companyName?: string | null;
  department?: string | null;
  jobTitle?: string | null;
  mail?: string | null;
  phones: { type: 'home' | 'business' | 'mobile' | 'businessFax'; number: string }[];
}

export interface TenantMailbox {
  /** The default contact folder; its sub-folders are what Graph lists as contactFolders. */
  contacts: TenantFolder;
  /** The events of the default calendar; undefined when there is no calendar.ics. */
  calendar: TenantEvent[] | undefined;
}

/** What a clock shows somewhere. */
export interface ZonedTime {
  /** `YYYY-MM-DDTHH:mm:ss`; of a whole day its midnight. */
  wall: string;
  /** IANA name. */
  zone: string;
  /** What the file calls the zone. */
  zoneName: string;
}

/** One event or series of events. */
export interface TenantEvent {
  /** The same in the calendars of everybody who takes part. */
  uid: string;
  /** Properties of `microsoft.graph.event` that say what it is about (subject, body, showAs, sensitivity, categories, ...). */
  properties: Record<string, unknown>;
  start: ZonedTime;
  end: ZonedTime;
  isAllDay: boolean;
  series?: TenantSeries;
}

/** When a series takes place; every time is one on the clocks of the zone that it starts in. */
export interface TenantSeries {
  /** RRULE of RFC 5545 without UNTIL. */
  rule: string;
  /** No occurrence starts after this. */
  until?: string;
  /** Starts besides those of the rule. */
  also: string[];
  /** Starts of occurrences that do not take place. */
  without: string[];
  /** What takes place instead of the occurrence with this start. */
  instead: { original: string; event: TenantEvent }[];
}

export interface TenantFolder {
  displayName: string;
  contacts: TenantContact[];
  folders: TenantFolder[];
}

export interface TenantContact {
  /** Writable properties of `microsoft.graph.contact` (givenName, emailAddresses, businessPhones, ...). */
  properties: Record<string, unknown>;
  /** Single-value extended properties: normalised id (graph.md 2.5, e.g. `String 0x3a24`) to value. */
  extended: Record<string, string>;
}
