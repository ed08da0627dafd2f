import { InvocationContext } from '@azure/functions';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loggedQueue, loggedTimer } from '../../../functions/invocation.ts';
import { ThrottledError } from '../../../shared/errors.ts';
import { jsonLog, loggingWith, type Log } from '../../../shared/log.ts';

function book(): { log: Log; lines: () => unknown[] } {
  const lines: string[] = [];
  return { log: jsonLog((line) => lines.push(line)), lines: () => lines.map((line): unknown => JSON.parse(line)) };
}

const invocation = (functionName: string, triggerMetadata = {}): InvocationContext =>
  new InvocationContext({ functionName, invocationId: 'i1', triggerMetadata });
const timer = {
  isPastDue: false,
  schedule: { adjustForDST: false },
  scheduleStatus: { last: '', next: '', lastUpdated: '' },
};

describe('a log line', () => {
  it('says what it was written in, through every wait, and keeps what is said in parallel apart', async () => {
    const { log, lines } = book();
    const work = (run: string): Promise<void> =>
      loggingWith({ run }, async () => {
        await new Promise((resolve) => setImmediate(resolve));
        loggingWith({ mailbox: `of ${run}` }, () => {
          log.info('inner');
        });
        log.warn('outer', { run: 'its own' });
      });
    await Promise.all([work('r1'), work('r2')]);
    expect(lines()).toMatchObject([
      { event: 'inner', run: 'r1', mailbox: 'of r1' },
      { event: 'outer', run: 'its own' },
      { event: 'inner', run: 'r2', mailbox: 'of r2' },
      { event: 'outer', run: 'its own' },
    ]);
    expect(lines()[1]).not.toHaveProperty('mailbox');
  });
});

describe('a text from outside', () => {
  it.each([['a\r\n{"event":"run.ended"}'], ['\u001b[2Jgone'], ['\u2028\u2029\u0000'], ['"}\\']])(
    'stays inside its line: %j',
    (text) => {
      const lines: string[] = [];
      jsonLog((line) => lines.push(line)).warn('job.failed', { reason: text });
      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toMatch(/[\u0000-\u001f]/);
      expect(z.object({ event: z.string(), reason: z.string() }).parse(JSON.parse(lines[0] ?? ''))).toEqual({
        event: 'job.failed',
        reason: text,
      });
    },
  );
});

describe('a message', () => {
  const message = { v: 1, type: 'jobs', profile: 'p1', run: 'r1', group: 'g1' };
  const tenSecondsAgo = (): string => new Date(Date.now() - 10_000).toUTCString();

  it('gives its profile, run and invocation to every line, and its age to the first', async () => {
    const { log, lines } = book();
    const handler = loggedQueue(
      'jobs',
      () => {
        log.info('job.read', { requests: 2 });
      },
      log,
    );
    const delivered = { dequeueCount: '2', insertionTime: tenSecondsAgo() };
    await handler(message, invocation('workJobs', delivered));
    const said = { function: 'workJobs', invocation: 'i1', profile: 'p1', run: 'r1' };
    expect(lines()).toMatchObject([
      { event: 'queue.taken', queue: 'jobs', attempt: 2, ...said },
      { event: 'job.read', requests: 2, ...said },
    ]);
    const { waitedSeconds } = z.object({ waitedSeconds: z.number() }).parse(lines()[0]);
    expect(waitedSeconds >= 10 && waitedSeconds < 20).toBe(true);
  });

  it.each([['no object'], [null], [{ profile: 7 }], [[1]]])('that is %j is passed on as it came', async (odd) => {
    const { log, lines } = book();
    const seen: unknown[] = [];
    await loggedQueue('runs', (received) => void seen.push(received), log)(odd, invocation('planRun'));
    expect(seen).toEqual([odd]);
    expect(lines()).toMatchObject([{ event: 'queue.taken', function: 'planRun' }]);
  });

  it('that fails says why and fails still, so that the queue tries again', async () => {
    const { log, lines } = book();
    const failing = loggedQueue('jobs', () => Promise.reject(new ThrottledError('Too much.', 5)), log);
    await expect(failing(message, invocation('workJobs'))).rejects.toThrow('Too much.');
    expect(lines()[1]).toMatchObject({ event: 'function.failed', kind: 'throttled', reason: 'Too much.', run: 'r1' });
    const bug = loggedQueue('jobs', () => Promise.reject(new TypeError('secret inside')), log);
    await expect(bug(message, invocation('workJobs'))).rejects.toThrow();
    expect(lines()[3]).toMatchObject({ event: 'function.failed', kind: 'unexpected', reason: 'Unexpected TypeError.' });
  });
});

describe('a timer', () => {
  it('says that it ran, which an alert looks for', async () => {
    const { log, lines } = book();
    await loggedTimer(() => {
      log.info('run.started', { profile: 'p1' });
    }, log)(timer, invocation('startDueRuns'));
    expect(lines()).toMatchObject([
      { event: 'run.started', profile: 'p1', function: 'startDueRuns', invocation: 'i1' },
      { event: 'timer.ran', function: 'startDueRuns', late: false },
    ]);
  });

  it('that fails does not say that it ran', async () => {
    const { log, lines } = book();
    const failing = loggedTimer(() => Promise.reject(new Error('x')), log);
    await expect(failing(timer, invocation('watchRuns'))).rejects.toThrow('x');
    expect(lines()).toMatchObject([{ event: 'function.failed', function: 'watchRuns' }]);
  });
});
