import type { Target } from './submission.ts';

/**
 * For how long a worker has a target to itself. A contact is only created while enough of it is left for the request to end
 * (see `mayCreate`), so that whoever takes over finds everything the worker before it did.
 */
const leaseMs = 150_000;
/** The longest a request to create a contact takes, with some margin. */
const createMs = 45_000;
const giveUpAfterMs = 24 * 3_600_000;
const longestWaitSeconds = 3600;

/** Whether a worker may take up a target now. */
export function isFree({ state, until }: Target, now: Date): boolean {
  return (state === 'waiting' || state === 'writing') && until <= now.toISOString();
}

/**
 * A target that a worker takes up; what a worker that died may have done with it has to be looked up first, in the folder where
 * that one would have done it, whatever folder the profile has meanwhile.
 */
export function takenUp(target: Target, folder: string, now: Date): Target {
  const doubtful = target.doubtful || target.state === 'writing';
  const until = new Date(now.getTime() + leaseMs).toISOString();
  const place = doubtful ? target.folder : folder;
  return { ...target, state: 'writing', folder: place, attempts: target.attempts + 1, until, doubtful };
}

/** Whether a target is still in the hands of the worker that took it up like this. A replay counts attempts anew. */
export function isHeldBy(target: Target | undefined, { attempts, until }: Target): target is Target {
  return target?.state === 'writing' && target.attempts === attempts && target.until === until;
}

export function mayCreate({ until }: Target, now: Date): boolean {
  return Date.parse(until) - now.getTime() > createMs;
}

export function settled(target: Target, state: 'created' | 'filled' | 'skipped', contact: string): Target {
  return { ...target, state, contact, reason: '', until: '', doubtful: false };
}

export function refused(target: Target, reason: string): Target {
  return { ...target, state: 'refused', reason, until: '' };
}

/**
 * A target whose visitor's fields were taken out: what was not written never will be. One that a worker is at is left to it, so
 * that what it does is recorded.
 */
export function forgotten(target: Target, reason: string, now: Date): Target {
  if (target.state !== 'writing' && target.state !== 'waiting') return target;
  if (target.state === 'writing' && !isFree(target, now)) return target;
  const isDoubtful = target.doubtful || target.state === 'writing';
  return refused(target, isDoubtful ? `${reason} An earlier attempt may have written it all the same.` : reason);
}

/** A target that is to be tried again later, within an hour. */
export function putBack(target: Target, reason: string, waitSeconds: number, now: Date): Target {
  const seconds = Math.min(Math.max(waitSeconds, 1), longestWaitSeconds);
  return { ...target, state: 'waiting', reason, until: new Date(now.getTime() + seconds * 1000).toISOString() };
}

/** A refused target that somebody wants tried again, after the cause was repaired. */
export function replayed(target: Target, now: Date): Target {
  if (target.state !== 'refused') return target;
  return { ...target, state: 'waiting', reason: '', attempts: 0, since: now.toISOString(), until: '' };
}

/** How long to wait before the next attempt: longer each time, an hour at most. */
export function waitSeconds(attempts: number, firstWaitSeconds: number): number {
  return Math.min(longestWaitSeconds, firstWaitSeconds * 4 ** Math.max(0, attempts - 1));
}

/** After a day of trying somebody has to look at it. */
export function isGivenUp({ since }: Target, now: Date): boolean {
  return now.getTime() - Date.parse(since) > giveUpAfterMs;
}
