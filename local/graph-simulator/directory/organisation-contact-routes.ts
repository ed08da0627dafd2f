import { badRequest, noSuchObject } from '../graph/errors.ts';
import { ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import type { GraphCall, Route } from '../graph/route.ts';
import { parseSelect } from '../odata/select.ts';
import { deltaDirectory } from './delta-directory.ts';
import { DIRECTORY_PROPERTIES, showDirectoryObject } from './directory-object.ts';
import { listDirectory } from './list-directory.ts';

const permissions = ['OrgContact.Read.All', 'Directory.Read.All'];

/** The root `/contacts`: contacts of the organisation, nobody's personal ones. */
export const organisationContactRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/contacts',
    operation: 'contacts.listOrgContact',
    permissions,
    workload: 'directory',
    answer: listContacts,
  },
  {
    method: 'GET',
    template: '/contacts/delta',
    operation: 'contacts.delta',
    permissions,
    workload: 'directory',
    answer: (call) => deltaDirectory(call, 'orgContact', call.world.directory.organisationContacts),
  },
  {
    method: 'GET',
    template: '/contacts/{orgContact-id}',
    operation: 'contacts.getOrgContact',
    permissions,
    workload: 'directory',
    answer: getContact,
  },
];

function selected(call: GraphCall): readonly string[] | undefined {
  return parseSelect(call.request.query.get('$select'), DIRECTORY_PROPERTIES.orgContact, 'orgContact');
}

function listContacts(call: GraphCall): GraphAnswer {
  const select = selected(call);
  if (call.request.query.has('$expand')) throw badRequest('Parsing OData Select and Expand failed.');
  return listDirectory(call, {
    objects: call.world.directory.organisationContacts.items(),
    show: (contact) => showDirectoryObject(contact, select),
    context: 'contacts',
  });
}

function getContact(call: GraphCall): GraphAnswer {
  const id = call.parameter('orgContact-id');
  const contact = call.world.directory.organisationContacts.get(id.toLowerCase());
  if (contact === undefined) throw noSuchObject(id);
  const context = `${call.world.origin}/v1.0/$metadata#contacts/$entity`;
  return ok({ '@odata.context': context, ...showDirectoryObject(contact, selected(call)) });
}
