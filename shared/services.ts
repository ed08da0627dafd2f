import { cardStore, type CardStore } from './cards/card-store.ts';
import type { ConnectPorts } from './cards/connect.ts';
import { submissionStore, type SubmissionStore } from './cards/submission-store.ts';
import { connectionStore, type ConnectionStore } from './connections/connection-store.ts';
import type { SaveConnectionPorts } from './connections/save-connection.ts';
import { openProbe } from './connections/probe.ts';
import { resealConnections } from './connections/reseal-connections.ts';
import { sealedPasswords } from './delivery/sealed-passwords.ts';
import { resealValues, togetherResealed, type ResealedValues } from './secrets/reseal-values.ts';
import { derivedKeys } from './secrets/derived-keys.ts';
import { openSeal, type Seal } from './secrets/seal.ts';
import { credentialsBy, graphCloudOf } from './connections/sign-in.ts';
import { managedIdentity } from './connections/credential.ts';
import { deliveryStore } from './delivery/delivery-store.ts';
import { destinationStore } from './delivery/destination-store.ts';
import { enqueueDeliveries } from './delivery/enqueue-deliveries.ts';
import { withdrawDestinations } from './delivery/watch-deliveries.ts';
import { openLanes } from './delivery/lanes.ts';
import { openOutgoing } from './delivery/outgoing/outgoing.ts';
import { presenceStates } from './delivery/presence-states.ts';
import { passwordOf, type SaveDestinationPorts } from './delivery/save-destination.ts';
import { allSenders } from './delivery/senders.ts';
import { deadLetterStore } from './deadletters/dead-letter-store.ts';
import { authentication, type Authenticate } from './http/authenticate.ts';
import { apiKeys, type ApiKeys } from './keys/keys.ts';
import type { Connection } from './connections/connection.ts';
import type { EventReader } from './source/event-reader.ts';
import type { PresencePorts } from './presence/ports.ts';
import { presenceStore } from './presence/presence-store.ts';
import type { ContactWriter } from './source/contact-writer.ts';
import type { Source } from './source/source.ts';
import { signingSecrets } from './webhooks/signing-secrets.ts';
import type { Log } from './log.ts';
import { queueNames, tableNames, tablesByProfile } from './names.ts';
import { incidents } from './notices/incidents.ts';
import { accountStore } from './profiles/account-store.ts';
import { coveredMailboxes } from './profiles/covered-mailboxes.ts';
import { profileStates } from './profiles/profile-state.ts';
import { profileStore } from './profiles/profile-store.ts';
import { jobGroups } from './runs/job-groups.ts';
import type { PurgePorts } from './retention/purge-profile.ts';
import { runStore } from './runs/run-store.ts';
import type { Settings } from './settings.ts';
import { openGraphSource } from './source/graph/graph-source.ts';
import type { StorageAccessSettings } from './storage/access.ts';
import { openStorage, type Storage } from './storage/storage.ts';
import { watchThrottling } from './telemetry/watch-throttling.ts';

/** Everything the functions work with, built once from the settings. */
export interface Services extends PurgePorts, ConnectPorts, PresencePorts, SaveDestinationPorts {
  connections: ConnectionStore;
  saveConnection: SaveConnectionPorts;
  /** Seals with the newest key what an older one has sealed; answers how many values each key still seals. */
  reseal(): Promise<ResealedValues>;
  profilesOf(connectionId: string): Promise<{ id: string; name: string }[]>;
  openSource(connection: Connection): Source & ContactWriter & EventReader;
  cards: CardStore;
  submissions: SubmissionStore;
  firstWaitSeconds: number;
  keys: ApiKeys;
  authenticate: Authenticate;
  /** Whether every answer of the API is compared with its declaration; on while developing and testing. */
  checkAnswers: boolean;
}

export function buildServices(settings: Settings, log: Log, now: () => Date = () => new Date()): Services {
  const storage = storageOf(settings.storage);
  const { table, queue } = { table: storage.table.bind(storage), queue: storage.queue.bind(storage) };
  const connections = connectionStore(table(tableNames.connections));
  const profiles = profileStore(table(tableNames.profiles));
  const states = profileStates(table(tableNames.profiles));
  const runsTable = table(tableNames.runs);
  const seal = openSeal(settings.sealingKeys);
  const credentialOf = credentialsBy(seal, settings);
  const delivery = deliveryServices(settings, storage, seal, now);
  const keys = apiKeys(table(tableNames.keys), now);
  const using = async (id: string): Promise<{ id: string; name: string }[]> =>
    (await profiles.list())
      .filter(({ body }) => body.connectionId === id)
      .map((each) => ({ id: each.id, name: each.body.name }));
  const activeRun = async (id: string): Promise<string | undefined> => {
    const ids = new Set((await using(id)).map((profile) => profile.id));
    return (await states.list()).find((state) => ids.has(state.id) && state.activeRun !== undefined)?.activeRun;
  };
  const services: Services = {
    connections,
    saveConnection: {
      store: connections,
      seal,
      settings,
      openProbe: (signIn) => openProbe(signIn, settings),
      activeRun,
      now,
    },
    reseal: async () => {
      const ids = (await profiles.list()).map(({ id }) => id);
      const sealed = await Promise.all(
        ids.flatMap((id) => [delivery.signingSecrets.sealed(id), sealedPasswords(delivery.destinations, id)]),
      );
      return togetherResealed([await resealConnections(connections, seal), await resealValues(sealed.flat(), seal)]);
    },
    profilesOf: using,
    profiles,
    states,
    accounts: accountStore(table(tableNames.accounts)),
    mailboxes: coveredMailboxes(table(tableNames.mailboxes)),
    runs: runStore(runsTable),
    groups: (profile, run) => jobGroups(runsTable, profile, run),
    books: table(tableNames.books),
    connection: (id) => connections.get(id),
    recordHealth: (id, health) => connections.recordHealth(id, health),
    openSource: (connection) =>
      openGraphSource({
        cloud: graphCloudOf(connection.cloud, settings),
        credential: credentialOf(connection),
        fetch: watchThrottling(log),
      }),
    ...cardServices(settings, storage, now),
    presence: presenceStore(table(tableNames.presence)),
    presenceQueue: queue(queueNames.presence),
    transitionQueue: queue(queueNames.transitions),
    ...delivery,
    runQueue: queue(queueNames.runs),
    jobQueue: queue(queueNames.jobs),
    noticeQueue: queue(queueNames.notices),
    incidents: incidents(table(tableNames.incidents)),
    deadLetters: deadLetterStore(table(tableNames.deadLetters)),
    queueNamed: queue,
    tablesByProfile: tablesByProfile.map((name) => table(tableNames[name])),
    withdraw: (profile) => withdrawDestinations(services, profile),
    keys,
    authenticate: authentication(settings, keys),
    sliceSeconds: settings.sliceSeconds,
    checkAnswers: settings.localAdmin,
    log,
    now,
  };
  return services;
}

/** What business cards need. */
function cardServices(settings: Settings, { table, queue }: Storage, now: () => Date) {
  const keysFor = (purpose: string): Buffer[] => derivedKeys(settings.sealingKeys, purpose);
  const submissionTable = table(tableNames.submissions);
  return {
    cards: cardStore(table(tableNames.cards)),
    submissionTable,
    submissions: submissionStore(submissionTable),
    submissionQueue: queue(queueNames.submissions),
    cardKeys: { form: keysFor('form'), address: keysFor('address'), repeat: keysFor('repeat') },
    firstWaitSeconds: settings.retrySeconds,
    now,
  };
}

/** What delivering to destinations needs. */
function deliveryServices(settings: Settings, { table, queue }: Storage, seal: Seal, now: () => Date) {
  const { localAdmin: local, outgoing: entries, ownHosts } = settings;
  const destinations = destinationStore(table(tableNames.destinations));
  const deliveryQueue = queue(queueNames.deliveries);
  const secrets = signingSecrets(table(tableNames.signingSecrets), seal, now);
  const outgoing = openOutgoing({ entries, local, ownHosts });
  return {
    destinations,
    deliveryQueue,
    outgoing,
    seal,
    signingSecrets: secrets,
    deliveries: deliveryStore(table(tableNames.deliveries)),
    desiredStates: presenceStates(presenceStore(table(tableNames.presence)), profileStore(table(tableNames.profiles))),
    sender: allSenders({
      ...{ outgoing, destinations, now, signingSecrets: secrets },
      passwordOf: (destination) => passwordOf(seal, destination),
    }),
    lanes: openLanes(),
    random: Math.random,
    deliver: (profile: string, account: string) => enqueueDeliveries({ destinations, deliveryQueue }, profile, account),
  };
}

function storageOf(access: StorageAccessSettings): Storage {
  if ('connectionString' in access) return openStorage(access);
  const { tableServiceUri, queueServiceUri, clientId } = access;
  return openStorage({ tableServiceUri, queueServiceUri, credential: managedIdentity(clientId) });
}
