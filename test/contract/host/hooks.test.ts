import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeApp, type TestApp } from './fixture/app.ts';
import { startMain } from './fixture/process.ts';

const source = `
const say = (value) => console.log(JSON.stringify(value));
app.hook.appStart((context) => { context.hookData.started = true; say('appStart'); });
app.hook.appTerminate(async (context) => {
  await new Promise((resolve) => setImmediate(resolve));
  say(['appTerminate', context.hookData.started]);
});
app.hook.preInvocation((context) => {
  context.hookData.name = context.invocationContext.functionName;
  say(['pre', context.hookData.name]);
  if (context.hookData.name === 'denied') throw new Error('denied');
  if (context.hookData.name === 'replaced') {
    context.inputs = [{ from: 'hook' }];
    const handler = context.functionHandler;
    context.functionHandler = (...inputs) => handler(...inputs);
  }
});
app.hook.postInvocation((context) => {
  say(['post', context.hookData.name, context.error?.message ?? null]);
  if (context.hookData.name === 'forgiven') { context.error = null; context.result = { body: 'forgiven' }; }
  if (context.hookData.name === 'replaced') context.result = { ...context.result, status: 201 };
});
app.hook.log((context) => {
  if (context.category === 'user') context.message = context.message.replace('secret', '***');
  if (context.message.includes('loop')) context.invocationContext.log('loop, said the hook');
});
app.http('replaced', { handler: (input) => ({ jsonBody: input }) });
app.http('forgiven', { handler: () => { throw new Error('oops'); } });
app.http('denied', { handler: () => ({ body: 'never' }) });
app.http('logs', { handler: (request, context) => { context.warn('a secret', { n: 1 }); context.log('loop'); return {}; } });
`;

let app: TestApp;

beforeAll(async () => {
  app = await writeApp({ source });
});

afterAll(async () => {
  await app.remove();
});

describe('hooks', () => {
  it('run in order, share data and may replace inputs, handler, result and error', async () => {
    const host = await startMain(app.directory).ready();
    const replaced = await fetch(`${host.url}/api/replaced`);
    expect([replaced.status, await replaced.json()]).toEqual([201, { from: 'hook' }]);
    const forgiven = await fetch(`${host.url}/api/forgiven`);
    expect([forgiven.status, await forgiven.text()]).toEqual([200, 'forgiven']);
    expect((await fetch(`${host.url}/api/denied`)).status).toBe(500);
    expect(await host.stop()).toBe(0);
    const said = host.all('app.console').map((line): unknown => JSON.parse(line.message ?? ''));
    expect(said).toEqual([
      'appStart',
      ['pre', 'replaced'],
      ['post', 'replaced', null],
      ['pre', 'forgiven'],
      ['post', 'forgiven', 'oops'],
      ['pre', 'denied'],
      ['appTerminate', true],
    ]);
  });

  it('see log lines before they are written', async () => {
    const host = await startMain(app.directory).ready();
    await fetch(`${host.url}/api/logs`);
    expect(await host.stop()).toBe(0);
    const lines = host.all('function.log').map(({ level, message, function: name }) => ({ level, message, name }));
    expect(lines).toEqual([
      { level: 'warning', message: 'a *** { n: 1 }', name: 'logs' },
      { level: 'information', message: 'loop, said the hook', name: 'logs' },
      { level: 'information', message: 'loop', name: 'logs' },
    ]);
    expect(new Set(host.all('function.log').map((line) => line.invocation)).size).toBe(1);
  });
});
