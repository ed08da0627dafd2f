import type { ProbeResult } from '../source/graph/probe.ts';
import type { Problem } from './health.ts';

/** Under which circumstances permissions were tried. */
export interface Circumstances {
  /** The application roles in the token. Exchange's own grants (RBAC) are not among them. */
  roles: readonly string[];
  /** Whether the directory answered; without it no mailbox can be looked up. */
  directoryRead: boolean;
  /** Whether the connection names a mailbox to test with, and it exists. */
  mailboxNamed: boolean;
  /** Whether mails are sent through the connection. */
  sends: boolean;
}

/** Without these nothing works; the others are needed by some profiles only. */
const required: readonly string[] = ['User.Read.All', 'Contacts.Read'];

/** Tried in a mailbox, which may be the wrong one. */
const inMailboxes: readonly string[] = ['Contacts.Read', 'Calendars.Read', 'MailboxSettings.Read'];

/** Roles that contain a permission which was not tried. They are granted in Entra alone, or tenant-wide. */
const provingRoles: Readonly<Record<string, readonly string[]>> = {
  'GroupMember.Read.All': [
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  'OrgContact.Read.All': ['OrgContact.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  'Mail.Send': ['Mail.Send'],
};

/** All roles that some kind of profile has a use for. */
const usefulRoles: ReadonlySet<string> = new Set([
  'User.Read.All',
  'GroupMember.Read.All',
  'Member.Read.Hidden',
  'OrgContact.Read.All',
  'Contacts.Read',
  'Contacts.ReadWrite',
  'Calendars.Read',
  'Calendars.ReadWrite',
  'MailboxSettings.Read',
  'MailboxSettings.ReadWrite',
  'Mail.Send',
  'Presence.Read.All',
  'Presence.ReadWrite.All',
]);

const permissionsPage = 'Entra admin center > App registrations > API permissions';
const inEntra = `${permissionsPage} > Application permissions, then "Grant admin consent"`;
const inExchange = '"RBAC for Applications" in Exchange';
const delay = 'A grant can take up to two hours to work.';

/** What the tried permissions mean for the connection, as problems that an administrator can act on. */
export function permissionProblems(results: readonly ProbeResult[], circumstances: Circumstances): Problem[] {
  return results.flatMap((result) => problemOf(result, circumstances) ?? []);
}

function problemOf(result: ProbeResult, circumstances: Circumstances): Problem | undefined {
  const { permission, outcome, detail, neededFor } = result;
  if (outcome === 'ok' || (permission === 'Mail.Send' && !circumstances.sends)) return undefined;
  if (outcome === 'unproven') {
    // That no mailbox was found is said once.
    if (inMailboxes.includes(permission) && !required.includes(permission)) return undefined;
    if (provingRoles[permission]?.some((role) => circumstances.roles.includes(role))) return undefined;
    return {
      permission,
      level: 'warning',
      detail: sentences(`${permission} is not proven: ${detail}`, unprovenAdvice(permission), use(neededFor)),
    };
  }
  if (permission === 'token') return { level: 'error', detail };
  if (inMailboxes.includes(permission) && !circumstances.mailboxNamed) {
    return { permission, level: 'warning', detail: sentences(detail, anyMailboxAdvice(permission, circumstances)) };
  }
  const level = required.includes(permission) ? 'error' : 'warning';
  return { permission, level, detail: sentences(detail, use(neededFor), delay) };
}

function anyMailboxAdvice(permission: string, { directoryRead }: Circumstances): string {
  return directoryRead
    ? 'The mailbox was picked at random: if the application may read some mailboxes only, name one of them as testMailbox.'
    : `${permission} is not proven, because no mailbox could be looked up.`;
}

function unprovenAdvice(permission: string): string {
  switch (permission) {
    case 'Mail.Send':
      return `Grant it with ${inExchange} for the sender's mailbox, or for all mailboxes in ${inEntra}. ${delay}`;
    case 'GroupMember.Read.All':
    case 'OrgContact.Read.All':
      return `Where it is needed, grant it in ${inEntra}. ${delay}`;
    default:
      return '';
  }
}

/** A warning when the token names roles that Patchbay never uses; whoever steals the secret would have them. */
export function excessProblems(roles: readonly string[]): Problem[] {
  const excess = roles.filter((role) => !usefulRoles.has(role)).slice(0, 20);
  if (excess.length === 0) return [];
  const detail = `The application is also granted ${excess.join(', ')}, which Patchbay does not use; take that away in ${permissionsPage}.`;
  return [{ level: 'warning', detail }];
}

function use(neededFor: string): string {
  return `It is needed for ${neededFor}.`;
}

function sentences(...parts: string[]): string {
  return parts.filter(Boolean).join(' ');
}
