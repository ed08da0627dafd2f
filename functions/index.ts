import { app } from '@azure/functions';
import { reasonOf } from '../shared/errors.ts';
import { storageConnection } from '../shared/names.ts';
import { addresses } from './http/addresses.ts';
import { log } from './log.ts';
import { queueWorkers, timers } from './triggers.ts';

// The host waits for this file before it starts anything, so it only registers (docs/decisions/0011-loading-in-two-steps.md).

for (const { name, schedule } of timers) {
  app.timer(name, {
    schedule,
    handler: async (timer, context) => (await import('./work.ts')).runTimer(name, timer, context),
  });
}

for (const worker of queueWorkers) {
  app.storageQueue(worker.name, {
    queueName: worker.queueName,
    connection: storageConnection,
    handler: async (message, context) => (await import('./work.ts')).takeMessage(worker, message, context),
  });
}

for (const { name, method, path } of Object.values(addresses)) {
  app.http(name, {
    methods: [method],
    route: path.slice(1),
    // Anonymous to the platform: `serve` decides who may do what.
    authLevel: 'anonymous',
    handler: async (request, context) => (await import('./http/answer.ts')).answer(name, request, context),
  });
}

app.hook.appStart(() => {
  // Not waited for, and not before the host has its answer: it goes on starting meanwhile.
  setImmediate(() => {
    import('./app.ts').then(
      ({ prepare }) => prepare(),
      (error: unknown) => {
        // The first invocation tries again, and fails with what is wrong.
        log.error('app.notLoaded', { reason: reasonOf(error) });
      },
    );
  });
});
