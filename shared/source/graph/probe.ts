import { NotFoundError, reasonOf } from '../../errors.ts';
import { GraphClient } from './client.ts';
import type { GraphSourceOptions } from './client.ts';
import { everyone } from './mailboxes.ts';
import { readPage } from './pages.ts';
import { firstMailbox, mailboxTries, tryNamed } from './probe-mailbox.ts';
import type { MailboxTry } from './probe-mailbox.ts';
import { objectId, urlOf } from './url.ts';

/** One thing that was tried. `unproven` is a warning: it could not be tried, which is no failure. */
export interface ProbeResult {
  /** `token`, or the name of an application permission. */
  permission: string;
  outcome: 'ok' | 'failed' | 'unproven';
  /** What happened and what to do, in words. */
  detail: string;
  /** What does not work without it. */
  neededFor: string;
}

/** On what to try: without a mailbox the first one of the directory, without a group none. */
export interface ProbeTarget {
  mailbox?: string | undefined;
  group?: string | undefined;
}

const neededFor = {
  token: 'everything',
  'User.Read.All': 'finding mailboxes and the address book of the organisation',
  'Contacts.Read': 'reading the contacts of mailboxes',
  'Calendars.Read': 'calendar presence',
  'MailboxSettings.Read': "calendar presence, whose whole days are days in the mailbox's time zone",
  'GroupMember.Read.All': 'profiles that cover the members of a group',
  'OrgContact.Read.All': 'the organisation contacts in the address book',
  'Mail.Send': 'mails to the operator',
} as const satisfies Record<string, string>;

type Permission = keyof typeof neededFor;

/**
 * Tries a connection: the token, then each permission by one real call. A call is the only proof, because permissions that
 * Exchange grants by RBAC do not appear in the token (reference graph.md section 1). Never throws.
 */
export async function probeGraph(options: GraphSourceOptions, target: ProbeTarget = {}): Promise<ProbeResult[]> {
  const client = new GraphClient(options);
  const token = await tried('token', () => client.tokens.token(), 'Microsoft Entra signed the application in.');
  if (token.outcome === 'failed') return [token, ...withoutToken()];
  return [
    token,
    await tried(
      'User.Read.All',
      () => readPage(client, everyone(client, '1')),
      'The users of the directory can be read.',
    ),
    ...(await mailboxProbes(client, target.mailbox)),
    await groupProbe(client, target.group),
    await tried('OrgContact.Read.All', () => organisationContact(client), 'The organisation contacts can be read.'),
    unproven('Mail.Send', 'Only sending a mail would prove it, and none was sent.'),
  ];
}

async function tried(
  permission: Permission,
  call: () => Promise<unknown>,
  detail: string,
  whenNotFound?: ProbeResult,
): Promise<ProbeResult> {
  try {
    await call();
    return { permission, outcome: 'ok', detail, neededFor: neededFor[permission] };
  } catch (error) {
    if (whenNotFound !== undefined && error instanceof NotFoundError) return whenNotFound;
    return { permission, outcome: 'failed', detail: reasonOf(error), neededFor: neededFor[permission] };
  }
}

function unproven(permission: Permission, detail: string): ProbeResult {
  return { permission, outcome: 'unproven', detail, neededFor: neededFor[permission] };
}

function withoutToken(): ProbeResult[] {
  const permissions = [
    'User.Read.All',
    ...mailboxTries.map(({ permission }) => permission),
    'GroupMember.Read.All',
    'OrgContact.Read.All',
    'Mail.Send',
  ] as const;
  return permissions.map((permission) => unproven(permission, 'Not tried, because there is no token.'));
}

async function mailboxProbes(client: GraphClient, named: string | undefined): Promise<ProbeResult[]> {
  const results: ProbeResult[] = [];
  if (named !== undefined) {
    for (const each of mailboxTries)
      results.push(await tried(each.permission, () => tryNamed(client, named, each), each.detail));
    return results;
  }
  const noMailbox = 'No mailbox was found to try it on; name one.';
  try {
    const mailbox = await firstMailbox(client);
    if (mailbox === undefined) return mailboxTries.map(({ permission }) => unproven(permission, noMailbox));
    for (const each of mailboxTries) results.push(await triedAnywhere(client, mailbox, each, noMailbox));
    return results;
  } catch (error) {
    const detail = `No mailbox could be found to try it on: ${reasonOf(error)}`;
    return mailboxTries.map(({ permission }) => unproven(permission, detail));
  }
}

// The first users of a directory need not have a mailbox, which says nothing about the permission.
async function triedAnywhere(
  client: GraphClient,
  mailbox: string,
  { permission, call, detail }: MailboxTry,
  noMailbox: string,
): Promise<ProbeResult> {
  const none = unproven(permission, noMailbox);
  const result = await tried(permission, () => call(client, mailbox), detail, none);
  if (result.outcome !== 'failed') return result;
  return { ...result, detail: `${result.detail} If another mailbox is in the scope, name that one.` };
}

async function groupProbe(client: GraphClient, group: string | undefined): Promise<ProbeResult> {
  const permission = 'GroupMember.Read.All';
  if (group === undefined) return unproven(permission, 'Not tried, because no group was named.');
  const purpose = { about: `group ${group}`, permission };
  const call = () =>
    client.get({ ...purpose, url: urlOf(client.cloud, ['groups', objectId(group)], { $select: 'id' }) });
  return tried(permission, () => Promise.resolve().then(call), 'The group can be read.');
}

function organisationContact(client: GraphClient): Promise<unknown> {
  const purpose = { about: 'the organisation contacts of the directory', permission: 'OrgContact.Read.All' };
  return readPage(client, { ...purpose, url: urlOf(client.cloud, ['contacts'], { $top: '1', $select: 'id' }) });
}
