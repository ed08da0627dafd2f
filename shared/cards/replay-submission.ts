import { ConflictError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Queue } from '../storage/queue.ts';
import { submissionMessage } from './submission-message.ts';
import type { SubmissionStore } from './submission-store.ts';
import { isRefused, type Submission } from './submission.ts';
import { replayed } from './target-steps.ts';

export interface ReplaySubmissionPorts {
  submissions: SubmissionStore;
  submissionQueue: Queue;
  log: Log;
  now(): Date;
}

/**
 * Tries the mailboxes again that refused a submission, after the cause was repaired. Throws conflict when none did, or when the
 * visitor's fields are no longer there.
 */
export async function replaySubmission(ports: ReplaySubmissionPorts, profile: string, id: string): Promise<Submission> {
  const found = await ports.submissions.get(profile, id);
  if (!isRefused(found))
    throw new ConflictError(`No mailbox has refused the submission ${id}; there is nothing to replay.`);
  if (!found.visitor)
    throw new ConflictError(`What was entered in the submission ${id} was erased; it cannot be replayed.`);
  const now = ports.now();
  const again = await ports.submissions.change(
    profile,
    id,
    (submission) =>
      isRefused(submission) && submission.visitor
        ? { targets: submission.targets.map((target) => replayed(target, now)) }
        : undefined,
    now,
  );
  await ports.submissionQueue.send(submissionMessage(profile, id));
  ports.log.info('submission.replayed', { profile, submission: id });
  return again ?? ports.submissions.get(profile, id);
}
