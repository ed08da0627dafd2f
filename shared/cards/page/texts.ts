import type { SubmissionFieldName } from '../../profiles/cards-profile.ts';
import type { Language } from '../submission.ts';
import { german } from './texts.de.ts';
import { english } from './texts.en.ts';

/** Everything the page says in one language. `{owner}` stands for the owner's name. */
export interface Texts {
  /** The language's name in itself, for the link that switches to it. */
  language: string;
  pageTitle: string;
  /** Before the title of a page that reports faults, so that it is heard first. */
  faultyTitle: string;
  card: {
    photo: string;
    email: string;
    phone: string;
    mobile: string;
    website: string;
    /** The link to the vCard. */
    save: string;
    /** The link back to the card from other pages. */
    back: string;
  };
  form: {
    title: string;
    intro: string;
    required: string;
    /** That an e-mail address or a phone number is needed. */
    reach: string;
    fields: Record<SubmissionFieldName, string>;
    noteHint: string;
    more: string;
    privacy: string;
    newWindow: string;
    /** Label of the field that people never see. */
    trap: string;
    send: string;
  };
  /** For whoever checks a submission: what is wrong with a field, as the visitor is to read it. */
  faults: {
    title: string;
    firstName: string;
    lastName: string;
    reach: string;
    email: string;
    phone: string;
    website: string;
    tooLong: string;
    unfit: string;
    consent: string;
    /** The form came back too fast or too late. */
    token: string;
    other: string;
  };
  sent: { title: string; text: string; next: string };
  tooMany: { title: string; text: string; kept: string };
  notFound: { title: string; text: string };
}

const all: Record<Language, Texts> = { de: german, en: english };

/** The texts of a language. */
export function textsOf(language: Language): Texts {
  return all[language];
}

/** Puts the owner's name into a text. */
export function withOwner(text: string, owner: string): string {
  return text.replaceAll('{owner}', () => owner);
}
