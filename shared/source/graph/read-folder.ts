import type { ContactPage, ReadContacts } from '../source.ts';
import type { CallOptions, Purpose } from './call.ts';
import { decidePage, isComplete, isHeld } from './changes.ts';
import type { PageDecision, Verdict } from './changes.ts';
import type { GraphClient } from './client.ts';
import { fromGraphContact } from './contact.ts';
import type { GraphItem } from './contact.ts';
import { contactsOf } from './contacts-of.ts';
import { continuation, deltaPageSize, readPage } from './pages.ts';
import { planContacts, selectWithExtended } from './plan.ts';
import type { ContactPlan } from './plan.ts';
import { fromPositionText, toPositionText } from './position.ts';
import type { Position } from './position.ts';
import { rereadContacts } from './reread.ts';
import { urlOf } from './url.ts';
import type { Segment } from './url.ts';
import { fingerprint } from './version.ts';

/** Lists allow 1000; half of it keeps a page with extended properties at about a megabyte. */
const listPageSize = '500';

/** A folder as this read sees it: where it is, what is asked of it, and for whom. */
export interface FolderRead {
  client: GraphClient;
  plan: ContactPlan;
  /** The path of the folder's contacts. */
  path: readonly (string | Segment)[];
  purpose: Purpose & { mailbox: string };
  holds: (id: string, version: string) => boolean;
}

/**
 * Reads a contact folder from a position to the end of the round. Change feeds cannot expand extended properties
 * (reference graph.md section 3), so a full round that needs some is two passes: a list with everything, then a first
 * change round that proves what exists and says where the changes start; only what changed in between is read again.
 */
export async function* readFolder(
  client: GraphClient,
  request: ReadContacts,
  mailbox: string,
  folder: string,
): AsyncGenerator<ContactPage> {
  const read = folderRead(client, request, mailbox, folder);
  const asked = fingerprint([mailbox, folder, read.plan.properties, read.plan.expand]);
  let position = startOf(read, request.position, asked);
  for (;;) {
    const { page, next } = position.phase === 'list' ? await listStep(read, position) : await deltaStep(read, position);
    yield { ...page, position: toPositionText(next, asked) };
    if (page.last) return;
    position = next;
  }
}

function folderRead(client: GraphClient, request: ReadContacts, mailbox: string, folder: string): FolderRead {
  const { path, about } = contactsOf({ mailbox, folder });
  return {
    client,
    plan: planContacts(request.fields, request.categories),
    path,
    purpose: { about, permission: 'Contacts.Read', mailbox },
    holds: (id, version) => request.holds(id, version),
  };
}

function startOf({ client, plan }: FolderRead, position: string | undefined, asked: string): Position {
  if (position !== undefined) return fromPositionText(position, asked, client.cloud);
  return { phase: plan.expand === undefined ? 'prove' : 'list', link: undefined };
}

interface Step {
  page: Omit<ContactPage, 'position'>;
  next: Position;
}

function callFor({ purpose }: FolderRead, { link }: Position, first: () => string): CallOptions {
  return link === undefined ? { ...purpose, url: first() } : { ...purpose, url: link, link: true };
}

async function listStep(read: FolderRead, position: Position): Promise<Step> {
  const { client, plan, path } = read;
  const options = callFor(read, position, () =>
    urlOf(client.cloud, path, {
      $top: listPageSize,
      $select: selectWithExtended(plan),
      ...(plan.expand === undefined ? {} : { $expand: plan.expand }),
    }),
  );
  const { items, next } = await readPage(client, options);
  const { ready } = decidePage(items, () => 'ready');
  const contacts = ready.map((item) => fromGraphContact(item, plan));
  return {
    page: {
      ...{ contacts, removed: [], confirmed: [], phase: 'listing', last: false },
      ...(next === undefined && { endsListing: true }),
    },
    next: next === undefined ? { phase: 'prove', link: undefined } : { phase: 'list', link: next },
  };
}

async function deltaStep(read: FolderRead, position: Position): Promise<Step> {
  const { client, plan, path, purpose } = read;
  const first = () => urlOf(client.cloud, [...path, 'delta'], { $select: plan.properties.join(',') });
  const page = await readPage(client, { ...callFor(read, position, first), prefer: [deltaPageSize] });
  const { link, last } = continuation(page, purpose.about);
  const proving = position.phase === 'prove';
  const decision = decidePage(page.items, (item) => verdictOn(item, read, proving));
  return {
    page: { ...(await carriedOut(read, decision)), phase: proving ? 'proving' : 'changing', last },
    next: { phase: last || !proving ? 'delta' : 'prove', link },
  };
}

function verdictOn(item: GraphItem, { plan, holds }: FolderRead, proving: boolean): Verdict {
  if (plan.expand === undefined) return isComplete(item, plan.properties) ? 'ready' : 'reread';
  return proving && isHeld(item, holds) ? 'confirmed' : 'reread';
}

async function carriedOut(
  read: FolderRead,
  { ready, reread, contested, removed, confirmed }: PageDecision,
): Promise<Pick<ContactPage, 'contacts' | 'removed' | 'confirmed'>> {
  const again = reread.length === 0 ? { found: [], gone: [] } : await rereadContacts(read, reread, contested);
  const contacts = [...ready, ...again.found].map((item) => fromGraphContact(item, read.plan));
  return { contacts, removed: [...removed, ...again.gone], confirmed };
}
