import type { InvocationContext, StorageQueueHandler, Timer, TimerHandler } from '@azure/functions';
import { queueNames } from '../shared/names.ts';
import { services } from './app.ts';
import { loggedQueue, loggedTimer } from './invocation.ts';
import { log } from './log.ts';
import { deliverWorker } from './queues/deliver.ts';
import { deliverSubmissionWorker } from './queues/deliver-submission.ts';
import { planRunWorker } from './queues/plan-run.ts';
import { recordDeadLetterWorker } from './queues/record-dead-letter.ts';
import { sendNoticeWorker } from './queues/send-notice.ts';
import { workPresenceWorker } from './queues/work-presence.ts';
import { workJobsWorker } from './queues/work-jobs.ts';
import { forgetVisitorsTimer } from './timers/forget-visitors.ts';
import { measureLagTimer } from './timers/measure-lag.ts';
import { pruneHistoryTimer } from './timers/prune-history.ts';
import { resealSecretsTimer } from './timers/reseal-secrets.ts';
import { startDueRunsTimer } from './timers/start-due-runs.ts';
import { warnOfExpiryTimer } from './timers/warn-of-expiry.ts';
import { watchDeliveriesTimer } from './timers/watch-deliveries.ts';
import { watchNoticesTimer } from './timers/watch-notices.ts';
import { watchPresenceTimer } from './timers/watch-presence.ts';
import { watchRunsTimer } from './timers/watch-runs.ts';
import { watchSubmissionsTimer } from './timers/watch-submissions.ts';
import type { QueueWorkerName, TimerName } from './triggers.ts';

const timerHandlers: Readonly<Record<TimerName, TimerHandler>> = {
  startDueRuns: startDueRunsTimer(services),
  watchRuns: watchRunsTimer(services),
  watchNotices: watchNoticesTimer(services),
  pruneHistory: pruneHistoryTimer(services),
  watchPresence: watchPresenceTimer(services),
  watchDeliveries: watchDeliveriesTimer(services),
  watchSubmissions: watchSubmissionsTimer(services),
  forgetVisitors: forgetVisitorsTimer(services),
  resealSecrets: resealSecretsTimer(services),
  warnOfExpiry: warnOfExpiryTimer(services),
  measureLag: measureLagTimer(services),
};

const queueHandlers: Readonly<Record<QueueWorkerName, StorageQueueHandler>> = {
  planRun: planRunWorker(services),
  workJobs: workJobsWorker(services),
  workPresence: workPresenceWorker(services),
  workTransitions: workPresenceWorker(services),
  deliver: deliverWorker(services),
  deliverSubmission: deliverSubmissionWorker(services),
  sendNotice: sendNoticeWorker(services),
  recordDeadRun: recordDeadLetterWorker(queueNames.runs, services),
  recordDeadJobs: recordDeadLetterWorker(queueNames.jobs, services),
  recordDeadSubmission: recordDeadLetterWorker(queueNames.submissions, services),
  recordDeadTransition: recordDeadLetterWorker(queueNames.transitions, services),
  recordDeadPresence: recordDeadLetterWorker(queueNames.presence, services),
  recordDeadDelivery: recordDeadLetterWorker(queueNames.deliveries, services),
  recordDeadNotice: recordDeadLetterWorker(queueNames.notices, services),
};

/** Does what a timer is for. */
export function runTimer(name: TimerName, timer: Timer, context: InvocationContext): unknown {
  return loggedTimer(timerHandlers[name], log)(timer, context);
}

/** Handles a message that came from a queue. */
export function takeMessage(
  worker: { name: QueueWorkerName; queueName: string },
  message: unknown,
  context: InvocationContext,
): unknown {
  return loggedQueue(worker.queueName, queueHandlers[worker.name], log)(message, context);
}
