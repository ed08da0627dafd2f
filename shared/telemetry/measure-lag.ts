import type { Log } from '../log.ts';
import type { CoveredMailbox, CoveredMailboxes } from '../profiles/covered-mailboxes.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';

/** What measuring needs. */
export interface MeasurePorts {
  profiles: Pick<ProfileStore, 'list'>;
  mailboxes: Pick<CoveredMailboxes, 'list'>;
  log: Log;
  now: () => Date;
}

/** How far the mailboxes of one profile are behind: the time since each was last read completely. */
export interface Lag {
  /** Mailboxes that should be read at all. */
  mailboxes: number;
  /** Of these, those that were never read completely. */
  unread: number;
  medianSeconds: number;
  worstSeconds: number;
  /** Key of the mailbox that is the worst; its name would be a person's. */
  worst: string | undefined;
}

/** Logs one line per profile, so that alerts and charts need no access to the tables. */
export async function measureLag({ profiles, mailboxes, log, now }: MeasurePorts): Promise<void> {
  for (const { id } of await profiles.list()) {
    log.info('mailboxes.lag', { profile: id, ...lagOf(await mailboxes.list(id), now()) });
  }
}

/** Computes the lag; a mailbox that is switched off or no longer covered does not count. */
export function lagOf(mailboxes: readonly CoveredMailbox[], now: Date): Lag {
  const read = mailboxes.filter(({ covered, enabled }) => covered && enabled);
  const behind = read
    .flatMap(({ key, lastSuccessAt }) =>
      lastSuccessAt === undefined ? [] : [{ key, seconds: secondsBetween(lastSuccessAt, now) }],
    )
    .sort((a, b) => a.seconds - b.seconds);
  const last = behind.at(-1);
  return {
    mailboxes: read.length,
    unread: read.length - behind.length,
    medianSeconds: behind[Math.floor(behind.length / 2)]?.seconds ?? 0,
    worstSeconds: last?.seconds ?? 0,
    worst: last?.key,
  };
}

function secondsBetween(earlier: string, later: Date): number {
  return Math.max(0, Math.round((later.getTime() - Date.parse(earlier)) / 1000));
}
