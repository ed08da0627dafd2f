import { describe, expect, it } from 'vitest';
import { PatchbayError, ResyncError, ThrottledError, UnavailableError } from '../../../shared/errors.ts';
import type { Bench, RunOptions } from './bench.ts';
import { expectConverged } from './book-checks.ts';
import { faults, KilledError, type Call, type FaultKind, type Life } from './faulty-table.ts';
import { editMeanwhile, scenarios, type Scenario } from './scenarios.ts';

/** One run without faults must be enough, whatever happened before it. */
async function finish(state: Bench, options: RunOptions | undefined): Promise<void> {
  const { outcome, error } = await state.run(options);
  expect(error).toBeUndefined();
  expect(outcome).toMatchObject({ complete: true, held: undefined });
  await expectConverged(state);
}

function expectKnownError(error: unknown): void {
  if (error !== undefined && !(error instanceof KilledError)) expect(error).toBeInstanceOf(PatchbayError);
}

const sourceFaults: Record<string, (life: Life) => Error> = {
  unavailable: () => new UnavailableError('The source fails.'),
  throttled: () => new ThrottledError('Too many.', 60),
  resync: () => new ResyncError('Expired.'),
  killed: (life) => {
    life.dead = true;
    return new KilledError('The process dies here.');
  },
};

/**
 * What can go wrong at a call. A read leaves the same behind whether it was answered or not; and of reads that follow each other
 * without a write between them the first and the last stand for all.
 */
function faultsAt(calls: readonly Call[], index: number): readonly FaultKind[] {
  const isWrite = (call: Call | undefined): boolean => call?.do === 'commit';
  if (isWrite(calls[index])) return faults;
  const isEdge = index === 0 || index === calls.length - 1 || isWrite(calls[index - 1]) || isWrite(calls[index + 1]);
  return isEdge ? ['fail', 'kill'] : [];
}

async function failTable(scenario: Scenario, start: Bench, at: number, kinds: readonly FaultKind[]): Promise<void> {
  for (const kind of kinds) {
    const state = await start.fork();
    const { error } = await state.run({ ...scenario.run, fault: { at, kind } });
    expectKnownError(error);
    if (kind === 'resend') expect(error).toBeUndefined();
    if (kind === 'kill' || kind === 'killAfter') editMeanwhile(state);
    await finish(state, scenario.run);
  }
}

async function failSource(scenario: Scenario, start: Bench, at: number): Promise<void> {
  for (const [kind, errorOf] of Object.entries(sourceFaults)) {
    const state = await start.fork();
    const life: Life = { dead: false };
    const beforeRequest = (request: string, nth: number): void => {
      if (life.dead) throw new KilledError('A dead process calls.');
      if (nth === at && !(kind === 'resync' && request === 'folders')) throw errorOf(life);
    };
    const { error } = await state.run({ ...scenario.run, life, beforeRequest });
    expectKnownError(error);
    if (kind === 'resync' && error !== undefined) expect(error).toBeInstanceOf(ResyncError);
    if (kind === 'killed' || kind === 'resync') editMeanwhile(state);
    await finish(state, scenario.run);
  }
}

describe.each(scenarios)('$name', (scenario) => {
  it('reaches the book exactly', async () => {
    await finish(await scenario.start(), scenario.run);
  });

  it('reaches the book after a fault at any call to the table', async () => {
    const start = await scenario.start();
    const { calls } = await (await start.fork()).run(scenario.run);
    for (const index of calls.keys()) await failTable(scenario, start, index + 1, faultsAt(calls, index));
  });

  it('reaches the book after a fault at any request to the source', async () => {
    const start = await scenario.start();
    const { requests } = await (await start.fork()).run(scenario.run);
    for (let at = 1; at <= requests; at += 1) await failSource(scenario, start, at);
  });
});
