import { Disposable } from './disposable.ts';

const hookNames = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;

export type HookName = (typeof hookNames)[number];

/** What every hook gets; hooks may put data into both objects but not replace them. */
export interface HookContext {
  readonly hookData: Record<string, unknown>;
  readonly appHookData: Record<string, unknown>;
}

type HookCallback = (context: HookContext) => unknown;

/** Marked so that `@azure/functions` can tell it from an error of the app. */
class UnknownHookError extends RangeError {
  // The library looks at the name, which subclasses of RangeError would otherwise share only by chance.
  override readonly name = 'RangeError';
  readonly isAzureFunctionsSystemError = true;
}

/** The registered hooks, and the data they share. */
export class Hooks {
  readonly #callbacks = new Map<HookName, HookCallback[]>();
  /** Shared by all hooks of the app. */
  readonly appHookData: Record<string, unknown> = {};
  /** Shared by appStart and appTerminate only. */
  readonly appLevelHookData: Record<string, unknown> = {};

  register(name: string, callback: HookCallback): Disposable {
    const known = hookNames.find((hookName) => hookName === name);
    if (known === undefined) throw new UnknownHookError(`Unrecognized hook "${name}"`);
    this.#callbacks.set(known, [...this.#of(known), callback]);
    return new Disposable(() => {
      this.#callbacks.set(
        known,
        this.#of(known).filter((registered) => registered !== callback),
      );
    });
  }

  /** Runs the hooks one after another in the order of their registration; the first that throws ends it. */
  async run(name: HookName, context: HookContext): Promise<void> {
    for (const callback of this.#of(name)) await callback(context);
  }

  /** As `run`, for hooks that cannot be waited for: `log`. */
  runSync(name: HookName, context: HookContext): void {
    for (const callback of this.#of(name)) callback(context);
  }

  #of(name: HookName): HookCallback[] {
    return this.#callbacks.get(name) ?? [];
  }
}
