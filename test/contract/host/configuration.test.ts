import { describe, expect, it } from 'vitest';
import { parseHostJson } from '../../../local/host/host-json.ts';
import { MessageQueue } from '../../../local/host/queues/message-queue.ts';
import { applySettings, connectionString, requestBodyLimit, resolveNames } from '../../../local/host/settings.ts';
import { parseTimeSpan } from '../../../local/host/time-span.ts';

function hostJson(members: Record<string, unknown> = {}): ReturnType<typeof parseHostJson> {
  return parseHostJson(JSON.stringify({ version: '2.0', ...members }));
}

describe('host.json', () => {
  it('has the defaults of Flex Consumption', () => {
    expect(hostJson()).toEqual({
      functionTimeoutMs: 30 * 60_000,
      routePrefix: 'api',
      queues: {
        batchSize: 16,
        newBatchThreshold: 8,
        maxPollingIntervalMs: 60_000,
        visibilityTimeoutMs: 0,
        maxDequeueCount: 5,
        messageEncoding: 'base64',
      },
    });
  });

  it('is read', () => {
    const queues = {
      batchSize: 5,
      maxPollingInterval: '00:00:02',
      visibilityTimeout: '00:00:30',
      maxDequeueCount: 3,
      messageEncoding: 'none',
    };
    expect(
      hostJson({
        functionTimeout: '00:10:00',
        extensions: { http: { routePrefix: '', maxOutstandingRequests: -1 }, queues },
      }),
    ).toEqual({
      functionTimeoutMs: 600_000,
      routePrefix: '',
      queues: {
        batchSize: 5,
        newBatchThreshold: 2,
        maxPollingIntervalMs: 2000,
        visibilityTimeoutMs: 30_000,
        maxDequeueCount: 3,
        messageEncoding: 'none',
      },
    });
    expect(hostJson({ functionTimeout: '-1' }).functionTimeoutMs).toBeUndefined();
  });

  it('may hold what changes nothing here', () => {
    const members = {
      extensionBundle: { id: 'Microsoft.Azure.Functions.ExtensionBundle', version: '[4.*, 5.0.0)' },
      logging: { logLevel: { default: 'Warning' } },
      telemetryMode: 'OpenTelemetry',
    };
    expect(hostJson(members)).toEqual(hostJson());
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown key', { concurrency: { dynamicConcurrencyEnabled: true } }, 'concurrency'],
    ['an unknown extension', { extensions: { durableTask: {} } }, 'extensions.durableTask'],
    ['an unknown key of an extension', { extensions: { http: { hsts: {} } } }, 'extensions.http.hsts'],
    ['a limit that is not emulated', { extensions: { http: { maxConcurrentRequests: 5 } } }, 'maxConcurrentRequests'],
    ['a batch size out of bounds', { extensions: { queues: { batchSize: 33 } } }, 'extensions.queues.batchSize'],
    ['a number instead of a TimeSpan', { extensions: { queues: { maxPollingInterval: 2 } } }, 'maxPollingInterval'],
    ['a polling interval too short', { extensions: { queues: { maxPollingInterval: '00:00:00.05' } } }, 'seconds'],
    ['a timeout that is no TimeSpan', { functionTimeout: '10m' }, 'functionTimeout'],
    ['a timeout below a second', { functionTimeout: '00:00:00.5' }, 'functionTimeout'],
    ['another schema version', { version: '3.0' }, 'version'],
    ['function-level retry', { retry: {} }, 'retry'],
  ])('is refused with %s, by name', (_what, members, name) => {
    expect(() => hostJson(members)).toThrow(name);
  });
});

describe('TimeSpan text', () => {
  it.each([
    ['00:00:02', 2000],
    ['1.02:03:04.5', 93_784_500],
    ['10:30', 37_800_000],
    ['5', undefined],
    ['00:60:00', undefined],
    ['0 */5 * * * *', undefined],
  ])('%s is %s ms', (text, ms) => {
    expect(parseTimeSpan(text)).toBe(ms);
  });
});

describe('settings', () => {
  it('name connections, with or without prefix', () => {
    expect(connectionString('Work', { Work: 'a' })).toBe('a');
    expect(connectionString('Work', { AzureWebJobsWork: 'b' })).toBe('b');
    expect(() => connectionString('Work', { Work: 'a', AzureWebJobsWork: 'b' })).toThrow(/differ/);
    expect(() => connectionString('Work', {})).toThrow(/Work .* is missing/);
  });

  it('are refused with an identity instead of a connection string', () => {
    const settings = { AzureWebJobsStorage__queueServiceUri: 'https://x.queue.core.windows.net' };
    expect(() => connectionString('AzureWebJobsStorage', settings)).toThrow(
      /AzureWebJobsStorage__queueServiceUri asks for an identity-based connection, which is not emulated/,
    );
  });

  it('resolve %NAME%', () => {
    expect(resolveNames('%A%-x-%B%', { A: '1', B: '2' })).toBe('1-x-2');
    expect(() => resolveNames('%A%', {})).toThrow(/names the setting A/);
  });

  it.each([
    ['AzureFunctionsJobHost__extensions__queues__batchSize', '1'],
    ['AzureWebJobs.jobs.Disabled', 'true'],
    ['WEBSITE_TIME_ZONE', 'Europe/Berlin'],
  ])('are refused with %s', (name, value) => {
    expect(() => applySettings({ [name]: value })).toThrow(name);
    Reflect.deleteProperty(process.env, name);
  });

  it('set the largest request body', () => {
    expect(requestBodyLimit({})).toBe(104_857_600);
    expect(requestBodyLimit({ FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '7' })).toBe(7);
    expect(() => requestBodyLimit({ FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '1MB' })).toThrow(/number of bytes/);
  });

  it('never appear in the message about a bad connection string', () => {
    const bad = 'AccountName=me;AccountKey=c2VjcmV0';
    const attempt = () => new MessageQueue(bad, 'jobs');
    expect(attempt).toThrow(/^The storage connection string is not valid\.$/);
  });
});
