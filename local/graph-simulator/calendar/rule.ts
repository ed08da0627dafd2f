import ICAL from 'ical.js';
import { moved } from '../../tenant/zones/zone-time.ts';
import type { WallTime } from '../../tenant/zones/zone-time.ts';

/** The starts of a rule one after another; undefined at its end. */
export type Starts = () => WallTime | undefined;

/** The starts that a rule (RFC 5545) gives from a first time on. */
export function startsOfRule(rule: string, first: WallTime): Starts {
  const parts = rule.split(';');
  const positions = valueOf(parts, 'BYSETPOS');
  const period = periods[valueOf(parts, 'FREQ') ?? ''];
  if (positions === undefined || period === undefined) return iterate(rule, first);
  const base = parts.filter((part) => !/^(?:BYSETPOS|COUNT)=/.test(part)).join(';');
  const count = Number(valueOf(parts, 'COUNT') ?? Infinity);
  return selected(iterate(base, period.begin(first)), positions.split(',').map(Number), period.length, first, count);
}

/** A position that no month has would be looked for forever. */
const mostEmptyPeriods = 100;

/** How much of a start names its month or year, and when that begins. */
const periods: Readonly<Record<string, { length: number; begin: (start: WallTime) => WallTime }>> = {
  MONTHLY: { length: 7, begin: (start) => `${start.slice(0, 7)}-01${start.slice(10)}` },
  YEARLY: { length: 4, begin: (start) => `${start.slice(0, 4)}-01-01${start.slice(10)}` },
};

/** Those in some positions of their month or year; ical.js 2.2 takes others too where there are positions. */
function selected(next: Starts, positions: readonly number[], length: number, first: WallTime, count: number): Starts {
  const ready: WallTime[] = [];
  let ahead = next();
  let given = 0;
  return () => {
    for (let tries = 0; ready.length === 0 && ahead !== undefined && tries < mostEmptyPeriods; tries += 1) {
      const period = ahead.slice(0, length);
      const members: WallTime[] = [];
      for (; ahead?.startsWith(period); ahead = next()) members.push(ahead);
      const chosen = members.filter((_, index) =>
        positions.some((position) => position === index + 1 || position === index - members.length),
      );
      ready.push(...chosen.filter((start) => start >= first));
    }
    if (given >= count) return undefined;
    given += 1;
    return ready.shift();
  };
}

function iterate(rule: string, first: WallTime): Starts {
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(first));
  return () => {
    const next: unknown = iterator.next();
    return next instanceof ICAL.Time ? moved(next.toString().slice(0, 19), 0) : undefined;
  };
}

function valueOf(parts: readonly string[], name: string): string | undefined {
  return parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
}
