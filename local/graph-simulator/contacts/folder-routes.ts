import { z } from 'zod';
import { badRequest } from '../graph/errors.ts';
import { firstRound, nextPage } from '../graph/delta-round.ts';
import { created, noContent, ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import { pageLink, tokenLink } from '../graph/links.ts';
import type { MailboxCall, Route } from '../graph/route.ts';
import { parseExpand } from '../odata/expand.ts';
import { holds } from '../odata/filter-evaluation.ts';
import { parseFilter } from '../odata/filter-parser.ts';
import { parseOrderBy, sorted } from '../odata/orderby.ts';
import { countOption } from '../odata/query.ts';
import { parseSelect } from '../odata/select.ts';
import { folderOf } from './contact-call.ts';
import { ContactFolder } from './contact-folder.ts';
import { outlookPage } from './list-contacts.ts';
import { deltaPageSize, readDeltaState } from './mailbox-delta.ts';

const reading = ['Contacts.Read', 'Contacts.ReadWrite'];
const writing = ['Contacts.ReadWrite'];
const top = '/users/{user-id}/contactFolders';
const one = `${top}/{contactFolder-id}`;

/** Contact folders. The default folder is in no list: `/contactFolders` begins below it (graph.md, section 2.1). */
export const folderRoutes: readonly Route[] = [
  route('GET', top, 'users.listContactFolders', reading, listFolders),
  route('POST', top, 'users.createContactFolders', writing, createFolder),
  route('GET', `${top}/delta`, 'users.contactFolders.delta', reading, deltaFolders),
  route('GET', one, 'users.getContactFolders', reading, getFolder),
  route('PATCH', one, 'users.updateContactFolders', writing, updateFolder),
  route('DELETE', one, 'users.deleteContactFolders', writing, deleteFolder),
  route('GET', `${one}/childFolders`, 'users.contactFolders.listChildFolders', reading, listFolders),
  route('POST', `${one}/childFolders`, 'users.contactFolders.createChildFolders', writing, createFolder),
];

function route(
  method: Route['method'],
  template: string,
  operation: string,
  permissions: readonly string[],
  answer: (call: MailboxCall) => GraphAnswer,
): Route {
  return { method, template, operation, permissions, workload: 'mailbox', answer };
}

const properties = new Set(['id', 'displayName', 'parentFolderId']);
const folderBody = z.looseObject({ displayName: z.string().min(1) });

function listFolders(call: MailboxCall): GraphAnswer {
  const { query } = call.request;
  const select = parseSelect(query.get('$select'), properties, 'contactFolder');
  const expand = expandsChildFolders(call);
  const { size, skip } = outlookPage(call);
  const filter = query.has('$filter') ? parseFilter(query.get('$filter') ?? '') : undefined;
  const found = folderOf(call).folders.filter(
    (folder) => filter === undefined || holds(filter, { value: (path) => value(folder, path), members: () => [] }),
  );
  const orderings = parseOrderBy(query.get('$orderby'));
  const folders = orderings === undefined ? found : sorted(found, orderings, value);
  return ok({
    '@odata.context': context(call),
    ...(countOption(query) ? { '@odata.count': folders.length } : {}),
    value: folders.slice(skip, skip + size).map((folder) => show(folder, select, expand)),
    ...(skip + size < folders.length ? { '@odata.nextLink': pageLink(call, { $skip: String(skip + size) }) } : {}),
  });
}

function getFolder(call: MailboxCall): GraphAnswer {
  const select = parseSelect(call.request.query.get('$select'), properties, 'contactFolder');
  return single(call, folderOf(call), select);
}

function createFolder(call: MailboxCall): GraphAnswer {
  const { displayName } = readBody(call);
  const parent = folderOf(call);
  call.mailbox.requireRoom();
  const folder = call.world.quirks.has('mutateNothing')
    ? new ContactFolder('AAMkAGnothing', displayName, parent)
    : call.mailbox.createFolder(parent, displayName, 'add');
  return created({ '@odata.context': context(call, '/$entity'), ...show(folder, undefined, false) });
}

function updateFolder(call: MailboxCall): GraphAnswer {
  const folder = folderOf(call);
  const { displayName } = readBody(call);
  if (!call.world.quirks.has('mutateNothing')) call.mailbox.renameFolder(folder, displayName);
  return single(call, folder, undefined);
}

function deleteFolder(call: MailboxCall): GraphAnswer {
  const folder = folderOf(call);
  if (!call.world.quirks.has('mutateNothing')) call.mailbox.deleteFolder(folder);
  return noContent();
}

function deltaFolders(call: MailboxCall): GraphAnswer {
  const { folders } = call.mailbox;
  const state = readDeltaState(
    call,
    'folders',
    { name: 'ContactFolders', properties, type: 'contactFolder' },
    firstRound(folders),
  );
  const round = nextPage(folders, state.round, deltaPageSize(call));
  const token = call.world.pageTokens.seal({ ...state, round: round.next });
  return ok({
    '@odata.context': context(call),
    ...(round.finished
      ? { '@odata.deltaLink': tokenLink(call, '$deltatoken', token) }
      : { '@odata.nextLink': tokenLink(call, '$skiptoken', token) }),
    value: round.entries.map((entry) =>
      entry.removed
        ? { '@odata.type': '#microsoft.graph.contactFolder', id: entry.key, '@removed': { reason: 'deleted' } }
        : { '@odata.type': '#microsoft.graph.contactFolder', ...show(entry.item, state.select ?? undefined, false) },
    ),
  });
}

function readBody(call: MailboxCall): { displayName: string } {
  const parsed = folderBody.safeParse(call.request.body);
  if (!parsed.success) throw badRequest("The property 'displayName' is required.");
  return parsed.data;
}

function expandsChildFolders(call: MailboxCall): boolean {
  const expansions = parseExpand(call.request.query.get('$expand'));
  for (const { name } of expansions) {
    if (name !== 'childFolders')
      throw badRequest(`Parsing OData Select and Expand failed: '${name}' cannot be expanded.`);
  }
  return expansions.length > 0;
}

function single(call: MailboxCall, folder: ContactFolder, select: readonly string[] | undefined): GraphAnswer {
  return ok({ '@odata.context': context(call, '/$entity'), ...show(folder, select, expandsChildFolders(call)) });
}

function show(folder: ContactFolder, select: readonly string[] | undefined, expand: boolean): Record<string, unknown> {
  const all: Record<string, unknown> = {
    id: folder.id,
    parentFolderId: value(folder, ['parentFolderId']),
    displayName: folder.displayName,
  };
  const shown = Object.entries(all).filter(([name]) => name === 'id' || select === undefined || select.includes(name));
  const children = expand ? { childFolders: folder.folders.map((child) => show(child, undefined, false)) } : {};
  return { ...Object.fromEntries(shown), ...children };
}

function value(folder: ContactFolder, path: readonly string[]): unknown {
  if (path[0] === 'id') return folder.id;
  if (path[0] === 'displayName') return folder.displayName;
  // The default folder lies in the mailbox's root, whose id nothing else shows.
  if (path[0] === 'parentFolderId') return folder.parent?.id ?? `${folder.id.slice(0, 60)}ROOT`;
  throw badRequest(`Could not find a property named '${path.join('/')}' on type 'microsoft.graph.contactFolder'.`);
}

function context(call: MailboxCall, suffix = ''): string {
  return `${call.world.origin}/v1.0/$metadata#users('${encodeURIComponent(call.parameter('user-id'))}')/contactFolders${suffix}`;
}
