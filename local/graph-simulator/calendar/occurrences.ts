import type { WallTime } from '../../tenant/zones/zone-time.ts';
import type { EventContent, Series } from './event-content.ts';
import { startsOfRule } from './rule.ts';
import type { Starts } from './rule.ts';

/** No series of a calendar has more; a rule without an end must not run on for ever. */
const most = 20_000;

interface Expansion {
  found: WallTime[];
  next: Starts;
}

const expansions = new WeakMap<EventContent, Expansion>();

/** The starts of a series in a stretch of wall time, in order, cancelled occurrences and exceptions included. */
export function startsOf(content: EventContent, series: Series, from: WallTime, to: WallTime): WallTime[] {
  const expansion = expansions.get(content) ?? expand(content, series);
  expansions.set(content, expansion);
  while ((expansion.found.at(-1) ?? '') <= to && expansion.found.length < most) {
    const start = expansion.next();
    if (start === undefined || (series.until !== undefined && start > series.until)) break;
    expansion.found.push(start);
  }
  const ofRule = expansion.found.filter((start) => start >= from && start <= to);
  const also = series.also.filter((start) => start >= from && start <= to && !ofRule.includes(start));
  return [...ofRule, ...also].toSorted();
}

/** Whether a series has, or had before it was cancelled, an occurrence with this start. */
export function hasStart(content: EventContent, series: Series, start: WallTime): boolean {
  return startsOf(content, series, start, start).length > 0;
}

/** The first start of a series on or after a day and time. */
export function firstStart(rule: string, from: WallTime): WallTime | undefined {
  return startsOfRule(rule, from)();
}

function expand(content: EventContent, series: Series): Expansion {
  return { found: [], next: startsOfRule(series.rule, content.start.wall) };
}
