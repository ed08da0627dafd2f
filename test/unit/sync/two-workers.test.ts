import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TakenOverError } from '../../../shared/sync/book-writer.ts';
import type { Bench, RunOptions, RunResult } from './bench.ts';
import { expectConverged } from './book-checks.ts';
import { contactId, fill } from './mailbox-world.ts';
import { thorough } from '../../thoroughness.ts';
import { editMeanwhile, scenarioNamed, scenarios } from './scenarios.ts';

/** Starts a run that does nothing from its nth call or request on until `goOn`; `reached` tells when it is there, or has ended. */
function pausedRun(state: Bench, at: number, options: RunOptions | undefined) {
  let steps = 0;
  let goOn = (): void => undefined;
  let reachedIt = (): void => undefined;
  const gate = new Promise<void>((resolve) => (goOn = resolve));
  const reached = new Promise<void>((resolve) => (reachedIt = resolve));
  const step = async (): Promise<void> => {
    steps += 1;
    if (steps < at) return;
    reachedIt();
    await gate;
  };
  const result = state.run({ ...options, beforeCall: step, beforeRequest: step });
  void result.then(reachedIt);
  return { reached, goOn, result, steps: () => steps };
}

function expectWonOrTakenOver({ error }: RunResult): void {
  if (error !== undefined) expect(error).toBeInstanceOf(TakenOverError);
}

describe.each(scenarios)('a worker that sleeps during $name', (scenario) => {
  it.each([false, true])('writes nothing after another one was faster (edits meanwhile: %s)', async (edits) => {
    const start = await scenario.start();
    const whole = pausedRun(await start.fork(), Infinity, scenario.run);
    await whole.result;
    const stride = Math.ceil(whole.steps() / thorough(10, 1000));
    for (let at = 1; at <= whole.steps(); at += stride) {
      const state = await start.fork();
      const slow = pausedRun(state, at, scenario.run);
      await slow.reached;
      if (edits) editMeanwhile(state);
      const fast = await state.run(scenario.run);
      expect(fast.error).toBeUndefined();
      slow.goOn();
      expectWonOrTakenOver(await slow.result);
      await expectConverged(state);
    }
  });
});

describe.each(['a first read in two passes', 'a change read of small pages', 'another mapping', 'a released deletion'])(
  'two workers in any interleaving of %s',
  (name) => {
    it('one wins, and the other stops without leaving anything wrong', async () => {
      const scenario = scenarioNamed(name);
      const start = await scenario.start();
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, edits) => {
          const state = await start.fork();
          const waiting = (): Promise<void> => scheduler.schedule(Promise.resolve());
          const options: RunOptions = { ...scenario.run, beforeCall: waiting, beforeRequest: waiting };
          const workers = [state.run(options), state.run(options)];
          if (edits) void scheduler.schedule(Promise.resolve()).then(() => editMeanwhile(state));
          const results = await scheduler.waitFor(Promise.all(workers));
          results.forEach(expectWonOrTakenOver);
          if (!edits) expect(results.some(({ error }) => error === undefined)).toBe(true);
          const last = await state.run(scenario.run);
          expect(last.error).toBeUndefined();
          await expectConverged(state);
        }),
        { numRuns: thorough(15, 500) },
      );
    });
  },
);

describe('two jobs in one book at once', () => {
  it('do not disturb each other in any interleaving', async () => {
    const start = await scenarioNamed('two jobs in one book').start();
    fill(start.world, 'm2', 'f1', 300, 330);
    for (let n = 3; n < 9; n += 1) start.world.remove('m2', 'default', contactId(n));
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const state = await start.fork();
        const waiting = (): Promise<void> => scheduler.schedule(Promise.resolve());
        const runs = state.jobs.map((job) => state.run({ job, beforeCall: waiting, beforeRequest: waiting }));
        for (const { error } of await scheduler.waitFor(Promise.all(runs))) expect(error).toBeUndefined();
        await expectConverged(state);
      }),
      { numRuns: thorough(15, 500) },
    );
  });
});
