import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeDeletion, type Deletion } from '../../../shared/sync/guard.ts';

const plain: Deletion = {
  doomed: 0,
  ofSource: 1000,
  ofBook: 1000,
  alreadyInRun: 0,
  maxDeletedShare: 0.25,
  released: 0,
};

describe('the deletion guard', () => {
  it.each<[string, Partial<Deletion>, boolean]>([
    ['nothing to delete', { doomed: 0, ofSource: 0, ofBook: 0 }, false],
    ['one below the fewest that are held', { doomed: 9, ofSource: 12, ofBook: 12 }, false],
    ['the fewest that are held', { doomed: 10, ofSource: 12, ofBook: 12 }, true],
    ['exactly the share', { doomed: 10, ofSource: 40, ofBook: 40 }, false],
    ['one over the share', { doomed: 11, ofSource: 40, ofBook: 40 }, true],
    ['a book just too small for ten', { doomed: 10, ofSource: 39, ofBook: 39 }, true],
    ['a small part of a large book', { doomed: 250, ofSource: 251, ofBook: 1000 }, false],
    ['one more than a quarter of it', { doomed: 251, ofSource: 252, ofBook: 1000 }, true],
    ['everything of a source of two', { doomed: 2, ofSource: 2 }, false],
    ['everything of a source of three', { doomed: 3, ofSource: 3 }, true],
    ['all but one of a source of three', { doomed: 2, ofSource: 3 }, false],
    ['more than a source had before the run', { doomed: 4, ofSource: 3 }, true],
    ['another share', { doomed: 50, ofSource: 100, ofBook: 100, maxDeletedShare: 0.5 }, false],
    ['one over another share', { doomed: 51, ofSource: 100, ofBook: 100, maxDeletedShare: 0.5 }, true],
    ['a share of nothing: ten are too many', { doomed: 10, maxDeletedShare: 0 }, true],
    ['a share of everything: only whole sources are held', { doomed: 999, maxDeletedShare: 1 }, false],
    ['a whole source in spite of a share of everything', { doomed: 1000, maxDeletedShare: 1 }, true],
    ['little, after others have deleted as much as is allowed', { doomed: 1, alreadyInRun: 250 }, true],
    ['the last that others have left over', { doomed: 1, alreadyInRun: 249 }, false],
    ['little, together still below ten', { doomed: 4, alreadyInRun: 5, ofBook: 12, ofSource: 12 }, false],
    ['what was released', { doomed: 500, released: 500 }, false],
    ['one more than was released', { doomed: 501, released: 500 }, true],
    ['a whole source that was released', { doomed: 1000, released: 1000 }, false],
  ])('%s', (_name, deletion, hold) => {
    expect(judgeDeletion({ ...plain, ...deletion }).hold).toBe(hold);
  });

  it('says how much of what would be deleted', () => {
    expect(judgeDeletion({ ...plain, doomed: 300, alreadyInRun: 20 })).toEqual({
      hold: true,
      reason: '320 of 1000 entries of the book (32 %) would be deleted; release the run if that is right.',
    });
    expect(judgeDeletion({ ...plain, doomed: 7, ofSource: 7 })).toEqual({
      hold: true,
      reason: 'All 7 entries of this source would be deleted; release the run if that is right.',
    });
  });

  it('lets the rest of a deletion pass that it let pass as a whole', () => {
    const whole = fc.record({
      doomed: fc.nat(300),
      ofSource: fc.nat(1000),
      others: fc.nat(1000),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(whole, fc.nat(300), ({ doomed, ofSource, others, share }, done) => {
        const deletion = { ...plain, doomed, ofSource, ofBook: ofSource + others, maxDeletedShare: share };
        fc.pre(doomed <= ofSource && done <= doomed && !judgeDeletion(deletion).hold);
        const rest = { doomed: doomed - done, ofSource: ofSource - done, ofBook: ofSource + others - done };
        expect(judgeDeletion({ ...deletion, ...rest }).hold).toBe(false);
      }),
    );
  });
});
