import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { writeApp, type TestApp } from './fixture/app.ts';
import { startMain, startWith, type HostProcess } from './fixture/process.ts';
import { waitFor } from './fixture/wait.ts';

let apps: TestApp[] = [];
let hosts: HostProcess[] = [];

afterEach(async () => {
  await Promise.all(hosts.map((host) => host.stop()));
  await Promise.all(apps.map((app) => app.remove()));
  apps = [];
  hosts = [];
});

async function directoryOf(source: string): Promise<string> {
  const app = await writeApp({ source });
  apps = [...apps, app];
  return app.directory;
}

async function start(directory: string): Promise<HostProcess> {
  const host = await startMain(directory, { WHEN: '0 0 0 1 1 *' }).ready();
  hosts = [...hosts, host];
  return host;
}

const yearly = `app.timer('Yearly', { schedule: '%WHEN%', handler: (timer, context) => context.log(JSON.stringify(timer)) });`;
const statusSchema = z.strictObject({ Last: z.string(), Next: z.string(), LastUpdated: z.string() });

async function status(directory: string): Promise<z.output<typeof statusSchema>> {
  return statusSchema.parse(JSON.parse(await readFile(join(directory, '.local/timers/yearly.json'), 'utf8')));
}

const thisYear = new Date().getUTCFullYear();

describe('a timer', () => {
  it('fires on its second and never overlaps itself', async () => {
    const directory = await directoryOf(`
app.timer('busy', { schedule: '* * * * * *', handler: async (timer, context) => {
  context.log(JSON.stringify({ at: Date.now(), timer }));
  await new Promise((resolve) => setTimeout(resolve, 1100));
  context.log(JSON.stringify({ at: Date.now(), end: true }));
} });`);
    const host = await start(directory);
    const schema = z.object({ at: z.number(), end: z.boolean().optional(), timer: z.unknown().optional() });
    const logged = await waitFor('two runs', () => host.logged().length >= 4 && host.logged());
    const lines = logged.map((line) => schema.parse(line));
    expect(lines.slice(0, 4).map((line) => line.end ?? false)).toEqual([false, true, false, true]);
    expect(lines[0]!.at % 1000).toBeLessThan(800);
    // The occurrence missed meanwhile follows at once, not with the next second.
    expect(lines[2]!.at - lines[1]!.at).toBeLessThan(800);
    expect(lines[0]!.timer).toEqual({ schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false });
  });

  it('remembers its next occurrence on disk', async () => {
    const directory = await directoryOf(yearly);
    const host = await start(directory);
    expect(await status(directory)).toMatchObject({
      Last: '0001-01-01T00:00:00+00:00',
      Next: `${thisYear + 1}-01-01T00:00:00+00:00`,
    });
    expect(host.logged()).toEqual([]);
  });

  it('keeps its state in the folder it is given', async () => {
    const directory = await directoryOf(yearly);
    const timerFolder = join(directory, 'elsewhere');
    const host = await startWith({ directory, timerFolder }, { WHEN: '0 0 0 1 1 *' }).ready();
    hosts = [host];
    expect(await readFile(join(timerFolder, 'yearly.json'), 'utf8')).toContain('"Next"');
  });
});

describe('a timer that missed an occurrence while the host was stopped', () => {
  it('fires once, at once, and says so', async () => {
    const directory = await directoryOf(yearly);
    const missed = { Last: `${thisYear - 2}-01-01T00:00:00+00:00`, Next: `${thisYear - 1}-01-01T00:00:00+00:00` };
    await mkdir(join(directory, '.local/timers'), { recursive: true });
    const file = join(directory, '.local/timers/yearly.json');
    await writeFile(file, JSON.stringify({ ...missed, LastUpdated: missed.Last }));

    const first = await start(directory);
    await first.line('function.executed');
    expect(first.logged()).toEqual([
      {
        schedule: { adjustForDST: true },
        scheduleStatus: { last: missed.Last, next: missed.Next, lastUpdated: missed.Last },
        isPastDue: true,
      },
    ]);
    expect(await first.stop()).toBe(0);
    expect(await status(directory)).toMatchObject({ Next: `${thisYear + 1}-01-01T00:00:00+00:00` });

    const second = await start(directory);
    expect(second.find('timer.started')).toMatchObject({ pastDue: false });
    expect(await second.stop()).toBe(0);
    expect(second.logged()).toEqual([]);
  });
});

it('a timer whose state is damaged keeps the host from starting', async () => {
  const directory = await directoryOf(yearly);
  await mkdir(join(directory, '.local/timers'), { recursive: true });
  await writeFile(join(directory, '.local/timers/yearly.json'), '{"Last":');
  const host = startMain(directory, { WHEN: '0 0 0 1 1 *' });
  expect(await host.exited).toBe(1);
  expect(host.find('host.refused')?.message).toContain('delete it to start afresh');
});

describe('running a timer by hand', () => {
  const post = (host: HostProcess, name: string, body: string, type = 'application/json') =>
    fetch(`${host.url}/admin/functions/${name}`, { method: 'POST', body, headers: { 'content-type': type } });

  it('answers 202 and runs it once', async () => {
    const host = await start(await directoryOf(`${yearly} app.http('page', { handler: () => ({}) });`));
    const response = await post(host, 'yearly', '{"input":""}');
    expect([response.status, await response.text()]).toEqual([202, '']);
    await host.line('function.executed');
    expect(host.logged()).toEqual([expect.objectContaining({ isPastDue: false })]);
    expect((await post(host, 'unknown', '{}')).status).toBe(404);
    expect((await post(host, 'page', '{}')).status).toBe(404);
    expect((await post(host, 'yearly', 'x')).status).toBe(400);
    expect((await post(host, 'yearly', '{}', 'text/plain')).status).toBe(415);
    expect((await fetch(`${host.url}/admin/functions/yearly`)).status).toBe(404);
    expect(host.logged()).toHaveLength(1);
  });
});
