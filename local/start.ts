/** `npm start`: everything a newcomer needs, from the build to the first synchronised address book. */
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.ts';
import { startProgress } from './progress.ts';
import { apiClient, followRun, createdSchema, type ApiClient, type RunDetail } from './stack/api-client.ts';
import { startReceiver } from './receiver/receiver.ts';
import { createDemo, type Demo } from './stack/demo-configuration.ts';
import { startStack, type Stack } from './stack/stack.ts';
import { loadTenant } from './tenant/load-tenant.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const logFile = resolve(root, '.local/host.log');
const receiverFile = resolve(root, '.local/receiver.log');

const { values: options } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    tenant: { type: 'string', default: resolve(root, 'local/tenants/demo') },
    port: { type: 'string', default: '7071' },
    'graph-port': { type: 'string', default: '7443' },
  },
});

async function start(): Promise<number> {
  const { tenant, warnings } = await loadTenant(resolve(options.tenant));
  console.log(`Patchbay: tenant ${tenant.domain} with ${tenant.users.length} people and mailboxes`);
  for (const warning of warnings.slice(0, 10)) console.warn(`  note: ${warning}`);
  await Promise.all([bundle(root), mkdir(resolve(root, '.local'), { recursive: true })]);
  await Promise.all([writeFile(logFile, ''), writeFile(receiverFile, '')]);
  const stack = await startStack({
    tenant,
    hostPort: Number(options.port),
    graphPort: Number(options['graph-port']),
    onLine: (line) => void appendFile(logFile, `${line}\n`),
  });
  let secret = '';
  const receiver = await startReceiver({
    secret: () => secret,
    print: (line) => void appendFile(receiverFile, `${line}\n`),
  });
  try {
    const client = apiClient(() => stack.api);
    const demo = await createDemo(client, tenant, receiver.url);
    secret = demo.signingSecret;
    const run = await firstRun(client, demo);
    summarise(run);
    if (!options.once) {
      showNext(stack, demo);
      await untilStopped(stack);
    }
    return run.state === 'succeeded' ? 0 : 1;
  } finally {
    await receiver.close();
    await stack.stop();
  }
}

async function firstRun(client: ApiClient, { profile }: Demo): Promise<RunDetail> {
  const { id } = await client.ask(createdSchema, 'POST', `/profiles/${profile}/runs`);
  const shown = startProgress(
    'Reading the address books for the first time ...',
    process.stdout.isTTY && !process.env['CI'],
  );
  const run = await followRun(client, profile, id, {
    onChange: ({ jobs, totals }) => {
      const { done, failed, held } = totals.jobs;
      shown.at(done + failed + held, jobs, `${done} of ${jobs} sources, ${totals.counts.read} contacts read`);
    },
  });
  const { counts, jobs } = run.totals;
  shown.end(
    `${counts.created} entries from ${counts.read} contacts of ${jobs.done} sources, in ${run.totals.requests} requests to Graph`,
  );
  return run;
}

function summarise(run: RunDetail): void {
  if (run.state !== 'succeeded') console.log(`The run ${run.state}: ${run.reason ?? 'see the run for the reasons'}`);
  if (run.unmatched.count > 0) console.log(`  ${run.unmatched.count} mailboxes have no account and were skipped`);
}

function showNext({ api, simulator }: Stack, { profile, card, presence }: Demo): void {
  const address = api.replace('127.0.0.1', 'localhost');
  const key = "-H 'x-api-key: local-admin'";
  const page = card === undefined ? '' : `\nA business card, to be opened in a browser: ${address}/cards/${card}`;
  console.log(`
Patchbay listens on ${address} (docs: ${address}/docs), the simulated Microsoft Graph on ${simulator.url}; the log is .local/host.log.
Try next, in another terminal:

  curl -s ${key} ${address}/profiles/${profile}/books
  curl -s ${key} '${address}/profiles/${profile}/books/company/entries?limit=2'
  curl -s ${key} -X POST '${address}/profiles/${profile}/simulate?format=csv'
  curl -s ${key} ${address}/profiles/${presence}/presence
${page}
A small receiver writes down what presence delivers to phone systems: .local/receiver.log
`);
}

async function untilStopped(stack: Stack): Promise<void> {
  console.log('Stop with Ctrl-C.');
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
  await Promise.race([
    stopped,
    stack.host.ended.then(() => {
      console.error('The functions host ended; see .local/host.log.');
    }),
  ]);
}

try {
  process.exitCode = await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
process.exit();
