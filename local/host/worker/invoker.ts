import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { errorText, type Log } from '../log.ts';
import type { FunctionsCore, InvocationLog, RegisteredFunction } from './functions-core.ts';
import type { HookContext } from './hooks.ts';
import type {
  CoreInvocationContext,
  ProgrammingModel,
  RpcInvocationRequest,
  RpcTraceContext,
  RpcTypedData,
} from './rpc.ts';
import { traceContext } from './trace-context.ts';

/** One call of a function by its trigger. */
export interface Invocation {
  function: RegisteredFunction;
  /** Name of the trigger's binding, and what it delivers. */
  binding: string;
  data: RpcTypedData;
  triggerMetadata?: Record<string, RpcTypedData>;
  trace?: RpcTraceContext;
}

/** How an invocation ended; `returnValue` is what the library made of the handler's result. */
export type Outcome = { succeeded: true; returnValue: unknown } | { succeeded: false; error: unknown };

const responseSchema = z.looseObject({ returnValue: z.unknown().optional() });

/** Runs invocations through the library's own invocation model, with hooks and the function timeout. */
export class Invoker {
  readonly #core: FunctionsCore;
  readonly #model: ProgrammingModel;
  readonly #timeoutMs: number | undefined;
  readonly #log: Log;
  readonly #running = new Set<Promise<unknown>>();

  /** @param timeoutMs longest invocation in milliseconds; undefined means no limit */
  constructor(core: FunctionsCore, model: ProgrammingModel, timeoutMs: number | undefined, log: Log) {
    this.#core = core;
    this.#model = model;
    this.#timeoutMs = timeoutMs;
    this.#log = log;
  }

  /** Runs the function and reports how it ended; never rejects. */
  async invoke(invocation: Invocation): Promise<Outcome> {
    const running = this.#invoke(invocation);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Resolves when nothing is running any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #invoke(invocation: Invocation): Promise<Outcome> {
    const started = performance.now();
    const id = randomUUID();
    const outcome = await this.#withinTimeout(
      this.#run(invocation, id).then(
        (returnValue): Outcome => ({ succeeded: true, returnValue }),
        (error: unknown): Outcome => ({ succeeded: false, error }),
      ),
      invocation.function.metadata.name,
      id,
    );
    this.#log(outcome.succeeded ? 'information' : 'error', 'function.executed', {
      function: invocation.function.metadata.name,
      invocation: id,
      succeeded: outcome.succeeded,
      ms: Math.round(performance.now() - started),
      message: outcome.succeeded ? undefined : errorText(outcome.error),
    });
    return outcome;
  }

  async #withinTimeout(run: Promise<Outcome>, name: string, id: string): Promise<Outcome> {
    const timeoutMs = this.#timeoutMs;
    if (timeoutMs === undefined) return run;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<Outcome>((resolve) => {
      // A longer delay than this fires at once in Node.
      timer = setTimeout(
        () => {
          const message =
            `${name} ran longer than functionTimeout (${timeoutMs / 1000} s). It goes on here, unwatched; ` +
            'Azure restarts the worker process and with it kills everything else that is running.';
          this.#log('critical', 'function.timedOut', { function: name, invocation: id, message });
          resolve({ succeeded: false, error: new Error(message) });
        },
        Math.min(timeoutMs, 2 ** 31 - 1),
      );
    });
    try {
      return await Promise.race([run, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The sequence of the worker's `InvocationHandler.ts`; hooks may replace inputs, callback, result and error. */
  async #run(invocation: Invocation, id: string): Promise<unknown> {
    const { hooks } = this.#core;
    const shared = { hookData: {}, appHookData: hooks.appHookData };
    const line: InvocationLog = {
      function: invocation.function.metadata.name,
      invocation: id,
      hookData: shared.hookData,
    };
    const core = this.#coreContext(invocation, id, line);
    const model = await this.#model.getInvocationModel(core);
    const { context, inputs } = await model.getArguments();
    line.context = context;

    const pre = { ...shared, invocationContext: context, inputs, functionCallback: invocation.function.callback };
    core.state = 'preInvocationHooks';
    await hooks.run('preInvocation', pre);

    const post: PostInvocation = {
      ...shared,
      invocationContext: context,
      inputs: pre.inputs,
      result: null,
      error: null,
    };
    core.state = 'invocation';
    try {
      post.result = await model.invokeFunction(context, pre.inputs, pre.functionCallback);
    } catch (error) {
      post.error = error;
    }
    core.state = 'postInvocationHooks';
    await hooks.run('postInvocation', post);
    core.state = undefined;

    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the app may throw anything, and it is passed on as it is
    if (post.error !== null && post.error !== undefined) throw post.error;
    return responseSchema.parse(await model.getResponse(context, post.result)).returnValue;
  }

  #coreContext(invocation: Invocation, id: string, line: InvocationLog): CoreInvocationContext {
    const request: RpcInvocationRequest = {
      invocationId: id,
      functionId: invocation.function.id,
      inputData: [{ name: invocation.binding, data: invocation.data }],
      triggerMetadata: invocation.triggerMetadata ?? {},
      traceContext: invocation.trace ?? traceContext(),
    };
    return {
      invocationId: id,
      metadata: invocation.function.metadata,
      request,
      state: undefined,
      log: (level, category, message) => {
        this.#core.log(level, category, message, line);
      },
    };
  }
}

interface PostInvocation extends HookContext {
  invocationContext: unknown;
  inputs: unknown[];
  result: unknown;
  error: unknown;
}
