import { poisonSuffix, queueNames } from '../shared/names.ts';

/** Every timer: the name of its function, and when it fires (UTC). */
export const timers = [
  { name: 'startDueRuns', schedule: '0 * * * * *' },
  { name: 'watchRuns', schedule: '30 * * * * *' },
  { name: 'watchNotices', schedule: '15 */5 * * * *' },
  { name: 'pruneHistory', schedule: '0 7 2 * * *' },
  { name: 'watchPresence', schedule: '50 * * * * *' },
  { name: 'watchDeliveries', schedule: '20 * * * * *' },
  { name: 'watchSubmissions', schedule: '45 * * * * *' },
  { name: 'forgetVisitors', schedule: '0 37 2 * * *' },
  { name: 'resealSecrets', schedule: '0 47 3 * * *' },
  { name: 'warnOfExpiry', schedule: '0 17 * * * *' },
  { name: 'measureLag', schedule: '45 */15 * * * *' },
] as const;

/** Every function that takes messages, and from which queue. */
export const queueWorkers = [
  { name: 'planRun', queueName: queueNames.runs },
  { name: 'workJobs', queueName: queueNames.jobs },
  { name: 'workPresence', queueName: queueNames.presence },
  { name: 'workTransitions', queueName: queueNames.transitions },
  { name: 'deliver', queueName: queueNames.deliveries },
  { name: 'deliverSubmission', queueName: queueNames.submissions },
  { name: 'sendNotice', queueName: queueNames.notices },

  { name: 'recordDeadRun', queueName: queueNames.runs + poisonSuffix },
  { name: 'recordDeadJobs', queueName: queueNames.jobs + poisonSuffix },
  { name: 'recordDeadSubmission', queueName: queueNames.submissions + poisonSuffix },
  { name: 'recordDeadTransition', queueName: queueNames.transitions + poisonSuffix },
  { name: 'recordDeadPresence', queueName: queueNames.presence + poisonSuffix },
  { name: 'recordDeadDelivery', queueName: queueNames.deliveries + poisonSuffix },
  { name: 'recordDeadNotice', queueName: queueNames.notices + poisonSuffix },
] as const;

export type TimerName = (typeof timers)[number]['name'];
export type QueueWorkerName = (typeof queueWorkers)[number]['name'];
