import { DeniedError, InvalidError, NotFoundError } from '../../errors.ts';
import type { Fault } from '../../errors.ts';
import type { Mailbox, MailboxSelection } from '../source.ts';
import type { BatchAnswer } from './batch.ts';
import type { CallOptions, Purpose } from './call.ts';
import type { GraphClient } from './client.ts';
import { graphItem } from './contact.ts';
import type { GraphItem } from './contact.ts';
import { fromGraphError, parsedAnswer } from './errors.ts';
import { fromGraphUser, mailboxSelect } from './mailbox.ts';
import { graphPage, readList } from './pages.ts';
import { isMember } from './people.ts';
import { directoryId, isDirectoryId, objectId, odataText, urlOf } from './url.ts';

const purpose: Purpose = { about: 'the users of the directory', permission: 'User.Read.All' };

/** The request for everyone: enabled members of the directory (Graph docs, user-list.md: a plain query, 999 a page). */
export function everyone(client: GraphClient, top = '999'): CallOptions {
  const $filter = "accountEnabled eq true and userType eq 'Member'";
  return { ...purpose, url: urlOf(client.cloud, ['users'], { $filter, $select: mailboxSelect, $top: top }) };
}

/** The selected mailboxes page by page. A list is answered as far as it exists before what is wrong with the rest is thrown. */
export async function* readMailboxes(client: GraphClient, selection: MailboxSelection): AsyncGenerator<Mailbox[]> {
  switch (selection.from) {
    case 'all':
      yield* readPeople(client, everyone(client));
      break;
    case 'group':
      yield* readPeople(client, membersOf(client, selection.group));
      break;
    case 'list':
      yield* readNamed(client, selection.mailboxes);
  }
}

/** The cast to users is an advanced query: it needs the header and the count, on every page (group-list-transitivemembers.md). */
function membersOf(client: GraphClient, group: string): CallOptions {
  const path = ['groups', objectId(group), 'transitiveMembers', 'microsoft.graph.user'];
  return {
    about: `the members of group ${group}`,
    permission: 'GroupMember.Read.All',
    url: urlOf(client.cloud, path, { $select: mailboxSelect, $count: 'true', $top: '999' }),
    headers: { ConsistencyLevel: 'eventual' },
  };
}

async function* readPeople(client: GraphClient, options: CallOptions): AsyncGenerator<Mailbox[]> {
  for await (const items of readList(client, options)) {
    if (items.some((item) => typeof item.userPrincipalName !== 'string')) throw onlyIdsError(options.about);
    const mailboxes = items.filter((item) => isMember(item)).map(fromGraphUser);
    yield mailboxes.filter(({ mail }) => mail !== undefined);
  }
}

// Without User.Read.All the members come back with their ids only (group-list-transitivemembers.md); not one of them would
// have an address, and a group that could not be read would look like an empty one.
function onlyIdsError(about: string): DeniedError {
  return new DeniedError(
    `Microsoft Graph shows only the ids of ${about}: grant the application permission User.Read.All with admin consent.`,
    { code: 'onlyIds' },
  );
}

/**
 * A list names mailboxes one by one, so it also reaches shared and room mailboxes, whose accounts are disabled. What cannot
 * be found or has no mailbox address is named in the error that follows the mailboxes that exist.
 */
async function* readNamed(client: GraphClient, names: readonly string[]): AsyncGenerator<Mailbox[]> {
  const faults: Fault[] = [];
  const found = new Map<string, Mailbox>();
  for (const [index, item] of (await lookUp(client, names)).entries()) {
    const fault = faultOf(item);
    if (item !== undefined && fault === undefined) found.set(item.id, fromGraphUser(item));
    else faults.push({ pointer: `/mailboxes/${index}`, detail: `${names[index] ?? ''} ${fault ?? ''}.` });
  }
  if (found.size > 0) yield [...found.values()];
  if (faults.length > 0) {
    const listed = faults.map(({ detail }) => detail).join(' ');
    throw new InvalidError(`Some mailboxes of the list cannot be used: ${listed}`, faults, {
      code: 'mailboxesMissing',
    });
  }
}

function faultOf(item: GraphItem | undefined): string | undefined {
  if (item === undefined) return 'is not in the directory';
  if (item.userType === 'Guest') return 'is a guest of the directory';
  return fromGraphUser(item).mail === undefined ? 'has no mailbox address' : undefined;
}

/** One mailbox by id, user principal name or mail address. */
export async function readMailbox(client: GraphClient, name: string): Promise<Mailbox> {
  directoryId(name);
  const [item] = await lookUp(client, [name]);
  if (item !== undefined) return fromGraphUser(item);
  throw new NotFoundError(`The directory has no user ${name}; check the address.`, {
    code: 'Request_ResourceNotFound',
  });
}

/** Looks names up by id or user principal name, and what is not found by mail address; in their order. */
async function lookUp(client: GraphClient, names: readonly string[]): Promise<(GraphItem | undefined)[]> {
  const found = new Map<string, GraphItem>();
  const usable = names.filter(isDirectoryId);
  const byId = usable.map((name) => urlOf(client.cloud, ['users', directoryId(name)], { $select: mailboxSelect }));
  for (const [index, answer] of (await client.batch(byId, purpose)).entries()) {
    remember(found, usable[index], fromUserAnswer(client, answer));
  }
  const addresses = usable.filter((name) => !found.has(name) && name.includes('@'));
  const byMail = addresses.map((name) =>
    urlOf(client.cloud, ['users'], { $filter: `mail eq ${odataText(name)}`, $select: mailboxSelect, $top: '2' }),
  );
  for (const [index, answer] of (await client.batch(byMail, purpose)).entries()) {
    if (answer.status !== 200) throw fromGraphError(answer, purpose, client.now());
    remember(found, addresses[index], parsedAnswer(graphPage, answer.body, purpose).value[0]);
  }
  return names.map((name) => found.get(name));
}

function remember(found: Map<string, GraphItem>, name: string | undefined, item: GraphItem | undefined): void {
  if (name !== undefined && item !== undefined) found.set(name, item);
}

function fromUserAnswer(client: GraphClient, answer: BatchAnswer): GraphItem | undefined {
  if (answer.status === 200) return parsedAnswer(graphItem, answer.body, purpose);
  // Names were checked for their shape, so a 400 also only says that nobody can be called so.
  if (answer.status === 404 || answer.status === 400) return undefined;
  throw fromGraphError(answer, purpose, client.now());
}
