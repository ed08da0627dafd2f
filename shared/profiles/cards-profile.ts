import { z } from 'zod';
import { lineText, longText, mailList, nameText } from '../http/text.ts';
import { country } from './country.ts';
import { mailboxAddress } from './mailbox-address.ts';

/** A JSON pointer (RFC 6901) into what a card platform sends. */
const pointer = z
  .string()
  .max(200)
  .regex(/^(?:\/(?:[^~/]|~[01])+)+$/, 'must be a JSON pointer such as /contact/email');

/** The fields of a submission that a card platform can fill. */
export const submissionFieldNames = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'company',
  'jobTitle',
  'website',
  'street',
  'postalCode',
  'city',
  'country',
  'note',
] as const;
export type SubmissionFieldName = (typeof submissionFieldNames)[number];

const mapped = z.partialRecord(z.enum([...submissionFieldNames, 'owner']), pointer);

/** What visitors agree to, in the languages of the page. `{owner}` stands for the owner's name. */
const consent = z.strictObject({ de: longText(2000).min(1), en: longText(2000).min(1) });

const defaultConsent: z.infer<typeof consent> = {
  de: 'Ich bin einverstanden, dass {owner} meine Angaben speichert, um mit mir in Kontakt zu bleiben. Das kann ich jederzeit widerrufen.',
  en: 'I agree that {owner} stores what I have entered in order to stay in touch with me. I can withdraw this at any time.',
};

/** Most submissions that are taken; what is over is refused with 429. */
const limits = z.strictObject({
  perAddressIn10Minutes: z.int().min(1).max(1000).default(5),
  perCardAndHour: z.int().min(1).max(1000).default(20),
  perCardAndDay: z.int().min(1).max(1000).default(100),
  perProfileAndHour: z.int().min(1).max(100_000).default(1000),
});

const defaultLimits: z.infer<typeof limits> = {
  perAddressIn10Minutes: 5,
  perCardAndHour: 20,
  perCardAndDay: 100,
  perProfileAndHour: 1000,
};

/** A profile of the kind `cards`: a team whose business cards receive contacts. */
export const cardsProfileSchema = z.strictObject({
  kind: z.literal('cards'),
  name: nameText(100),
  connectionId: z.string().min(1).max(64),
  status: z
    .enum(['active', 'inactive'])
    .default('active')
    .meta({ description: 'Cards of an inactive profile are not found by anybody.' }),
  mailbox: mailboxAddress
    .optional()
    .meta({ description: "A fixed mailbox that gets the contacts of all the profile's cards." }),
  mailboxMode: z
    .enum(['exclusive', 'additional'])
    .default('additional')
    .meta({ description: "Whether the fixed mailbox gets them instead of the card's owner, or as well." }),
  folder: nameText(250)
    .optional()
    .meta({ description: 'The contact folder, made where it is missing; without it the default folder.' }),
  category: lineText(250).default('Visitenkarte').meta({ description: 'The Outlook category; none when empty.' }),
  onDuplicate: z
    .enum(['create', 'fillEmpty', 'skip'])
    .default('create')
    .meta({ description: 'What is done where the mailbox has a contact with the same e-mail address or number.' }),
  mailOwner: z.boolean().default(false).meta({ description: 'Whether the owner gets a mail for each new contact.' }),
  language: z
    .enum(['de', 'en'])
    .default('de')
    .meta({ description: 'Of mails to owners, of notes in contacts, and of what a card platform sends.' }),
  defaultCountry: country.default('DE'),
  fieldMap: mapped
    .optional()
    .meta({ description: "Where a card platform's JSON has each field; without it the API's own names are expected." }),
  consent: consent.default(defaultConsent),
  privacyUrl: z
    .url({ protocol: /^https$/ })
    .max(500)
    .optional(),
  limits: limits.default(defaultLimits),
  retentionDays: z
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .meta({ description: 'For how many days personal fields of submissions are kept.' }),
  notify: mailList.optional(),
});

export type CardsProfile = z.infer<typeof cardsProfileSchema>;
export type CardLimits = CardsProfile['limits'];
