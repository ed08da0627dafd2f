import type { Log } from '../log.ts';
import { isOfKind } from '../profiles/profile.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import type { Queue } from '../storage/queue.ts';
import { submissionMessage } from './submission-message.ts';
import type { SubmissionStore } from './submission-store.ts';

export interface WatchSubmissionsPorts {
  profiles: ProfileStore;
  submissions: SubmissionStore;
  submissionQueue: Queue;
  log: Log;
  now(): Date;
}

/** A message that is this late was lost, or could never be sent. */
const lateMs = 120_000;

/** Sends another message for each submission that should have been written by now; answers how many. */
export async function watchSubmissions(ports: WatchSubmissionsPorts): Promise<number> {
  const before = new Date(ports.now().getTime() - lateMs);
  let late = 0;
  for (const profile of await ports.profiles.list()) {
    if (!isOfKind(profile, 'cards')) continue;
    for (const { id } of await ports.submissions.overdue(profile.id, before)) {
      await ports.submissionQueue.send(submissionMessage(profile.id, id));
      late += 1;
    }
  }
  if (late > 0) ports.log.warn('submissions.late', { submissions: late });
  return late;
}
