import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { writeApp, type AppFiles, type TestApp } from './fixture/app.ts';
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

async function directoryOf(files: AppFiles): Promise<string> {
  const app = await writeApp(files);
  apps = [...apps, app];
  return app.directory;
}

async function start(files: AppFiles): Promise<HostProcess> {
  const host = await startMain(await directoryOf(files)).ready();
  hosts = [...hosts, host];
  return host;
}

const say = `const say = (value) => console.log(JSON.stringify(value));`;

describe('stopping', () => {
  const source = `
${say}
app.hook.appTerminate(() => say('appTerminate'));
app.http('slow', { handler: async () => {
  say('running');
  await new Promise((resolve) => setTimeout(resolve, 500));
  say('done');
  return { body: 'answered' };
} });
app.http('endless', { handler: () => { say('running'); return new Promise(() => setInterval(() => {}, 1000)); } });
`;
  /** A request whose last bytes are sent only with `finish`, which answers what came back. */
  const halfRequest = async (url: string) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /api/slow HTTP/1.1\r\nHost: x\r\n');
    const finish = async () => {
      socket.write('\r\n');
      return text(socket);
    };
    return { finish };
  };
  const said = (host: HostProcess) => host.all('app.console').map((line): unknown => JSON.parse(line.message ?? ''));

  it.each(['SIGTERM', 'SIGINT'] as const)('on %s lets running requests end, then exits with 0', async (signal) => {
    const host = await start({ source });
    const half = await halfRequest(host.url);
    const answer = fetch(`${host.url}/api/slow`);
    await host.line('app.console');
    host.signal(signal);
    await host.line('host.stopping');
    await expect(fetch(`${host.url}/api/slow`)).rejects.toThrow();
    expect(await half.finish()).toMatch(/^HTTP\/1\.1 503 /);
    expect(await (await answer).text()).toBe('answered');
    expect(await host.exited).toBe(0);
    expect(said(host)).toEqual(['running', 'done', 'appTerminate']);
  });

  it('does not wait for callers that have gone', async () => {
    const host = await start({ source });
    const caller = new AbortController();
    const answer = fetch(`${host.url}/api/slow`, { signal: caller.signal });
    await host.line('app.console');
    caller.abort();
    await expect(answer).rejects.toThrow();
    await host.line('function.executed');
    expect(await host.stop()).toBe(0);
    expect(host.find('host.notDrained')).toBeUndefined();
  });

  it('leaves behind what does not end in time', async () => {
    const directory = await directoryOf({ source });
    const host = await startWith({ directory, drainMs: 100 }).ready();
    hosts = [host];
    const answer = fetch(`${host.url}/api/endless`);
    const failed = expect(answer).rejects.toThrow();
    // Only main.ts captures the console.
    await waitFor('the request', () => host.plain.includes('"running"'));
    host.signal('SIGTERM');
    expect(await host.exited).toBe(0);
    await failed;
    expect(host.find('host.notDrained')?.message).toContain('100 ms');
    expect(host.plain).toContain('"appTerminate"');
  });
});

describe('functionTimeout', () => {
  it('fails the invocation, loudly', async () => {
    const source = `app.http('endless', { handler: () => new Promise(() => setInterval(() => {}, 1000)) });`;
    const host = await start({ source, hostJson: { functionTimeout: '00:00:01' } });
    const began = Date.now();
    expect((await fetch(`${host.url}/api/endless`)).status).toBe(500);
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
    expect(await host.line('function.timedOut')).toMatchObject({ level: 'critical', function: 'endless' });
    expect(await host.line('function.executed')).toMatchObject({ succeeded: false });
  });
});

describe('the app', () => {
  it('may be an ES module', async () => {
    const host = await start({
      esm: true,
      source: `app.http('hello', { handler: () => ({ body: 'from a module' }) });`,
    });
    expect(await (await fetch(`${host.url}/api/hello`)).text()).toBe('from a module');
  });

  it('may be one bundle that holds @azure/functions itself, as the product is built', async () => {
    const directory = await directoryOf({ source: '', packageJson: { main: 'dist/index.cjs' } });
    await build({
      stdin: {
        contents: `import { app, HttpResponse } from '@azure/functions';
          const body: string = 'from a bundle';
          app.http('hello', { handler: () => new HttpResponse({ body }) });`,
        loader: 'ts',
        resolveDir: import.meta.dirname,
      },
      outfile: join(directory, 'dist/index.cjs'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['@azure/functions-core'],
    });
    const host = await startMain(directory).ready();
    hosts = [host];
    expect(await (await fetch(`${host.url}/api/hello`)).text()).toBe('from a bundle');
  });

  it('cannot register functions once it runs', async () => {
    const source = `app.http('late', { handler: () => app.http('more', { handler: () => ({}) }) });`;
    const host = await start({ source });
    expect((await fetch(`${host.url}/api/late`)).status).toBe(500);
    expect((await host.line('function.executed')).message).toContain('can only be registered during app startup');
  });

  it('gets the route prefix and the home page it asks for', async () => {
    const source = `app.http('hello', { handler: () => ({ body: 'hi' }) });`;
    const directory = await directoryOf({ source, hostJson: { extensions: { http: { routePrefix: '' } } } });
    const host = await startMain(directory, { AzureWebJobsDisableHomepage: 'True' }).ready();
    hosts = [host];
    expect(await (await fetch(`${host.url}/hello`)).text()).toBe('hi');
    expect((await fetch(`${host.url}/api/hello`)).status).toBe(404);
    expect((await fetch(host.url)).status).toBe(204);
  });
});
