import { ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import type { GraphCall, Route } from '../graph/route.ts';
import { parseSelect } from '../odata/select.ts';
import type { Directory, DirectoryGroup } from './directory.ts';
import { DIRECTORY_PROPERTIES, showDirectoryObject } from './directory-object.ts';
import type { DirectoryObject } from './directory-object.ts';
import { listDirectory } from './list-directory.ts';

const readMembers = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];

/** Groups and their transitive members. */
export const groupRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/groups/{group-id}',
    operation: 'groups.getGroup',
    permissions: readMembers,
    workload: 'directory',
    answer: getGroup,
  },
  {
    method: 'GET',
    template: '/groups/{group-id}/transitiveMembers',
    operation: 'groups.listTransitiveMembers',
    permissions: readMembers,
    workload: 'directory',
    answer: (call) => listMembers(call, undefined),
  },
  {
    method: 'GET',
    template: '/groups/{group-id}/transitiveMembers/microsoft.graph.user',
    operation: 'groups.transitiveMembers.asUser',
    permissions: readMembers,
    workload: 'directory',
    answer: (call) => listMembers(call, 'user'),
  },
];

function requestedGroup(call: GraphCall): DirectoryGroup {
  return call.world.directory.requireGroup(call.parameter('group-id'));
}

function getGroup(call: GraphCall): GraphAnswer {
  const select = parseSelect(call.request.query.get('$select'), DIRECTORY_PROPERTIES.group, 'group');
  const context = `${call.world.origin}/v1.0/$metadata#groups/$entity`;
  return ok({ '@odata.context': context, ...showDirectoryObject(requestedGroup(call).object, select) });
}

function listMembers(call: GraphCall, cast: 'user' | undefined): GraphAnswer {
  const members = transitiveMembers(call.world.directory, requestedGroup(call));
  const select = parseSelect(call.request.query.get('$select'), memberProperties, cast ?? 'directoryObject');
  const readable = call.caller.roles.some((role) => role === 'User.Read.All' || role === 'Directory.Read.All');
  return listDirectory(call, {
    objects: cast === undefined ? members : members.filter((member) => member.type === cast),
    show: (member) => (readable || member.type !== 'user' ? showMember(member, select, cast) : anonymous(member)),
    context: cast === undefined ? 'directoryObjects' : 'users',
    advanced: cast !== undefined,
  });
}

const memberProperties = new Set([...DIRECTORY_PROPERTIES.user, ...DIRECTORY_PROPERTIES.group]);

function showMember(
  member: DirectoryObject,
  select: readonly string[] | undefined,
  cast: 'user' | undefined,
): Record<string, unknown> {
  const names = select?.filter((name) => DIRECTORY_PROPERTIES[member.type].has(name));
  const shown = showDirectoryObject(member, names);
  return cast === undefined ? { '@odata.type': `#microsoft.graph.${member.type}`, ...shown } : shown;
}

/** Without a right to read users, members come back with nothing but type and id (graph.md, section 1). */
function anonymous(member: DirectoryObject): Record<string, unknown> {
  return { '@odata.type': `#microsoft.graph.${member.type}`, id: member.id };
}

/** Everyone and every group below a group, each once, nearest first; groups may contain one another. */
function transitiveMembers(directory: Directory, group: DirectoryGroup): DirectoryObject[] {
  const found = new Map<string, DirectoryObject>();
  const queue = [...group.members];
  // The queue grows while it is walked.
  for (const id of queue) {
    const key = id.toLowerCase();
    if (found.has(key)) continue;
    const nested = directory.groups.get(key);
    const object = nested?.object ?? directory.users.get(key);
    if (object !== undefined) found.set(key, object);
    if (nested !== undefined) queue.push(...nested.members);
  }
  return [...found.values()];
}
