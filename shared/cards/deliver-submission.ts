import { NotFoundError } from '../errors.ts';
import { closeIncidents, openIncident, type NoticePorts } from '../notices/tell-operator.ts';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import { ofKind } from '../profiles/profile.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import type { Queue } from '../storage/queue.ts';
import { attemptTarget, type AttemptPorts } from './attempt-target.ts';
import type { CardStore } from './card-store.ts';
import { deliveryOf, type Delivery, type OpenPorts } from './delivery.ts';
import { mailOwner } from './mail-owner.ts';
import { submissionMessage, type SubmissionMessage } from './submission-message.ts';
import { dueAt } from './submission-row.ts';
import type { SubmissionStore } from './submission-store.ts';
import { isSettled, type Submission, type Target } from './submission.ts';
import { forgotten, isFree, isHeldBy, takenUp } from './target-steps.ts';

export interface DeliverPorts extends NoticePorts, AttemptPorts, OpenPorts {
  submissions: SubmissionStore;
  submissionQueue: Queue;
  profiles: ProfileStore;
  cards: CardStore;
}

/**
 * Brings a submission's contact into each of its mailboxes: exactly one in each, however often this is called, by however many
 * workers at once. Each mailbox goes its own way: one that fails does not hold up the other. What has to wait comes back as a
 * delayed message; what a mailbox refuses for good is recorded and told to the operator.
 */
export async function deliverSubmission(ports: DeliverPorts, message: SubmissionMessage): Promise<void> {
  const { profile: profileId, submission: id } = message;
  const submission = await ports.submissions.find(profileId, id);
  if (!submission || (isSettled(submission) && submission.ownerMail !== 'waiting')) return;
  const profile = await profileOf(ports, profileId);
  if (!profile) return;
  const delivery = deliveryOf(ports, profile);
  const outcomes = await Promise.allSettled(
    submission.targets.map((_, index) => deliverTo(ports, delivery, submission, index)),
  );
  if (submission.ownerMail === 'waiting') await mailOwner(ports, delivery, submission);
  const bug = outcomes.find((outcome) => outcome.status === 'rejected');
  if (bug) throw bug.reason;
  await comeBack(ports, profileId, id);
}

/** Of a profile that was deleted nothing is written any more. */
async function profileOf({ profiles, log }: DeliverPorts, id: string): Promise<CardsProfile | undefined> {
  try {
    return ofKind(await profiles.get(id), 'cards').body;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    log.info('submission.ofNoProfile', { profile: id });
    return undefined;
  }
}

/** Sends the message that goes on with what is left, when it is due. */
async function comeBack(ports: DeliverPorts, profile: string, id: string): Promise<void> {
  const submission = await ports.submissions.find(profile, id);
  if (!submission || isSettled(submission)) return;
  const waitMs = Date.parse(dueAt(submission, ports.now())) - ports.now().getTime();
  await ports.submissionQueue.send(submissionMessage(profile, id), {
    delaySeconds: Math.max(1, Math.ceil(waitMs / 1000)),
  });
}

async function deliverTo(
  ports: DeliverPorts,
  delivery: Delivery,
  submission: Pick<Submission, 'profile' | 'id'>,
  index: number,
): Promise<void> {
  const { profile } = delivery;
  const taken = await takeUp(ports, profile, submission, index);
  const held = taken?.targets[index];
  if (!taken?.visitor || !held) return;
  const { target: next, requests } = await attemptTarget(ports, delivery, taken, held);
  // First, because what is settled is never looked at again; said twice it is one incident all the same.
  await tell(ports, taken.profile, profile, next);
  const written = await changeTarget(ports, taken, index, (target) => (isHeldBy(target, held) ? next : undefined));
  if (!written) return;
  const { mailbox, state, attempts, reason } = next;
  ports.log.info('submission.target', {
    ...{ profile: taken.profile, submission: taken.id, mailbox },
    ...{ state, attempts, requests, reason },
  });
}

function takeUp(
  ports: DeliverPorts,
  { folder = '' }: CardsProfile,
  submission: Pick<Submission, 'profile' | 'id'>,
  index: number,
): Promise<Submission | undefined> {
  return changeTarget(ports, submission, index, (target, { visitor }) => {
    const now = ports.now();
    if (!isFree(target, now)) return undefined;
    return visitor ? takenUp(target, folder, now) : forgotten(target, 'What was entered was taken out.', now);
  });
}

function changeTarget(
  { submissions, now }: DeliverPorts,
  { profile, id }: Pick<Submission, 'profile' | 'id'>,
  index: number,
  decide: (target: Target, submission: Submission) => Target | undefined,
): Promise<Submission | undefined> {
  return submissions.change(
    profile,
    id,
    (submission) => {
      const target = submission.targets[index];
      const next = target && decide(target, submission);
      return next && { targets: submission.targets.with(index, next) };
    },
    now(),
  );
}

/** Tells the operator what a mailbox refuses, and that it takes contacts again. */
async function tell(ports: DeliverPorts, profileId: string, { name }: CardsProfile, target: Target): Promise<void> {
  const kind = `contactRefused ${target.mailbox}`;
  const now = ports.now();
  if (target.state === 'refused') {
    const reason = `A contact from a business card of "${name}" could not be written: ${target.reason} Repair it, then replay the submission.`;
    await openIncident(ports, profileId, { kind, reason, run: '' }, now);
  } else if (target.state === 'created' || target.state === 'filled') {
    await closeIncidents(ports, profileId, (open) => open === kind, { at: now });
  }
}
