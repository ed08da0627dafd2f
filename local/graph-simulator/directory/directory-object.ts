/** Type of a directory object, as in `#microsoft.graph.user`. */
export type DirectoryType = 'user' | 'group' | 'orgContact';

/** An object of Entra ID with every property that the simulator knows of its type. */
export interface DirectoryObject {
  id: string;
  type: DirectoryType;
  properties: Record<string, unknown>;
}

const texts = (names: string): Record<string, unknown> =>
  Object.fromEntries(names.split(' ').map((name) => [name, null]));

const userDefaults = {
  ...texts(
    'deletedDateTime city companyName country createdDateTime department displayName employeeId faxNumber givenName',
  ),
  ...texts('jobTitle mail mailNickname mobilePhone officeLocation onPremisesSyncEnabled postalCode preferredLanguage'),
  ...texts('showInAddressList state streetAddress surname usageLocation userPrincipalName userType accountEnabled'),
  assignedLicenses: [],
  businessPhones: [],
  imAddresses: [],
  otherMails: [],
  proxyAddresses: [],
};
const groupDefaults = {
  ...texts('deletedDateTime createdDateTime description displayName mail mailNickname visibility'),
  groupTypes: [],
  mailEnabled: false,
  proxyAddresses: [],
  securityEnabled: true,
};
const orgContactDefaults = {
  ...texts('deletedDateTime companyName department displayName givenName jobTitle mail mailNickname'),
  ...texts('onPremisesLastSyncDateTime onPremisesSyncEnabled surname'),
  addresses: [],
  phones: [],
  proxyAddresses: [],
};

const defaults: Record<DirectoryType, Record<string, unknown>> = {
  user: userDefaults,
  group: groupDefaults,
  orgContact: orgContactDefaults,
};

/** What `/users` shows without `$select`: nothing about account state, type or proxy addresses (graph.md, section 7). */
const userWithoutSelect = new Set(
  'businessPhones displayName givenName id jobTitle mail mobilePhone officeLocation preferredLanguage surname userPrincipalName'.split(
    ' ',
  ),
);

/** Names that `$select` takes for a type. */
export const DIRECTORY_PROPERTIES: Record<DirectoryType, ReadonlySet<string>> = {
  user: new Set(['id', 'mailboxSettings', ...Object.keys(userDefaults)]),
  group: new Set(['id', ...Object.keys(groupDefaults)]),
  orgContact: new Set(['id', ...Object.keys(orgContactDefaults)]),
};

/** Makes an object; properties that are not given have the value that Graph shows for "not set". */
export function directoryObject(type: DirectoryType, id: string, given: Record<string, unknown>): DirectoryObject {
  const properties: Record<string, unknown> = { ...defaults[type] };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && name in properties) properties[name] = value;
  }
  return { id, type, properties };
}

/**
 * The object as Graph shows it. Unlike Exchange, the directory returns `id` only when it is selected.
 * @param select names of `$select`; undefined = the default properties of the type
 */
export function showDirectoryObject(
  object: DirectoryObject,
  select: readonly string[] | undefined,
): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  if (select === undefined) {
    shown['id'] = object.id;
    for (const [name, value] of Object.entries(object.properties)) {
      if (object.type !== 'user' || userWithoutSelect.has(name)) shown[name] = value;
    }
    return shown;
  }
  for (const name of select) shown[name] = name === 'id' ? object.id : (object.properties[name] ?? null);
  return shown;
}
