import type { Connection } from '../connections/connection.ts';
import { InvalidError, NotFoundError, PatchbayError, reasonOf, SignInError, ThrottledError } from '../errors.ts';
import { closeIncidents, openIncident, type NoticePorts } from '../notices/tell-operator.ts';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import { ofKind } from '../profiles/profile.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import type { ContactWriter } from '../source/contact-writer.ts';
import type { Source } from '../source/source.ts';
import type { Queue } from '../storage/queue.ts';
import type { CardStore } from './card-store.ts';
import { contactOfSubmission } from './contact-of-submission.ts';
import { mailOwner } from './mail-owner.ts';
import { submissionMessage, type SubmissionMessage } from './submission-message.ts';
import { dueAt } from './submission-row.ts';
import type { SubmissionStore } from './submission-store.ts';
import { isSettled, type Submission, type Target } from './submission.ts';
import {
  isFree,
  isGivenUp,
  isHeldBy,
  mayCreate,
  putBack,
  refused,
  settled,
  takenUp,
  waitSeconds,
} from './target-steps.ts';
import { writeContact } from './write-contact.ts';

export interface DeliverPorts extends NoticePorts {
  submissions: SubmissionStore;
  submissionQueue: Queue;
  profiles: ProfileStore;
  cards: CardStore;
  connection(id: string): Promise<Connection>;
  openSource(connection: Connection): Source & ContactWriter;
  /** Before something that failed is tried again the first time. */
  firstWaitSeconds: number;
}

/** What all targets of one submission share. */
interface Delivery {
  ports: DeliverPorts;
  profile: CardsProfile;
  source: Source & ContactWriter;
}

/**
 * Brings a submission's contact into each of its mailboxes: exactly one in each, however often this is called, by however many
 * workers at once. Each mailbox goes its own way: one that fails does not hold up the other. What has to wait comes back as a
 * delayed message; what a mailbox refuses for good is recorded and told to the operator.
 */
export async function deliverSubmission(ports: DeliverPorts, message: SubmissionMessage): Promise<void> {
  const { profile: profileId, submission: id } = message;
  const submission = await ports.submissions.find(profileId, id);
  if (!submission?.visitor || (isSettled(submission) && submission.ownerMail !== 'waiting')) return;
  const { body: profile } = ofKind(await ports.profiles.get(profileId), 'cards');
  const source = ports.openSource(await ports.connection(profile.connectionId));
  const delivery: Delivery = { ports, profile, source };
  const outcomes = await Promise.allSettled(
    submission.targets.map((_, index) => deliverTo(delivery, submission, index)),
  );
  await mailOwner({ ...ports, source }, profileId, id);
  const bug = outcomes.find((outcome) => outcome.status === 'rejected');
  if (bug) throw bug.reason;
  await comeBack(ports, profileId, id);
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

async function deliverTo(delivery: Delivery, { profile: profileId, id }: Submission, index: number): Promise<void> {
  const { ports, profile } = delivery;
  const taken = await ports.submissions.change(
    profileId,
    id,
    ({ targets, visitor }) => {
      const target = targets[index];
      if (!visitor || !target || !isFree(target, ports.now())) return undefined;
      return { targets: targets.with(index, takenUp(target, ports.now())) };
    },
    ports.now(),
  );
  const target = taken?.targets[index];
  if (!taken?.visitor || !target) return;
  const next = await attempt(delivery, taken, target);
  const written = await ports.submissions.change(
    profileId,
    id,
    ({ targets }) => (isHeldBy(targets[index], target) ? { targets: targets.with(index, next) } : undefined),
    ports.now(),
  );
  if (!written) return;
  ports.log.info('submission.target', {
    ...{ profile: profileId, submission: id, mailbox: next.mailbox, state: next.state },
    ...{
      attempts: next.attempts,
      requests: delivery.source.count.requests,
      reason: next.reason,
    },
  });
  await tell(ports, profileId, profile, next);
}

/** Tries to write one target; answers how it stands afterwards. Only what is not an error of the tree is thrown. */
async function attempt(delivery: Delivery, submission: Submission, taken: Target): Promise<Target> {
  const { ports, profile, source } = delivery;
  let target = taken;
  try {
    target = await withMailboxId(delivery, submission, taken);
    if (target.state === 'skipped' || !submission.visitor) return target;
    const draft = contactOfSubmission(submission, submission.visitor, profile);
    const { visitor, id: tag } = submission;
    const may = (): boolean => mayCreate(taken, ports.now());
    const { state, contact } = await writeContact({
      writer: source,
      profile,
      target,
      draft,
      visitor,
      tag,
      mayCreate: may,
    });
    return settled(target, state, contact);
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    return afterError(target, error, ports);
  }
}

/** A fixed mailbox is named by an address in the profile; from the first attempt on it is known by its id. */
async function withMailboxId({ source }: Delivery, { targets }: Submission, target: Target): Promise<Target> {
  if (!target.mailbox.includes('@')) return target;
  const { id } = await source.mailbox(target.mailbox);
  const known = { ...target, mailbox: id };
  const twice = targets.some((other) => other.role !== target.role && other.mailbox === id);
  return twice
    ? { ...settled(known, 'skipped', ''), reason: 'It is the mailbox of the owner, which gets the contact anyway.' }
    : known;
}

function afterError(target: Target, error: PatchbayError, ports: DeliverPorts): Target {
  const now = ports.now();
  const reason = reasonOf(error);
  const isFinal = error instanceof NotFoundError || error instanceof InvalidError || error.kind === 'denied';
  if ((isFinal && !(error instanceof SignInError)) || isGivenUp(target, now)) return refused(target, reason);
  const wait = waitSeconds(target.attempts, ports.firstWaitSeconds);
  if (error instanceof ThrottledError) {
    return putBack(target, reason, Math.max(error.retryAfterSeconds, 1), false, now);
  }
  return putBack(target, reason, wait, error.kind === 'unavailable', now);
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
