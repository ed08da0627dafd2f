import { z } from 'zod';
import { HostRefusal } from './refusal.ts';
import type { RegisteredFunction } from './worker/functions-core.ts';

interface Hosted {
  name: string;
  registered: RegisteredFunction;
  /** Name of the trigger's binding. */
  binding: string;
}

export interface HttpFunction extends Hosted {
  kind: 'http';
  /** Route template without the route prefix. */
  route: string;
  /** In upper case. */
  methods: string[];
}

export interface QueueFunction extends Hosted {
  kind: 'queue';
  /** May hold `%NAME%`. */
  queueName: string;
  /** Name of the setting with the connection string. */
  connection: string;
  dataType: 'string' | 'binary';
}

export interface TimerFunction extends Hosted {
  kind: 'timer';
  /** May hold `%NAME%`. */
  schedule: string;
  useMonitor: boolean;
}

export type HostedFunction = HttpFunction | QueueFunction | TimerFunction;

/** What the library adds to every trigger. */
const common = {
  type: z.string(),
  direction: z.literal('in'),
  name: z.string(),
  properties: z.strictObject({ supportsDeferredBinding: z.literal('false') }).optional(),
  sdkBinding: z.literal(false).optional(),
};

const httpSchema = z.strictObject({
  ...common,
  authLevel: z.literal('anonymous', {
    error: 'must be anonymous; function keys are not emulated, so the app checks callers itself',
  }),
  methods: z.array(z.string().transform((method) => method.toUpperCase())).min(1),
  route: z.string().optional(),
});

const queueSchema = z.strictObject({
  ...common,
  queueName: z.string().min(1),
  connection: z.string().min(1).optional(),
  dataType: z.enum(['string', 'binary']).optional(),
});

const timerSchema = z.strictObject({
  ...common,
  schedule: z.string().min(1),
  runOnStartup: z
    .literal(false, { error: 'fires on every start, deployment and scale-out in Azure and is not emulated' })
    .optional(),
  useMonitor: z.boolean().optional(),
});

/**
 * The registered functions in the order in which the host knows them: alphabetical by name, ignoring case. Refuses every
 * name, binding and option that the cloud host rejects or this one does not emulate.
 */
export function readTriggers(registered: readonly RegisteredFunction[]): HostedFunction[] {
  const functions = registered.map(readTrigger);
  const names = new Set<string>();
  for (const { name } of functions) {
    if (names.has(name.toLowerCase())) throw new HostRefusal(`Two functions are named ${name}, apart from case.`);
    names.add(name.toLowerCase());
  }
  return functions.sort((a, b) => compareOrdinal(a.name.toUpperCase(), b.name.toUpperCase()));
}

function compareOrdinal(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function readTrigger(registered: RegisteredFunction): HostedFunction {
  const { name, bindings, retryOptions } = registered.metadata;
  // The host's rules: Utility.cs, FunctionNameValidationRegex and BindingNameValidationRegex.
  if (!/^[a-z][a-z0-9_-]{0,127}$/i.test(name) || /^host$/i.test(name)) {
    throw new HostRefusal(`"${name}" is not a legal function name (letters, digits, _ and -; not "host").`);
  }
  if (retryOptions !== undefined) throw new HostRefusal(`${name}: function-level retry is not emulated.`);
  const entries = Object.entries(bindings);
  const illegal = entries.find(([binding]) => !/^([a-zA-Z][a-zA-Z0-9]{0,127}|\$return)$/.test(binding));
  if (illegal !== undefined) throw new HostRefusal(`${name}: "${illegal[0]}" is not a legal binding name.`);
  const triggers = entries.filter(([, binding]) => /trigger$/i.test(String(binding.type)));
  const [trigger] = triggers;
  if (trigger === undefined || triggers.length > 1) throw new HostRefusal(`${name} must have exactly one trigger.`);
  const [binding, options] = trigger;
  const type = String(options.type).toLowerCase();
  for (const [other, { type: otherType }] of entries) {
    if (other === binding || (type === 'httptrigger' && other === '$return' && otherType === 'http')) continue;
    throw new HostRefusal(`${name}: input and output bindings (${other}: ${String(otherType)}) are not emulated.`);
  }
  return readOptions(type, options, { name, registered, binding });
}

function readOptions(type: string, options: Record<string, unknown>, hosted: Hosted): HostedFunction {
  switch (type) {
    case 'httptrigger': {
      const { route, methods } = parse(hosted.name, httpSchema, options);
      return { ...hosted, kind: 'http', methods, route: route === undefined || route === '' ? hosted.name : route };
    }
    case 'queuetrigger': {
      const { queueName, connection, dataType } = parse(hosted.name, queueSchema, options);
      return {
        ...hosted,
        kind: 'queue',
        queueName,
        connection: connection ?? 'AzureWebJobsStorage',
        dataType: dataType ?? 'string',
      };
    }
    case 'timertrigger': {
      const { schedule, useMonitor } = parse(hosted.name, timerSchema, options);
      return { ...hosted, kind: 'timer', schedule, useMonitor: useMonitor ?? true };
    }
    default:
      throw new HostRefusal(`${hosted.name}: the trigger type ${String(options.type)} is not emulated.`);
  }
}

function parse<S extends z.ZodType>(name: string, schema: S, options: unknown): z.output<S> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) =>
    issue.code === 'unrecognized_keys'
      ? `${issue.keys.join(', ')} is not emulated`
      : `${issue.path.join('.')} ${issue.message}`,
  );
  throw new HostRefusal(`${name}: ${faults.join('; ')}.`);
}
