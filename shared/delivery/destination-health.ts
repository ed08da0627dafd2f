import type { DestinationHealth } from './destination.ts';
import type { Failure } from './outcome.ts';

const dayMs = 24 * 3_600_000;
/** After so many days of failure nothing more is sent. */
const disabledAfterDays = 5;
/** So many refused logins in a row, and nothing more is sent: phone systems lock accounts out. */
export const mostLogins = 2;
const sameFailureMs = 60_000;

/** Nothing was sent yet. */
export const untried: DestinationHealth = {
  ...{ failingSince: '', lastFailure: '', lastFailureAt: '', disabledAt: '' },
  ...{ loginsRefused: 0, loginUntil: '', testedAt: '', isTold: false },
};

/** The health after somebody has saved or replayed a destination. That it works again is told when it does. */
export function afterRepair({ isTold, testedAt }: DestinationHealth): DestinationHealth {
  return { ...untried, isTold, testedAt };
}

/**
 * The health after something got through; undefined when that changes nothing. What was under way when a destination was disabled does
 * not enable it, and logins are counted by those who log in.
 */
export function afterSuccess(health: DestinationHealth): DestinationHealth | undefined {
  const { failingSince, disabledAt, isTold } = health;
  if ((failingSince === '' && !isTold) || disabledAt !== '') return undefined;
  return { ...health, failingSince: '', lastFailure: '', lastFailureAt: '', isTold: false };
}

/** The health after something did not get through; undefined when it would say the same. What concerns one account only says nothing about a destination. */
export function afterFailure(health: DestinationHealth, failure: Failure, now: Date): DestinationHealth | undefined {
  if (failure.outcome === 'account' || health.disabledAt !== '') return undefined;
  const at = now.toISOString();
  const failingSince = health.failingSince || at;
  const isOver = now.getTime() - Date.parse(failingSince) >= disabledAfterDays * dayMs;
  const disabledAt = isOver || failure.isFinal ? at : '';
  const isKnown =
    health.lastFailure === failure.detail && now.getTime() - Date.parse(health.lastFailureAt) < sameFailureMs;
  if (isKnown && disabledAt === '' && health.failingSince !== '') return undefined;
  const isTold = health.isTold || disabledAt !== '';
  return { ...health, failingSince, lastFailure: failure.detail, lastFailureAt: at, disabledAt, isTold };
}
