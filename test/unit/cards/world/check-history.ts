import { expect } from 'vitest';
import type { CardStore } from '../../../../shared/cards/card-store.ts';
import { contactOfSubmission } from '../../../../shared/cards/contact-of-submission.ts';
import { isSettled, type Submission, type Target } from '../../../../shared/cards/submission.ts';
import { openKeys } from '../../../../shared/cards/submission-row.ts';
import type { ContactDraft } from '../../../../shared/contacts/contact-draft.ts';
import type { CardsProfile } from '../../../../shared/profiles/cards-profile.ts';
import { ofKind } from '../../../../shared/profiles/profile.ts';
import { allRows } from '../../../../shared/storage/table.ts';
import { emptyDraft, type Held } from './exchange.ts';
import type { Installation } from './installation.ts';
import { tallyOf, type Tally } from './tally.ts';
import type { Told } from './visitors.ts';

/** All submissions of some profiles. */
export async function submissionsOf(made: Installation, profiles: readonly string[]): Promise<Submission[]> {
  const all: Submission[] = [];
  for (const profile of profiles) for await (const page of made.ports().submissions.all(profile)) all.push(...page);
  return all;
}

/**
 * What must hold once faults have ended and everything is done: each acknowledged submission is one contact in each of its mailboxes
 * or says why not, none is lost, none is doubled, and nothing else has changed.
 */
export async function checkHistory(
  made: Installation,
  profiles: readonly string[],
  history: readonly Told[],
  seeds: readonly Held[],
): Promise<Tally> {
  const all = await submissionsOf(made, profiles);
  const byId = new Map(all.map((submission) => [submission.id, submission]));
  checkAnswers(history, byId);
  const bodies = new Map<string, CardsProfile>();
  for (const id of profiles) bodies.set(id, ofKind(await made.ports().profiles.get(id), 'cards').body);
  for (const submission of all) await checkSubmission(made, submission, bodies.get(submission.profile));
  checkMailboxes(made, byId, seeds);
  checkMails(made, all, bodies);
  expect(await isAnythingOpen(made, profiles), 'something is left to be done').toBe(false);
  return tallyOf(all, history);
}

/** Whether something is noted as still to be done. */
export async function isAnythingOpen({ tables }: Installation, profiles: readonly string[]): Promise<boolean> {
  const rows = await Promise.all(profiles.map((profile) => allRows(tables.submissions, profile, openKeys)));
  return rows.flat().length > 0;
}

/** Equal presses have one answer and one row, as long as they are remembered; a key that came with something else has none. */
function checkAnswers(history: readonly Told[], byId: ReadonlyMap<string, Submission>): void {
  const answers = new Map<string, { ids: Set<string>; most: number }>();
  for (const { press, acknowledged, tookMs } of history) {
    const identity = `${press.card.id} ${press.from} ${press.key ?? `content ${press.visitor}`}`;
    const most = press.key === undefined ? 1 + Math.floor((tookMs + 5000) / 600_000) : 1;
    const { ids } = answers.get(identity) ?? { ids: new Set() };
    for (const id of acknowledged) {
      expect(byId.has(id), `the acknowledged submission ${id} is stored`).toBe(true);
      expect(byId.get(id)?.visitor?.lastName, 'the answer belongs to what was sent').toBe(`Nr. ${press.visitor}`);
      ids.add(id);
    }
    answers.set(identity, { ids, most });
  }
  for (const [identity, { ids, most }] of answers)
    expect(ids.size, `submissions of ${identity}`).toBeLessThanOrEqual(most);
  const most = [...answers.values()].reduce((sum, answer) => sum + answer.most, 0);
  expect(byId.size, 'submissions that nobody sent').toBeLessThanOrEqual(most);
}

async function checkSubmission(
  made: Installation,
  submission: Submission,
  profile: CardsProfile | undefined,
): Promise<void> {
  if (!profile) throw new Error('A submission of no profile.');
  const { id, targets, visitor } = submission;
  expect(isSettled(submission), `${id} is settled`).toBe(true);
  expect(targets.map(({ role }) => role)).toEqual(await rolesOf(made.ports().cards, submission, profile));
  for (const target of targets) checkTarget(made, submission, target);
  const tagged = made.exchange.contacts.filter(({ tag }) => tag === id);
  if (!visitor) return;
  for (const { draft } of tagged) checkDraft(draft, contactOfSubmission(submission, visitor, profile));
}

async function rolesOf(cards: CardStore, { card }: Submission, profile: CardsProfile): Promise<string[]> {
  await cards.get(card);
  if (profile.mailbox === undefined) return ['owner'];
  return profile.mailboxMode === 'exclusive' ? ['fixed'] : ['owner', 'fixed'];
}

/** What stands in the mailbox is what the target says. */
function checkTarget({ exchange }: Installation, { id }: Submission, target: Target): void {
  const mailbox = mailboxOf(exchange, target);
  const tagged = exchange.of(mailbox).filter(({ tag }) => tag === id);
  const name = `${id} ${target.role} ${target.state}`;
  if (target.state === 'refused') {
    expect(tagged.length, name).toBeLessThanOrEqual(1);
    expect(target.reason, name).not.toBe('');
  } else if (target.state === 'created') {
    expect(
      tagged.map((held) => held.id),
      name,
    ).toEqual([target.contact]);
  } else if (target.reason === '') {
    expect(tagged, name).toEqual([]);
    expect(
      exchange.of(mailbox).map((held) => held.id),
      name,
    ).toContain(target.contact);
  }
}

/** A fixed mailbox is known by its address until an attempt has looked it up and said so. */
function mailboxOf({ addresses }: Installation['exchange'], { mailbox }: Target): string {
  return addresses.get(mailbox) ?? mailbox;
}

/** Every field of a submission is there; another one may have filled what it left empty. */
function checkDraft(draft: ContactDraft, wanted: ContactDraft): void {
  for (const name of fieldNames(wanted)) if (wanted[name].length > 0) expect(draft[name], name).toEqual(wanted[name]);
}

/** Nothing but contacts of submissions was made, none twice, and what was there before has lost nothing. */
function checkMailboxes(
  { exchange }: Installation,
  byId: ReadonlyMap<string, Submission>,
  seeds: readonly Held[],
): void {
  const seen = new Set<string>();
  for (const { mailbox, tag, id } of exchange.contacts) {
    if (tag === '') {
      expect(
        seeds.some((seed) => seed.id === id),
        'a contact of nobody',
      ).toBe(true);
      continue;
    }
    const place = `${mailbox} ${tag}`;
    expect(seen.has(place), `two contacts of ${place}`).toBe(false);
    seen.add(place);
    const targets = byId.get(tag)?.targets ?? [];
    expect(
      targets.map((target) => mailboxOf(exchange, target)),
      'a mailbox that nobody meant',
    ).toContain(mailbox);
  }
  for (const seed of seeds) {
    const now = exchange.contacts.find(({ id }) => id === seed.id);
    expect(now, 'a contact that was there before').toBeDefined();
    // A mailbox may have refused what came after its contact was completed.
    const isFillable = [...byId.values()].some(
      ({ visitor, targets }) =>
        visitor?.email === seed.draft.email &&
        targets.some(
          (target) => ['filled', 'refused'].includes(target.state) && mailboxOf(exchange, target) === seed.mailbox,
        ),
    );
    for (const name of fieldNames(seed.draft))
      if (seed.draft[name].length > 0 || !isFillable) expect(now?.draft[name], name).toEqual(seed.draft[name]);
  }
}

/** No owner has had two mails about one submission, nor one that nobody wants. */
function checkMails(
  { exchange }: Installation,
  all: readonly Submission[],
  bodies: ReadonlyMap<string, CardsProfile>,
): void {
  const due = all.filter(({ profile }) => bodies.get(profile)?.mailOwner);
  const namesOf = due.map(({ visitor }) => `${visitor?.firstName} ${visitor?.lastName}`);
  for (const { mail } of exchange.outbox) {
    const at = namesOf.findIndex((name) => mail.subject.endsWith(`: ${name}`));
    expect(at, mail.subject).toBeGreaterThanOrEqual(0);
    namesOf.splice(at, 1);
  }
}

function fieldNames(draft: ContactDraft): (keyof ContactDraft)[] {
  const names = Object.keys(draft);
  return Object.keys(emptyDraft).filter((name): name is keyof ContactDraft => names.includes(name));
}
