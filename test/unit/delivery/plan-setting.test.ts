import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeldSetting } from '../../../shared/delivery/starface/held.ts';
import { confirmed, planSetting } from '../../../shared/delivery/starface/plan-setting.ts';

/** A setting on a phone system, with what is stored about it. */
interface Setting {
  there: number;
  held: HeldSetting<number> | undefined;
  wanted: number | undefined;
}

type Death = 'beforeStoring' | 'beforeWriting' | 'beforeConfirming' | 'never';

/** One worker, which dies at some point. */
function work(setting: Setting, death: Death): void {
  const { held, write } = planSetting(setting.there, setting.held, setting.wanted);
  if (death === 'beforeStoring') return;
  setting.held = held;
  if (death === 'beforeWriting') return;
  if (write !== undefined) setting.there = write;
  if (death === 'beforeConfirming') return;
  setting.held = held && (write === undefined ? held : confirmed(held, setting.there));
}

const value = fc.integer({ min: 0, max: 3 });
const death = fc.constantFrom<Death>('beforeStoring', 'beforeWriting', 'beforeConfirming', 'never');
const wish = fc.option(value, { nil: undefined });
const steps = fc.array(fc.record({ wish, deaths: fc.array(death, { maxLength: 4 }) }), { maxLength: 6 });

describe('a setting', () => {
  it('is what is wanted after every worker that lives, and in the end what it was, wherever workers died', () => {
    fc.assert(
      fc.property(value, steps, (before, played) => {
        const setting: Setting = { there: before, held: undefined, wanted: undefined };
        for (const { wish: wanted, deaths } of played) {
          setting.wanted = wanted;
          for (const each of deaths) work(setting, each);
          work(setting, 'never');
          expect(setting.there).toBe(wanted ?? before);
        }
        setting.wanted = undefined;
        work(setting, 'never');
        expect(setting).toMatchObject({ there: before, held: undefined });
      }),
      { numRuns: 3000 },
    );
  });

  it('that a person has changed stays so, for the same wish and in the end', () => {
    fc.assert(
      fc.property(
        value,
        steps,
        value,
        value,
        fc.array(death, { maxLength: 4 }),
        (before, played, last, theirs, deaths) => {
          fc.pre(theirs !== last);
          const setting: Setting = { there: before, held: undefined, wanted: undefined };
          for (const { wish: wanted, deaths: earlier } of [...played, { wish: last, deaths: [] }]) {
            setting.wanted = wanted;
            for (const each of earlier) work(setting, each);
            work(setting, 'never');
          }
          setting.there = theirs;
          for (const each of deaths) work(setting, each);
          work(setting, 'never');
          expect(setting.there).toBe(theirs);
          setting.wanted = undefined;
          for (const each of deaths) work(setting, each);
          work(setting, 'never');
          expect(setting).toMatchObject({ there: theirs, held: undefined });
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is set again for a new wish after a person has changed it, and then theirs comes back', () => {
    const setting: Setting = { there: 0, held: undefined, wanted: 1 };
    work(setting, 'never');
    setting.there = 2;
    setting.wanted = 3;
    work(setting, 'never');
    expect(setting.there).toBe(3);
    setting.wanted = undefined;
    work(setting, 'never');
    expect(setting.there).toBe(2);
  });

  it('that the phone system spells in another way is still known as ours', () => {
    const plan = planSetting('none', undefined, '+49 30 1');
    const held = plan.held && confirmed(plan.held, '+49301');
    expect(planSetting('+49301', held, '+49 30 1').write).toBeUndefined();
    expect(planSetting('+49301', held, undefined).write).toBe('none');
    expect(planSetting('112', held, undefined)).toEqual({ held: undefined, write: undefined });
  });
});
