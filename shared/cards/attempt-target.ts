import { InvalidError, NotFoundError, PatchbayError, reasonOf, SignInError, ThrottledError } from '../errors.ts';
import type { ContactWriter } from '../source/contact-writer.ts';
import type { Source } from '../source/source.ts';
import { contactOfSubmission } from './contact-of-submission.ts';
import type { Delivery } from './delivery.ts';
import type { Submission, Target } from './submission.ts';
import { isGivenUp, mayCreate, putBack, refused, settled, waitSeconds } from './target-steps.ts';
import { writeContact } from './write-contact.ts';

export interface AttemptPorts {
  /** Before something that failed is tried again the first time; longer than a request that nobody waits for goes on. */
  firstWaitSeconds: number;
  now(): Date;
}

/** What an attempt came to: how the target stands afterwards, and the requests it took. */
export interface Attempted {
  target: Target;
  requests: number;
}

/** Tries to write one target that was taken up. Throws only what is not an error of the tree, for a day. */
export async function attemptTarget(
  ports: AttemptPorts,
  delivery: Delivery,
  submission: Submission,
  taken: Target,
): Promise<Attempted> {
  let target = taken;
  let requests = 0;
  try {
    const { source } = await delivery.open();
    try {
      target = await withMailboxId(source, submission, taken);
      if (target.state === 'writing') target = await write(ports, delivery, submission, { writer: source, target });
    } finally {
      requests = source.count.requests;
    }
  } catch (error) {
    target = afterError(target, error, ports);
  }
  return { target, requests };
}

async function write(
  ports: AttemptPorts,
  { profile }: Delivery,
  submission: Submission,
  { writer, target }: { writer: ContactWriter; target: Target },
): Promise<Target> {
  const { visitor, id: tag } = submission;
  if (!visitor) return target;
  const draft = contactOfSubmission(submission, visitor, profile);
  const may = (): boolean => mayCreate(target, ports.now());
  const { state, contact } = await writeContact({ writer, profile, target, draft, visitor, tag, mayCreate: may });
  return settled(target, state, contact);
}

/** A fixed mailbox is named by an address in the profile; from the first attempt on it is known by its id. */
async function withMailboxId(source: Source, { targets }: Submission, target: Target): Promise<Target> {
  if (!target.mailbox.includes('@')) return target;
  const { id } = await source.mailbox(target.mailbox);
  const known = { ...target, mailbox: id };
  const twice = targets.some((other) => other.role !== target.role && other.mailbox === id);
  return twice
    ? { ...settled(known, 'skipped', ''), reason: 'It is the mailbox of the owner, which gets the contact anyway.' }
    : known;
}

function afterError(target: Target, error: unknown, { firstWaitSeconds, now }: AttemptPorts): Target {
  const givenUp = isGivenUp(target, now());
  if (!(error instanceof PatchbayError) && !givenUp) throw error;
  const reason = reasonOf(error);
  // Also when it is given up: whoever replays it must not create what was created after all.
  const tried = { ...target, doubtful: target.doubtful || mayHaveWritten(error) };
  if (givenUp || isFinal(error)) return refused(tried, reason);
  const wait =
    error instanceof ThrottledError ? error.retryAfterSeconds : waitSeconds(target.attempts, firstWaitSeconds);
  return putBack(tried, reason, wait, now());
}

function mayHaveWritten(error: unknown): boolean {
  return !(error instanceof PatchbayError) || error.kind === 'unavailable';
}

function isFinal(error: unknown): boolean {
  if (error instanceof NotFoundError || error instanceof InvalidError) return true;
  return error instanceof PatchbayError && error.kind === 'denied' && !(error instanceof SignInError);
}
