import { InvalidError, NotFoundError, reasonOf } from '../errors.ts';
import { UnauthenticatedError } from '../http/http-errors.ts';
import type { Log } from '../log.ts';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import { isOfKind, type Profile } from '../profiles/profile.ts';
import type { ProfileStore } from '../profiles/profile-store.ts';
import type { Queue } from '../storage/queue.ts';
import type { Table } from '../storage/table.ts';
import { isRecent, isSigned, type SignedMessage } from '../webhooks/signature.ts';
import type { SigningSecrets } from '../webhooks/signing-secrets.ts';
import type { Card } from './card.ts';
import { noSuchCard, type CardStore } from './card-store.ts';
import { consentText, consentVersion } from './consent.ts';
import { fillTime, readFormToken } from './form-token.ts';
import { repeatOf } from './repeat.ts';
import { submissionMessage } from './submission-message.ts';
import { newSubmissionId } from './submission-id.ts';
import type { Language, Submission } from './submission.ts';
import { takeSubmission } from './take-submission.ts';
import { targetsOf } from './targets.ts';
import { addressHashes } from './visitor-address.ts';
import type { PageInput, PlatformInput, VisitorFields } from './visitor-input.ts';
import { visitorOf } from './visitor.ts';

export interface ConnectPorts {
  cards: CardStore;
  profiles: ProfileStore;
  signingSecrets: SigningSecrets;
  submissionTable: Table;
  submissionQueue: Queue;
  /** Keys for what visitors are given and for what is kept of them, newest first. */
  cardKeys: { form: readonly Buffer[]; address: readonly Buffer[]; repeat: readonly Buffer[] };
  log: Log;
  now(): Date;
  /** How to wait; a real pause unless told. For tests. */
  pause?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

/** A card with its profile. */
export interface OpenCard {
  card: Card;
  profile: Profile<CardsProfile>;
}

/** A card that visitors may see. Throws not found, in the same words, for one that does not exist or is switched off. */
export async function openCard(ports: Pick<ConnectPorts, 'cards' | 'profiles'>, id: string): Promise<OpenCard> {
  const card = await ports.cards.get(id);
  const profile = await ports.profiles.get(card.profile).catch((error: unknown) => {
    throw error instanceof NotFoundError ? noSuchCard() : error;
  });
  if (!isOfKind(profile, 'cards') || profile.body.status !== 'active') throw noSuchCard();
  return { card, profile };
}

/** A card that takes contacts. */
export async function openConnect(ports: Pick<ConnectPorts, 'cards' | 'profiles'>, id: string): Promise<OpenCard> {
  const open = await openCard(ports, id);
  if (!open.card.body.connectEnabled) throw noSuchCard();
  return open;
}

/** Where a page's submission came from. */
export interface FromPage {
  /** The visitor's network address. */
  address: string;
  language: Language;
  key: string | undefined;
}

/** Takes what a page sends; answers the id of the submission, which for programs that fill in everything is one of nothing. */
export async function connectFromPage(
  ports: ConnectPorts,
  open: OpenCard,
  input: PageInput,
  from: FromPage,
): Promise<string> {
  const { card, profile } = open;
  const now = ports.now();
  if (input.siteKey !== card.siteKey)
    throw wrong('/siteKey', 'The site key is not that of this card; copy it from the card again.');
  if (input.homepage2 !== '') {
    ports.log.info('submission.trapped', { profile: profile.id, card: card.id });
    return newSubmissionId(now);
  }
  checkToken(ports, open, input.token);
  const language = input.language ?? from.language;
  const text = consentText(profile.body, card.body.displayName, language);
  return take(ports, open, input, {
    from: 'page',
    language,
    consent: { text, version: consentVersion(profile.body), at: now.toISOString() },
    key: from.key,
    addresses: addressHashes(from.address, ports.cardKeys.address, now),
  });
}

/** Takes what a card platform's server sends, once its signature is checked. */
export async function connectFromPlatform(
  ports: ConnectPorts,
  open: OpenCard,
  input: PlatformInput,
  key: string,
): Promise<string> {
  const { owner } = input;
  const names = [open.card.body.owner, open.card.body.email, open.card.ownerMailbox];
  if (owner !== '' && !names.some((name) => name?.toLowerCase() === owner.toLowerCase()))
    throw wrong('/owner', 'The owner is not that of this card; send it to the card of that owner.');
  const language = input.language ?? open.profile.body.language;
  return take(ports, open, input, { from: 'platform', language, consent: undefined, key, addresses: [] });
}

/** Checks the signature of a platform (Standard Webhooks 1.0); throws unauthenticated. */
export async function requireSignature(
  ports: Pick<ConnectPorts, 'signingSecrets' | 'now'>,
  profile: string,
  message: SignedMessage,
  header: string,
): Promise<void> {
  // A dot would let parts of the signed text change places.
  const sound = /^[\w-]{1,200}$/.test(message.id) && isRecent(message.timestamp, ports.now());
  if (sound && isSigned(message, header, await ports.signingSecrets.open(profile))) return;
  throw new UnauthenticatedError(
    'The signature is missing, too old, or not made with a signing secret of this profile; sign as Standard Webhooks 1.0 says.',
  );
}

function checkToken({ cardKeys, now }: ConnectPorts, { card, profile }: OpenCard, text: string): void {
  const token = readFormToken(text, card.id, cardKeys.form);
  const time = token && fillTime(token, now());
  if (!token || time === 'tooLate')
    throw wrong('/token', 'The form is out of date; load the page again and send it once more.');
  if (time === 'tooFast')
    throw wrong('/token', 'The form was sent faster than people type; wait a moment and send it again.');
  if (token.consent !== consentVersion(profile.body))
    throw wrong('/consent', 'The text to agree to has changed meanwhile; load the page again and read it.');
}

interface Way extends Pick<Submission, 'from' | 'language' | 'consent'> {
  key: string | undefined;
  /** Hashes of the visitor's address; none for a card platform. */
  addresses: readonly string[];
}

async function take(ports: ConnectPorts, { card, profile }: OpenCard, input: VisitorFields, way: Way): Promise<string> {
  const { from, language, consent, key, addresses } = way;
  const now = ports.now();
  const visitor = visitorOf(input, profile.body.defaultCountry);
  const submission: Submission = {
    ...{ id: newSubmissionId(now), profile: profile.id, card: card.id, receivedAt: now.toISOString() },
    ...{ from, language, visitor, consent, targets: targetsOf(profile.body, card, now.toISOString()), etag: '' },
    ownerMail: profile.body.mailOwner ? 'waiting' : 'none',
  };
  const repeat = repeatOf(card.id, { from, key }, visitor, ports.cardKeys.repeat);
  const { limits } = profile.body;
  const id = await takeSubmission(ports, { submission, repeat, addresses, limits });
  if (id === submission.id) await enqueue(ports, submission);
  return id;
}

/** The submission is stored; if its message is lost, the watch sends another one. */
async function enqueue({ submissionQueue, log }: ConnectPorts, { profile, card, id }: Submission): Promise<void> {
  log.info('submission.taken', { profile, card, submission: id });
  try {
    await submissionQueue.send(submissionMessage(profile, id));
  } catch (error) {
    log.warn('submission.notEnqueued', { profile, submission: id, reason: reasonOf(error) });
  }
}

function wrong(pointer: string, detail: string): InvalidError {
  return new InvalidError(detail, [{ pointer, detail }]);
}
