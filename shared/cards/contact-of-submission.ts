import type { ContactDraft } from '../contacts/contact-draft.ts';
import { isMobile } from '../phonebook/number-plan.ts';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import type { Submission, Visitor } from './submission.ts';

const words = {
  de: { received: 'Über die Visitenkarte erhalten', typed: 'Nummer wie eingegeben', agreed: 'Einwilligung' },
  en: { received: 'Received through the business card', typed: 'Number as typed', agreed: 'Consent' },
} as const;

/** The contact that a submission becomes. The number is the dialable one; how it was typed stands in the notes. */
export function contactOfSubmission(
  submission: Pick<Submission, 'receivedAt' | 'consent'>,
  visitor: Visitor,
  { category, language }: Pick<CardsProfile, 'category' | 'language'>,
): ContactDraft {
  const { firstName, lastName, company, jobTitle, email, website, street, postalCode, city, country } = visitor;
  const displayName =
    [firstName, lastName].filter((name) => name !== '').join(' ') || company || email || visitor.phone;
  const number = visitor.phoneE164 || visitor.phone;
  const mobile = isMobile(number);
  return {
    ...{ givenName: firstName, surname: lastName, displayName, companyName: company, jobTitle, email },
    ...{ businessPhone: mobile ? '' : number, mobilePhone: mobile ? number : '' },
    ...{ website, street, postalCode, city, country },
    notes: notesOf(submission, visitor, language),
    categories: category === '' ? [] : [category],
  };
}

function notesOf(
  { receivedAt, consent }: Pick<Submission, 'receivedAt' | 'consent'>,
  { note, phone, phoneE164 }: Visitor,
  language: CardsProfile['language'],
): string {
  const said = words[language];
  const lines = [
    note,
    `${said.received}: ${receivedAt}`,
    phoneE164 !== '' && phoneE164 !== phone ? `${said.typed}: ${phone}` : '',
    consent ? `${said.agreed} (${consent.version}): ${consent.text}` : '',
  ];
  return lines.filter((line) => line !== '').join('\n');
}
