import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHost, type Host } from '../../../local/host/host.ts';
import { writeApp, type TestApp } from './fixture/app.ts';

let app: TestApp;
let host: Host;
const lines: string[] = [];

beforeAll(async () => {
  app = await writeApp({
    source: `app.http('setting', { handler: (request, context) => {
      context.log('called');
      return { body: process.env.PATCHBAY_TEST_SETTING };
    } });`,
  });
  host = await startHost({
    directory: app.directory,
    port: 0,
    env: { PATCHBAY_TEST_SETTING: 'from options' },
    log: (line) => lines.push(line),
  });
});

afterAll(async () => {
  await app.remove();
});

it('runs inside the process that starts it, with the settings given', async () => {
  expect(await (await fetch(`${host.url}/api/setting`)).text()).toBe('from options');
  expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  expect(lines.map((line): unknown => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ level: 'information', event: 'function.log', function: 'setting', message: 'called' }),
  );
});

it('refuses a second host in the same process, even after the first has stopped', async () => {
  const again = () => startHost({ directory: app.directory, port: 0 });
  await expect(again()).rejects.toThrow(/already started a functions host.*process of its own/);
  await host.stop();
  await expect(again()).rejects.toThrow(/already started a functions host/);
});

it('stops once, however often it is told', async () => {
  await Promise.all([host.stop(), host.stop()]);
  const stops = lines.filter((line) => line.includes('"host.stopping"'));
  expect(stops).toHaveLength(1);
  await expect(fetch(host.url)).rejects.toThrow();
});
