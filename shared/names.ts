/** Names of queues, tables and settings that more than one place must spell alike: triggers, services, local host, infra. */
export const queueNames = {
  /** Runs to plan: one message per run. */
  runs: 'runs',
  /** Jobs: one message carries the keys of one or more mailboxes of a run. */
  jobs: 'jobs',
  /** Mails to operators: one message per notice. */
  notices: 'notices',
  /** What business cards have received: one message per submission. */
  submissions: 'submissions',
  /** Presence: mailboxes to list, calendars to read. */
  presence: 'presence',
  /** Presence: accounts whose situation changes at a moment; apart, so that no read holds them up. */
  transitions: 'transitions',
  /** Accounts to bring up to date on a destination. */
  deliveries: 'deliveries',
} as const;

export const tableNames = {
  connections: 'connections',
  profiles: 'profiles',
  accounts: 'accounts',
  mailboxes: 'mailboxes',
  runs: 'runs',
  books: 'books',
  keys: 'keys',
  incidents: 'incidents',
  deadLetters: 'deadletters',
  signingSecrets: 'signingsecrets',
  cards: 'cards',
  submissions: 'submissions',
  presence: 'presence',
  destinations: 'destinations',
  deliveries: 'deliveries',
} as const;

/** Tables in which each profile has one partition of its own, with nothing in it that outlives the profile. */
export const tablesByProfile = [
  'signingSecrets',
  'cards',
  'submissions',
  'presence',
] as const satisfies readonly (keyof typeof tableNames)[];

/** The host appends this to a queue's name for messages that failed five times. */
export const poisonSuffix = '-poison';

/** The setting that names the storage account, for triggers as for our own clients. */
export const storageConnection = 'AzureWebJobsStorage';
