/** What kind of our errors a code of Graph becomes, and what it says; `{about}` and `{permission}` come from the request. */
export interface ErrorRow {
  kind: 'invalid' | 'denied' | 'notFound' | 'conflict' | 'unavailable';
  /** What it is instead where a write was refused: `unavailable` would mean that it may have had its effect. */
  kindOfWrite?: 'invalid';
  say: string;
}

const noMailbox: ErrorRow = {
  kind: 'notFound',
  say: 'There is no mailbox in Exchange Online for {about}: it has no licence, was deleted or is on premises; give it a licence or take it out of the selection.',
};
const gone: ErrorRow = { kind: 'notFound', say: 'Exchange no longer has {about}; it was deleted or moved.' };
const noObject: ErrorRow = {
  kind: 'notFound',
  say: 'The directory has no such object: {about}; check the name or id.',
};
const changed: ErrorRow = { kind: 'conflict', say: 'Somebody else changed {about} meanwhile; read it again.' };
const noExchangeRole: ErrorRow = {
  kind: 'denied',
  say: 'Exchange denies access to {about}: assign the role "Application {permission}" (RBAC for Applications) with a scope that contains the mailbox, or grant {permission} to the application in the Entra admin center; a change takes up to 2 hours.',
};
const noEntraRole: ErrorRow = {
  kind: 'denied',
  say: 'Microsoft Graph denies access to {about}: grant the application permission {permission} with admin consent (Entra admin center, App registrations, API permissions).',
};
const noToken: ErrorRow = {
  kind: 'denied',
  say: 'Microsoft Graph does not accept the access token for {about}: check that the connection names the right cloud and tenant.',
};
const ours: ErrorRow = {
  kind: 'invalid',
  say: 'Microsoft Graph does not understand the request for {about}; please report this with its code.',
};
const badId: ErrorRow = { kind: 'invalid', say: 'The id of {about} is damaged; choose it again from the list.' };
// Seen on reads too, where it passes; and for a mailbox with room that has no number left for another named property.
const full: ErrorRow = {
  kind: 'unavailable',
  kindOfWrite: 'invalid',
  say: 'Exchange refuses {about} because the mailbox is full or out of named properties; make room or raise its quota (this is no missing permission).',
};
const badValue: ErrorRow = {
  kind: 'invalid',
  say: 'Exchange does not take a value that was to be written to {about}; correct it (too long, too many or of the wrong kind).',
};
const taken: ErrorRow = {
  kind: 'conflict',
  say: 'Exchange already has a folder of this name among {about}; list them again.',
};
const down: ErrorRow = {
  kind: 'unavailable',
  say: 'Microsoft Graph does not answer as it should for {about}; it will be tried again later.',
};

/**
 * Graph's error codes, in lower case because their spelling varies (reference graph.md section 6: Graph docs errors.md,
 * json-batching.md, auth-limit-mailbox-access.md and the issues named there). Codes win over the status.
 */
export const rowByCode: Readonly<Record<string, ErrorRow>> = {
  invalidauthenticationtoken: noToken,
  authorization_requestdenied: noEntraRole,
  authorization_identitynotfound: noEntraRole,
  erroraccessdenied: noExchangeRole,
  errorsendasdenied: {
    kind: 'denied',
    say: 'Exchange does not let the application send as {about}: assign the role "Application Mail.Send" with a scope that contains this mailbox.',
  },
  mailboxnotenabledforrestapi: noMailbox,
  resourcenotfound: noMailbox,
  errorinvaliduser: noMailbox,
  errornonexistentmailbox: noMailbox,
  request_resourcenotfound: noObject,
  erroritemnotfound: gone,
  errorfoldernotfound: gone,
  errorinvalididmalformed: badId,
  errorinvalidurlquery: ours,
  errorinvalidextendedproperty: ours,
  errorinvalidproperty: badValue,
  errorpropertyvalidationfailure: badValue,
  unabletodeserializepostbody: ours,
  requestbodyread: ours,
  errorfolderexists: taken,
  errorquotaexceeded: full,
  quotaexceededexception: full,
  errorirresolvableconflict: changed,
};

/** What a status means when the code is empty or unknown. */
export const rowByStatus: Readonly<Record<number, ErrorRow>> = {
  400: ours,
  401: noToken,
  403: noEntraRole,
  404: gone,
  408: down,
  409: changed,
  410: gone,
  412: changed,
  507: full,
};

/** What every other 4xx and 5xx means. */
export const otherRow = { client: ours, server: down } as const satisfies Record<string, ErrorRow>;

/** Codes after which a change feed has to be read again from the start; Graph docs spell them in several ways. */
export const resyncCode =
  /^(?:syncstate(?:notfound|invalid)|resync.*|errorinvalidsyncstatedata|directory_expiredpagetoken)$/i;

/** Codes of a 404 that speak about the mailbox, not about the item in it: nothing may be called deleted because of them. */
export const mailboxGoneCode =
  /^(?:mailboxnotenabledforrestapi|resourcenotfound|errorinvaliduser|errornonexistentmailbox)$/i;
