import type { ContactDraft } from '../contacts/contact-draft.ts';
import { UnavailableError } from '../errors.ts';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import type { ContactPlace, ContactWriter } from '../source/contact-writer.ts';
import { defaultFolderId } from '../source/source.ts';
import type { Target, Visitor } from './submission.ts';

/** What became of a contact in one mailbox. */
export interface Written {
  state: 'created' | 'filled' | 'skipped';
  contact: string;
}

/** What writing one contact needs. */
export interface Writing {
  writer: ContactWriter;
  profile: Pick<CardsProfile, 'onDuplicate'>;
  target: Target;
  draft: ContactDraft;
  visitor: Visitor;
  tag: string;
  /** Asked right before the contact is created and its request is sent, the only step that must not be done twice. */
  mayCreate: () => boolean;
}

/**
 * Brings a submission's contact into one mailbox: looks for it by its tag where an earlier attempt may have created it, then for
 * duplicates where the profile says so, and otherwise creates it, with one request. Throws what the source throws; after
 * unavailable the contact may exist.
 */
export async function writeContact(writing: Writing): Promise<Written> {
  const { writer, target, tag, draft } = writing;
  const place = await placeOf(writing);
  const earlier = target.doubtful ? await writer.taggedContact(place, tag) : undefined;
  if (earlier !== undefined) return { state: 'created', contact: earlier };
  const duplicate = await handleDuplicate(writing, place);
  if (duplicate) return duplicate;
  if (!writing.mayCreate()) {
    const reason = 'Preparing the contact took too long; it is tried again.';
    throw new UnavailableError(reason, { code: 'tooSlow' });
  }
  return { state: 'created', contact: await writer.createContact(place, draft, tag, writing.mayCreate) };
}

async function placeOf({ writer, target: { mailbox, folder } }: Writing): Promise<ContactPlace> {
  return { mailbox, folder: folder === '' ? defaultFolderId : await writer.folderNamed(mailbox, folder) };
}

async function handleDuplicate(writing: Writing, place: ContactPlace): Promise<Written | undefined> {
  const { writer, profile, draft, visitor, target } = writing;
  if (profile.onDuplicate === 'create') return undefined;
  const phones = [visitor.phone, visitor.phoneE164].filter((phone) => phone !== '');
  const [existing] = await writer.contactsLike(place, { email: visitor.email, phones });
  if (!existing) return undefined;
  if (profile.onDuplicate === 'skip') return { state: 'skipped', contact: existing.id };
  const missing = missingFields(draft, existing.filled);
  if (Object.keys(missing).length > 0) await writer.completeContact(target.mailbox, existing, missing);
  return { state: 'filled', contact: existing.id };
}

/** What the draft has and the contact has not. The names of a contact that has one stay as they are, and so do its notes. */
export function missingFields(draft: ContactDraft, filled: ReadonlySet<keyof ContactDraft>): Partial<ContactDraft> {
  const names = ['givenName', 'surname', 'displayName'];
  const isNamed = names.some((name) => [...filled].some((field) => field === name));
  return Object.fromEntries(
    Object.entries(draft).filter(([name, value]: [string, unknown]) => {
      if ([...filled].some((field) => field === name)) return false;
      if (isNamed && names.includes(name)) return false;
      return Array.isArray(value) ? value.length > 0 : value !== '';
    }),
  );
}
