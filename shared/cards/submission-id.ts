import { randomBytes } from 'node:crypto';

// Twelve hexadecimal digits of milliseconds reach far beyond the year 9999.
const endOfTime = 0xffff_ffff_ffff;

/**
 * A new submission's id: lower-case hex, because Exchange compares the tag it becomes without regard to case; newest first in
 * order of text; 80 random bits, so that nobody can guess one.
 */
export function newSubmissionId(now: Date): string {
  return countdown(now) + randomBytes(10).toString('hex');
}

/** The start of the ids of submissions taken at a moment: greater than those of later ones, smaller than those of earlier ones. */
export function countdown(moment: Date): string {
  return (endOfTime - moment.getTime()).toString(16).padStart(12, '0');
}
