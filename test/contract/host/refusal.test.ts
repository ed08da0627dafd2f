import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeApp, type AppFiles } from './fixture/app.ts';
import { startMain } from './fixture/process.ts';

/** Starts the app and returns why the host refused it. */
async function refusalOf(files: AppFiles, remove?: string): Promise<string> {
  const app = await writeApp(files);
  try {
    if (remove !== undefined) await rm(join(app.directory, remove));
    const host = startMain(app.directory);
    expect(await host.exited).toBe(1);
    expect(host.find('host.ready')).toBeUndefined();
    return host.find('host.refused')?.message ?? 'no reason';
  } finally {
    await app.remove();
  }
}

const fine = `app.http('fine', { handler: () => undefined });`;

describe.concurrent('the host does not start', () => {
  it.for<[what: string, files: AppFiles, reason: RegExp]>([
    [
      'with a function that needs a key',
      { source: `app.http('keyed', { authLevel: 'function', handler: () => ({}) });` },
      /keyed: authLevel must be anonymous; function keys are not emulated/,
    ],
    [
      'with overlapping routes',
      {
        source: `app.http('a', { route: 'x/{id}', handler: () => ({}) });
                 app.http('b', { route: 'x/me', handler: () => ({}) });`,
      },
      /a \(api\/x\/\{id\}\) and b \(api\/x\/me\) can both match the same GET request/,
    ],
    [
      'with a reserved route',
      { source: `app.http('a', { route: 'adminish', handler: () => ({}) });` },
      /a: routes that start/,
    ],
    [
      'with an illegal name',
      { source: `app.http('1st', { handler: () => ({}) });` },
      /"1st" is not a legal function name/,
    ],
    ['with the name "host"', { source: `app.http('Host', { handler: () => ({}) });` }, /"Host" is not a legal/],
    [
      'with names that differ only in case',
      { source: `${fine} app.timer('Fine', { schedule: '0 * * * * *', handler: () => undefined });` },
      /named Fine, apart from case|named fine, apart from case/,
    ],
    [
      'with HTTP streaming',
      { source: `app.setup({ enableHttpStream: true }); ${fine}` },
      /enableHttpStream\), which is not emulated/,
    ],
    [
      'with an output binding',
      {
        source: `app.http('out', {
          extraOutputs: [output.storageQueue({ queueName: 'q', connection: 'AzureWebJobsStorage' })], handler: () => ({}) });`,
      },
      /out: input and output bindings .* are not emulated/,
    ],
    [
      'with another trigger',
      { source: `app.eventGrid('event', { handler: () => undefined });` },
      /event: the trigger type eventGridTrigger is not emulated/,
    ],
    [
      'with runOnStartup',
      { source: `app.timer('t', { schedule: '0 * * * * *', runOnStartup: true, handler: () => undefined });` },
      /t: runOnStartup fires on every start/,
    ],
    [
      'with a TimeSpan schedule',
      { source: `app.timer('t', { schedule: '00:05:00', handler: () => undefined });` },
      /"00:05:00" is a TimeSpan/,
    ],
    [
      'with function-level retry',
      {
        source: `app.timer('t', { schedule: '0 * * * * *', handler: () => undefined,
          retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayInterval: 1000 } });`,
      },
      /t: function-level retry is not emulated/,
    ],
    [
      'without the storage connection of a queue function',
      { source: `app.storageQueue('q', { queueName: 'jobs', connection: 'Work', handler: () => undefined });` },
      /The setting Work with the storage connection string is missing/,
    ],
    [
      'when the entry file throws',
      { source: `${fine} throw new Error('no such setting');` },
      /leaves the app without functions in Azure: no such setting/,
    ],
    ['without functions', { source: '' }, /registered no functions/],
    [
      'with host.json keys that are not emulated',
      { source: fine, hostJson: { singleton: {} } },
      /host\.json sets singleton/,
    ],
    [
      'without the built file',
      { source: fine, packageJson: { main: 'dist/index.cjs' } },
      /does not exist; build the app/,
    ],
    [
      'with a pattern as "main"',
      { source: fine, packageJson: { main: 'dist/*.js' } },
      /only one bundled entry file is emulated/,
    ],
  ])('%s', async ([, files, reason]) => {
    expect(await refusalOf(files)).toMatch(reason);
  });

  it('without host.json', async () => {
    expect(await refusalOf({ source: fine }, 'host.json')).toMatch(/host\.json cannot be read/);
  });
});
