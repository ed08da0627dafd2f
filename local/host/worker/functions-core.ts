import Module from 'node:module';
import { z } from 'zod';
import type { Log, LogLevel } from '../log.ts';
import { Disposable } from './disposable.ts';
import { Hooks } from './hooks.ts';
import type { FunctionCallback, FunctionMetadata, ProgrammingModel, RpcLogCategory } from './rpc.ts';

/** A function as the app registered it. */
export interface RegisteredFunction {
  id: string;
  metadata: FunctionMetadata;
  callback: FunctionCallback;
}

const metadataSchema = z.looseObject({
  name: z.string(),
  functionId: z.string().optional(),
  bindings: z.record(z.string(), z.looseObject({ type: z.string(), direction: z.string() })),
});

class SystemError extends Error {
  readonly isAzureFunctionsSystemError = true;
}

/**
 * The module `@azure/functions-core`, which exists only inside a worker: `@azure/functions` requires it to register
 * functions and hooks (functions-runtime.md, A1). It remembers what was registered.
 */
export class FunctionsCore {
  readonly hooks = new Hooks();
  readonly #functions = new Map<string, RegisteredFunction>();
  readonly #log: Log;
  #model: ProgrammingModel | undefined;
  #locked = false;
  #inLogHook = false;

  constructor(log: Log) {
    this.#log = log;
  }

  get functions(): RegisteredFunction[] {
    return [...this.#functions.values()];
  }

  get model(): ProgrammingModel | undefined {
    return this.#model;
  }

  /** Ends the time in which functions may be registered. */
  lock(): void {
    this.#locked = true;
  }

  /** Makes `require('@azure/functions-core')` answer with this, as the worker does (`setupCoreModule.ts`). */
  install(): void {
    const api = this.#api();

    Module.prototype.require = new Proxy(Module.prototype.require, {
      apply(target, self, args: [string]): unknown {
        return args[0] === '@azure/functions-core' ? api : Reflect.apply(target, self, args);
      },
    });
  }

  /** Passes a log line through the app's log hooks, which may change its level and text, and writes it. */
  log(level: LogLevel, category: RpcLogCategory, message: string, of: InvocationLog = {}): void {
    const line = {
      hookData: of.hookData ?? {},
      appHookData: this.hooks.appHookData,
      level,
      message,
      category,
      invocationContext: of.context,
    };
    if (!this.#inLogHook) {
      // A hook may log itself; its own lines do not go through the hooks again.
      this.#inLogHook = true;
      try {
        this.hooks.runSync('log', line);
      } catch (error) {
        this.#log('error', 'worker.logHookFailed', { message: String(error) });
      } finally {
        this.#inLogHook = false;
      }
    }
    const event = category === 'user' ? 'function.log' : 'worker.log';
    this.#log(line.level, event, { function: of.function, invocation: of.invocation, message: line.message });
  }

  #register(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    if (this.#locked) throw new SystemError('A function can only be registered during app startup.');
    const parsed = metadataSchema.parse(metadata);
    const id = parsed.functionId ?? parsed.name;
    if (this.#functions.has(id)) throw new SystemError(`A function with id "${id}" has already been registered.`);
    this.#functions.set(id, { id, metadata: parsed, callback });
    return new Disposable(() => {
      if (this.#locked) throw new SystemError('A function can only be disposed during app startup.');
      this.#functions.delete(id);
    });
  }

  #api() {
    return {
      version: '3.12.0',
      hostVersion: '4.34.0',
      registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback) => this.#register(metadata, callback),
      registerHook: (name: string, callback: (context: unknown) => unknown) => this.hooks.register(name, callback),
      setProgrammingModel: (model: ProgrammingModel) => {
        this.#model = model;
      },
      getProgrammingModel: () => this.#model,
      log: (level: LogLevel, category: RpcLogCategory, message: string) => {
        this.log(level, category, message);
      },
      Disposable,
    };
  }
}

/** Which invocation a log line belongs to. */
export interface InvocationLog {
  function?: string;
  invocation?: string;
  hookData?: Record<string, unknown>;
  /** The library's InvocationContext, for log hooks. */
  context?: unknown;
}
