/** What the deletion guard looks at. All counts are entries of one book. */
export interface Deletion {
  /** Entries this source wants removed now. */
  doomed: number;
  /** Entries this source has in the book, the doomed ones included. */
  ofSource: number;
  /** Entries of the whole book when the run started. */
  ofBook: number;
  /** Entries the same run has removed, or is about to remove, from the book for other sources. */
  alreadyInRun: number;
  /** Share of the book above which a run is held (profile: `guard.maxDeletedShare`). */
  maxDeletedShare: number;
  /** How many of the doomed ones an operator was told of and has released. */
  released: number;
}

export type Verdict = { hold: false } | { hold: true; reason: string };

const fewestHeld = 10;
const smallestGuardedSource = 3;

/**
 * Whether a deletion may go ahead (design, section 7, rule 3): a run that would delete at least 10 entries and more than the
 * allowed share of a book, or everything of a source that had 3 or more, is held until an operator releases it.
 */
export function judgeDeletion(deletion: Deletion): Verdict {
  const { doomed, ofSource, ofBook, alreadyInRun, maxDeletedShare, released } = deletion;
  if (doomed === 0 || doomed <= released) return { hold: false };
  if (ofSource >= smallestGuardedSource && doomed >= ofSource) {
    return {
      hold: true,
      reason: `All ${ofSource} entries of this source would be deleted; release the run if that is right.`,
    };
  }
  const inRun = doomed + alreadyInRun;
  if (inRun >= fewestHeld && inRun > ofBook * maxDeletedShare) {
    const share = Math.round((100 * inRun) / Math.max(1, ofBook));
    return {
      hold: true,
      reason: `${inRun} of ${ofBook} entries of the book (${share} %) would be deleted; release the run if that is right.`,
    };
  }
  return { hold: false };
}
