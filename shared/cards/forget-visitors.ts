import type { Log } from '../log.ts';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import type { Profile } from '../profiles/profile.ts';
import type { SubmissionStore } from './submission-store.ts';
import { isSettled, type Submission } from './submission.ts';
import { forgotten } from './target-steps.ts';

export interface ForgetPorts {
  submissions: SubmissionStore;
  log: Log;
  now(): Date;
}

const dayMs = 24 * 3_600_000;
/** That somebody pressed the button, and what became of it, is kept for a year. */
const outcomeDays = 365;

/** Takes out personal fields whose days are over, and what guards against repeats and floods; safe to cut off and repeat. */
export async function forgetVisitors(ports: ForgetPorts, profile: Profile<CardsProfile>): Promise<void> {
  const now = ports.now();
  const ago = (days: number): Date => new Date(now.getTime() - days * dayMs);
  let count = 0;
  for await (const page of ports.submissions.all(profile.id, ago(profile.body.retentionDays))) {
    for (const submission of page.filter(({ visitor }) => visitor !== undefined)) {
      await forget(ports, submission, 'Its days of keeping are over.');
      count += 1;
    }
  }
  for await (const page of ports.submissions.all(profile.id, ago(Math.max(outcomeDays, profile.body.retentionDays))))
    for (const submission of page.filter(isSettled)) await ports.submissions.remove(submission);
  const guards = await ports.submissions.clearGuards(profile.id, now);
  if (count > 0) ports.log.info('submissions.forgotten', { profile: profile.id, forgotten: count, guards });
}

/** What is kept of one person, found by the e-mail address in any case. */
export async function submissionsOf(
  { submissions }: Pick<ForgetPorts, 'submissions'>,
  profile: string,
  email: string,
): Promise<Submission[]> {
  const found: Submission[] = [];
  for await (const page of submissions.all(profile))
    found.push(...page.filter(({ visitor }) => visitor?.email.toLowerCase() === email.toLowerCase()));
  return found;
}

/** Erases one person's fields in all submissions of a profile; answers in how many. Contacts already written are the mailbox's. */
export async function erasePerson(ports: ForgetPorts, profile: string, email: string): Promise<number> {
  const found = await submissionsOf(ports, profile, email);
  for (const submission of found) await forget(ports, submission, 'The person was erased before it was written.');
  ports.log.info('submissions.erased', { profile, submissions: found.length });
  return found.length;
}

/** What was not written by then never will be: there is nothing left to write. */
async function forget({ submissions, now }: ForgetPorts, { profile, id }: Submission, reason: string): Promise<void> {
  await submissions.change(
    profile,
    id,
    ({ targets, visitor, ownerMail }) =>
      visitor && {
        visitor: undefined,
        consent: undefined,
        ownerMail: ownerMail === 'waiting' ? 'none' : ownerMail,
        targets: targets.map((target) => forgotten(target, reason, now())),
      },
    now(),
  );
}
