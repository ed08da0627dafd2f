import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bench } from './bench.ts';
import { expectConverged } from './book-checks.ts';
import { anyCommand } from './commands.ts';

describe.each([
  { listing: false, quirks: false },
  { listing: true, quirks: false },
  { listing: false, quirks: true },
  { listing: true, quirks: true },
])('whatever happens to a source with %o', (kind) => {
  it('one run in peace brings its book up to date', async () => {
    const pageSize = fc.constantFrom(3, 10, 45);
    const commands = fc.commands(anyCommand, { maxCommands: 25, size: 'max' });
    await fc.assert(
      fc.asyncProperty(pageSize, commands, async (size, some) => {
        const state = bench({ ...kind, pageSize: size });
        state.world.addFolder('m1', 'f1', 'F1');
        state.world.addFolder('m1', 'f2', 'F2');
        await fc.asyncModelRun(() => ({ model: {}, real: state }), some);
        state.mirror = true;
        const { outcome, error } = await state.run({ relist: true, released: 100_000 });
        expect(error).toBeUndefined();
        expect(outcome).toMatchObject({ complete: true, held: undefined });
        await expectConverged(state);
        const idle = await state.run();
        expect(idle.calls.filter((call) => call.do === 'commit')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
