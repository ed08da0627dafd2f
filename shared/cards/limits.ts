import type { CardLimits } from '../profiles/cards-profile.ts';

/** When submissions were taken lately, in milliseconds since 1970, oldest first. */
export interface Usage {
  /** From the visitor's address; undefined for a card platform, whose visitors all come from one address. */
  address: readonly number[] | undefined;
  card: readonly number[];
  /** How many the whole profile has taken in the last hour. */
  profileLastHour: number;
}

const minute = 60_000;
/** How long a submission counts against the limits of its address and its card. */
export const windows = { address: 10 * minute, hour: 60 * minute, day: 24 * 60 * minute } as const;

/** Which limit a further submission would exceed, and for how long. */
export interface Exceeded {
  limit: keyof CardLimits;
  retryAfterSeconds: number;
}

/** Whether one more submission may be taken now; undefined when it may. The longest wait is named. */
export function exceededLimit(usage: Usage, limits: CardLimits, now: Date): Exceeded | undefined {
  const at = now.getTime();
  const waits: Exceeded[] = [
    over('perAddressIn10Minutes', usage.address ?? [], windows.address),
    over('perCardAndHour', usage.card, windows.hour),
    over('perCardAndDay', usage.card, windows.day),
  ];
  if (usage.profileLastHour >= limits.perProfileAndHour)
    waits.push({ limit: 'perProfileAndHour', retryAfterSeconds: 60 });
  return waits
    .filter((wait) => wait.retryAfterSeconds > 0)
    .sort((a, b) => b.retryAfterSeconds - a.retryAfterSeconds)[0];

  /** Free again as soon as the oldest of the last `limits[limit]` submissions leaves the window. */
  function over(limit: keyof CardLimits, times: readonly number[], window: number): Exceeded {
    const inside = times.filter((time) => time > at - window);
    const oldest = inside.at(-limits[limit]);
    return {
      limit,
      retryAfterSeconds: oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest + window - at) / 1000)),
    };
  }
}

/** The times of an address with one more, and without those that no longer count. */
export function addressTimes(times: readonly number[], now: Date): number[] {
  return within(times, windows.address, now);
}

/** The same of a card. */
export function cardTimes(times: readonly number[], now: Date): number[] {
  return within(times, windows.day, now);
}

function within(times: readonly number[], window: number, now: Date): number[] {
  return [...times.filter((time) => time > now.getTime() - window), now.getTime()];
}
