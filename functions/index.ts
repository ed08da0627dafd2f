import { app, type StorageQueueHandler, type TimerHandler } from '@azure/functions';
import { jsonLog } from '../shared/log.ts';
import { poisonSuffix, queueNames, storageConnection } from '../shared/names.ts';
import { reasonOf } from '../shared/errors.ts';
import { buildServices, type Services } from '../shared/services.ts';
import { readSettings } from '../shared/settings.ts';
import { registerRoute } from './http/register.ts';
import { allRoutes } from './http/routes.ts';
import { loggedQueue, loggedTimer } from './invocation.ts';
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

const log = jsonLog((line) => {
  console.log(line);
});

let built: Services | undefined;

/** Builds everything at first use: a wrong setting must not keep the functions from being registered, so that health can name it. */
const services = (): Services => (built ??= buildServices(readSettings(), log));

app.hook.appStart(() => {
  try {
    services();
  } catch (error) {
    log.error('settings.wrong', { reason: reasonOf(error) });
  }
});

const timer = (name: string, schedule: string, handler: TimerHandler): void => {
  app.timer(name, { schedule, handler: loggedTimer(handler, log) });
};
const queue = (name: string, queueName: string, handler: StorageQueueHandler): void => {
  app.storageQueue(name, { queueName, connection: storageConnection, handler: loggedQueue(queueName, handler, log) });
};

timer('startDueRuns', '0 * * * * *', startDueRunsTimer(services));
timer('watchRuns', '30 * * * * *', watchRunsTimer(services));
timer('watchNotices', '15 */5 * * * *', watchNoticesTimer(services));
timer('pruneHistory', '0 7 2 * * *', pruneHistoryTimer(services));
timer('watchPresence', '50 * * * * *', watchPresenceTimer(services));
timer('watchDeliveries', '20 * * * * *', watchDeliveriesTimer(services));
timer('watchSubmissions', '45 * * * * *', watchSubmissionsTimer(services));
timer('forgetVisitors', '0 37 2 * * *', forgetVisitorsTimer(services));
timer('resealSecrets', '0 47 3 * * *', resealSecretsTimer(services));
timer('warnOfExpiry', '0 17 * * * *', warnOfExpiryTimer(services));
timer('measureLag', '45 */15 * * * *', measureLagTimer(services));

queue('planRun', queueNames.runs, planRunWorker(services));
queue('workJobs', queueNames.jobs, workJobsWorker(services));
queue('workPresence', queueNames.presence, workPresenceWorker(services));
queue('workTransitions', queueNames.transitions, workPresenceWorker(services));
queue('deliver', queueNames.deliveries, deliverWorker(services));
queue('deliverSubmission', queueNames.submissions, deliverSubmissionWorker(services));
queue('sendNotice', queueNames.notices, sendNoticeWorker(services));

queue('recordDeadRun', queueNames.runs + poisonSuffix, recordDeadLetterWorker(queueNames.runs, services));
queue('recordDeadJobs', queueNames.jobs + poisonSuffix, recordDeadLetterWorker(queueNames.jobs, services));
queue(
  'recordDeadSubmission',
  queueNames.submissions + poisonSuffix,
  recordDeadLetterWorker(queueNames.submissions, services),
);
queue(
  'recordDeadTransition',
  queueNames.transitions + poisonSuffix,
  recordDeadLetterWorker(queueNames.transitions, services),
);
queue('recordDeadPresence', queueNames.presence + poisonSuffix, recordDeadLetterWorker(queueNames.presence, services));
queue(
  'recordDeadDelivery',
  queueNames.deliveries + poisonSuffix,
  recordDeadLetterWorker(queueNames.deliveries, services),
);
queue('recordDeadNotice', queueNames.notices + poisonSuffix, recordDeadLetterWorker(queueNames.notices, services));

for (const route of allRoutes(services)) registerRoute(route, services, log);
