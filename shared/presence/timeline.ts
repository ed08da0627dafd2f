import { isDeepStrictEqual } from 'node:util';
import type { Holding } from './combine.ts';
import { courseOf, sameUntil } from './course.ts';
import type { PresenceInput } from './presence-input.ts';

/** A stretch of time in which what holds stays the same, from `from` up to but without `to`. */
export interface Segment extends Holding {
  from: Date;
  to: Date;
}

/**
 * What holds from one moment to another, without gaps: stretches in which nothing runs are segments too, and neighbours differ in
 * effects, winner, causes or alarms. The first and the last are cut at the given moments.
 */
export function timelineOf(input: PresenceInput, from: Date, to: Date): Segment[] {
  const course = courseOf(input);
  const segments: Segment[] = [];
  let start = from.getTime();
  while (start < to.getTime()) {
    const part = course.partAt(start);
    const end = Math.min(to.getTime(), sameUntil(course, part, isDeepStrictEqual) ?? Infinity);
    segments.push({ from: new Date(start), to: new Date(end), ...course.holding(part) });
    start = end;
  }
  return segments;
}
