import type { Method } from '../../shared/http/request.ts';

type Row = readonly [method: Method, path: `/${string}`];
type Addresses<R extends Record<string, Row>> = {
  readonly [N in keyof R & string]: { readonly name: N; readonly method: R[N][0]; readonly path: R[N][1] };
};

/**
 * Every route of the API by its name, which is also that of its function: the one place for method and path. Only data, so that
 * all routes can be registered before anything of the app is loaded (docs/decisions/0011-loading-in-two-steps.md).
 */
export const addresses = named({
  listConnections: ['GET', '/connections'],
  createConnection: ['POST', '/connections'],
  getConnection: ['GET', '/connections/{id}'],
  replaceConnection: ['PUT', '/connections/{id}'],
  deleteConnection: ['DELETE', '/connections/{id}'],
  testConnection: ['POST', '/connections/{id}/test'],
  listProfiles: ['GET', '/profiles'],
  createProfile: ['POST', '/profiles'],
  getProfile: ['GET', '/profiles/{id}'],
  replaceProfile: ['PUT', '/profiles/{id}'],
  deleteProfile: ['DELETE', '/profiles/{id}'],
  getAccounts: ['GET', '/profiles/{id}/accounts'],
  putAccounts: ['PUT', '/profiles/{id}/accounts'],
  listMailboxes: ['GET', '/profiles/{id}/mailboxes'],
  putMailbox: ['PUT', '/profiles/{id}/mailboxes/{mailbox}'],
  simulateProfile: ['POST', '/profiles/{id}/simulate'],
  startRun: ['POST', '/profiles/{id}/runs'],
  listRuns: ['GET', '/profiles/{id}/runs'],
  getRun: ['GET', '/profiles/{id}/runs/{run}'],
  releaseRun: ['POST', '/profiles/{id}/runs/{run}/release'],
  listBooks: ['GET', '/profiles/{id}/books'],
  listEntries: ['GET', '/profiles/{id}/books/{book}/entries'],
  lookupNumber: ['GET', '/profiles/{id}/lookup'],
  listPresence: ['GET', '/profiles/{id}/presence'],
  getPresence: ['GET', '/profiles/{id}/presence/{account}'],
  resetPresence: ['POST', '/profiles/{id}/presence/{account}/reset'],
  putPresence: ['PUT', '/profiles/{id}/presence/{account}'],
  listDestinations: ['GET', '/profiles/{id}/destinations'],
  createDestination: ['POST', '/profiles/{id}/destinations'],
  getDestination: ['GET', '/profiles/{id}/destinations/{destination}'],
  replaceDestination: ['PUT', '/profiles/{id}/destinations/{destination}'],
  deleteDestination: ['DELETE', '/profiles/{id}/destinations/{destination}'],
  testDestination: ['POST', '/profiles/{id}/destinations/{destination}/test'],
  replayDestination: ['POST', '/profiles/{id}/destinations/{destination}/replay'],
  listCards: ['GET', '/profiles/{id}/cards'],
  createCard: ['POST', '/profiles/{id}/cards'],
  getCard: ['GET', '/profiles/{id}/cards/{card}'],
  replaceCard: ['PUT', '/profiles/{id}/cards/{card}'],
  deleteCard: ['DELETE', '/profiles/{id}/cards/{card}'],
  listSubmissions: ['GET', '/profiles/{id}/submissions'],
  getSubmission: ['GET', '/profiles/{id}/submissions/{submission}'],
  replaySubmission: ['POST', '/profiles/{id}/submissions/{submission}/replay'],
  exportPerson: ['POST', '/profiles/{id}/submissions/export'],
  erasePerson: ['POST', '/profiles/{id}/submissions/erase'],
  listSigningSecrets: ['GET', '/profiles/{id}/signing-secrets'],
  createSigningSecret: ['POST', '/profiles/{id}/signing-secrets'],
  deleteSigningSecret: ['DELETE', '/profiles/{id}/signing-secrets/{secret}'],
  showCard: ['GET', '/cards/{card}'],
  downloadCard: ['GET', '/cards/{card}/card.vcf'],
  connect: ['POST', '/connect/{card}'],
  connectForm: ['GET', '/connect/{card}'],
  connectPreflight: ['OPTIONS', '/connect/{card}'],
  submissionOutcome: ['GET', '/connect/{card}/submissions/{submission}'],
  listIncidents: ['GET', '/profiles/{id}/incidents'],
  listDeadLetters: ['GET', '/deadletters'],
  replayDeadLetter: ['POST', '/deadletters/{letter}/replay'],
  listKeys: ['GET', '/keys'],
  createKey: ['POST', '/keys'],
  deleteKey: ['DELETE', '/keys/{key}'],
  getHealth: ['GET', '/health'],
  getOpenApi: ['GET', '/openapi.json'],
  getDocs: ['GET', '/docs'],
});

export type RouteName = keyof typeof addresses;

function named<const R extends Record<string, Row>>(rows: R): Addresses<R> {
  const entries = Object.entries(rows).map(([name, [method, path]]) => [name, { name, method, path }]);
  // Says what the line above does for each row.
  return Object.fromEntries(entries) as Addresses<R>;
}
