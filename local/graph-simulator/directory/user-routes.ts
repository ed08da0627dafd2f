import { GraphError, badRequest } from '../graph/errors.ts';
import { ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import type { GraphCall, Route } from '../graph/route.ts';
import { mailboxSettings } from '../mail/mailbox-settings.ts';
import { parseExpand } from '../odata/expand.ts';
import { parseSelect } from '../odata/select.ts';
import { deltaDirectory } from './delta-directory.ts';
import { DIRECTORY_PROPERTIES, showDirectoryObject } from './directory-object.ts';
import { listDirectory } from './list-directory.ts';

const readUsers = ['User.Read.All', 'Directory.Read.All'];

/** Users of the tenant, the organisation itself. */
export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/users',
    operation: 'users.listUser',
    permissions: readUsers,
    workload: 'directory',
    answer: listUsers,
  },
  {
    method: 'GET',
    template: '/users/delta',
    operation: 'users.delta',
    permissions: readUsers,
    workload: 'directory',
    answer: (call) => deltaDirectory(call, 'user', call.world.directory.users),
  },
  {
    method: 'GET',
    template: '/users/{user-id}',
    operation: 'users.getUser',
    permissions: readUsers,
    workload: 'directory',
    answer: getUser,
  },
  {
    method: 'GET',
    template: '/organization',
    operation: 'organization.list',
    permissions: ['Organization.Read.All', 'User.Read.All', 'Directory.Read.All'],
    workload: 'directory',
    answer: listOrganization,
  },
];

function listUsers(call: GraphCall): GraphAnswer {
  const select = selected(call);
  if (select?.includes('mailboxSettings')) {
    throw new GraphError(501, 'NotImplemented', 'mailboxSettings cannot be selected when users are listed.');
  }
  refuseExpand(call);
  return listDirectory(call, {
    objects: call.world.directory.users.items(),
    show: (user) => showDirectoryObject(user, select),
    context: 'users',
  });
}

function getUser(call: GraphCall): GraphAnswer {
  const user = call.world.directory.requireUser(call.parameter('user-id'));
  const select = selected(call);
  refuseExpand(call);
  const shown = showDirectoryObject(user, select);
  if (select?.includes('mailboxSettings')) {
    call.world.mailboxes.require(user.id);
    shown['mailboxSettings'] = mailboxSettings(
      call.world.directory,
      user.id,
      call.world.calendars.of(user.id).timeZone,
    );
  }
  return ok({ '@odata.context': `${call.world.origin}/v1.0/$metadata#users/$entity`, ...shown });
}

function selected(call: GraphCall): readonly string[] | undefined {
  return parseSelect(call.request.query.get('$select'), DIRECTORY_PROPERTIES.user, 'user');
}

function refuseExpand(call: GraphCall): void {
  for (const { name } of parseExpand(call.request.query.get('$expand'))) {
    throw badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.user'.`,
    );
  }
}

const organizationProperties = new Set(
  [
    'id deletedDateTime businessPhones city country countryLetterCode createdDateTime displayName onPremisesSyncEnabled',
    'postalCode preferredLanguage state street technicalNotificationMails tenantType verifiedDomains',
  ]
    .join(' ')
    .split(' '),
);

function listOrganization(call: GraphCall): GraphAnswer {
  const { directory, origin } = call.world;
  const { domain } = directory;
  const organization: Record<string, unknown> = Object.fromEntries(
    [...organizationProperties].map((name) => [name, null]),
  );
  Object.assign(organization, {
    id: directory.tenantId,
    businessPhones: [],
    createdDateTime: '2024-01-01T00:00:00Z',
    displayName: domain,
    technicalNotificationMails: [],
    tenantType: 'AAD',
    verifiedDomains: [
      {
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: true,
        name: domain,
        type: 'Managed',
      },
    ],
  });
  const select = parseSelect(call.request.query.get('$select'), organizationProperties, 'organization');
  const shown =
    select === undefined ? organization : Object.fromEntries(select.map((name) => [name, organization[name]]));
  return ok({ '@odata.context': `${origin}/v1.0/$metadata#organization`, value: [shown] });
}
