import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { errorMessage } from '../log.ts';
import { HostRefusal } from '../refusal.ts';
import type { FunctionsCore } from './functions-core.ts';
import type { ProgrammingModel } from './rpc.ts';

const packageSchema = z.looseObject({
  main: z.string({ error: 'package.json names no "main"' }),
  type: z.string().optional(),
});

/** The worker's own capabilities (`getWorkerCapabilities.ts`); the library adds to them. */
const workerCapabilities = [
  'RawHttpBodyBytes',
  'RpcHttpTriggerMetadataRemoved',
  'RpcHttpBodyOnly',
  'IgnoreEmptyValuedRpcHttpHeaders',
  'UseNullableValueDictionaryForHttp',
  'WorkerStatus',
  'TypedDataCollection',
  'HandlesWorkerTerminateMessage',
];

/**
 * Starts the app as the worker does (`startApp.ts`): load the entry file, run the appStart hooks, ask the library for
 * its capabilities, then lock registration.
 * @param directory absolute path of the folder with package.json and host.json
 */
export async function loadApp(directory: string, core: FunctionsCore): Promise<ProgrammingModel> {
  const { file, esm } = await findEntry(directory);
  try {
    await (esm ? import(pathToFileURL(file).href) : createRequire(file)(file));
  } catch (error) {
    throw new HostRefusal(
      `${file} failed while loading, which leaves the app without functions in Azure: ${errorMessage(error)}`,
      { cause: error },
    );
  }
  const { appLevelHookData: hookData, appHookData } = core.hooks;
  const appStart = { hookData, appHookData, functionAppDirectory: directory };
  await core.hooks.run('appStart', appStart);
  const model = core.model;
  if (model === undefined || core.functions.length === 0) {
    throw new HostRefusal(`${file} registered no functions.`);
  }
  await refuseStreaming(model);
  core.lock();
  return model;
}

async function findEntry(directory: string): Promise<{ file: string; esm: boolean }> {
  const path = join(directory, 'package.json');
  let parsed: z.output<typeof packageSchema>;
  try {
    parsed = packageSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new HostRefusal(`${path} cannot be used: it must be JSON with "main", the built entry file.`, {
      cause: error,
    });
  }
  if (/[*?{}[\]!]/.test(parsed.main)) {
    throw new HostRefusal(`"main" in ${path} is a pattern; only one bundled entry file is emulated.`);
  }
  const file = join(directory, parsed.main);
  if (!existsSync(file))
    throw new HostRefusal(`${file}, named as "main" in package.json, does not exist; build the app.`);
  const extension = extname(file);
  return { file, esm: extension === '.mjs' || (extension !== '.cjs' && parsed.type === 'module') };
}

/** With HTTP streaming on, the library opens a server of its own, on all interfaces; it is stopped before it listens. */
async function refuseStreaming(model: ProgrammingModel): Promise<void> {
  const refusal = new HostRefusal('The app enables HTTP streaming (enableHttpStream), which is not emulated.');
  const { createServer } = http;
  Reflect.set(http, 'createServer', () => {
    throw refusal;
  });
  try {
    const defaults = Object.fromEntries(workerCapabilities.map((name) => [name, 'true']));
    const capabilities = await model.getCapabilities?.(defaults);
    if (capabilities?.HttpUri !== undefined) throw refusal;
  } finally {
    Reflect.set(http, 'createServer', createServer);
  }
}
