import { z } from 'zod';
import { defaultMapping, mappingSchema } from '../mapping/mapping.ts';
import { mailList, nameText } from '../http/text.ts';
import { country } from './country.ts';
import { mailboxAddress } from './mailbox-address.ts';
import { personalSource } from './personal-source.ts';
import { defaultSchedule, scheduleSchema } from './schedule.ts';

const sharedFolder = z.strictObject({
  mailbox: mailboxAddress,
  /** Path below the default folder, names joined by `/`; absent: every folder of the mailbox. */
  folder: nameText(500).optional(),
});

const sources = z.strictObject({
  personal: personalSource('userName').optional(),
  shared: z.array(sharedFolder).max(200).default([]),
  directory: z
    .strictObject({ users: z.boolean().default(false), organisationContacts: z.boolean().default(false) })
    .default({ users: false, organisationContacts: false }),
  public: z.boolean().default(false),
});

const exclude = z.strictObject({
  folders: z.array(nameText(250)).max(100).default([]),
  categories: z.array(nameText(250)).max(100).default([]),
  withoutNumber: z.boolean().default(false),
});

/** A profile of the kind `contacts`: what pascom's Exchange connector is configured with, and what it leaves open. */
export const contactsProfileSchema = z.strictObject({
  kind: z.literal('contacts'),
  name: nameText(100),
  connectionId: z.string().min(1).max(64),
  enabled: z.boolean().default(true),
  schedule: scheduleSchema.default(defaultSchedule),
  sources,
  exclude: exclude.default({ folders: [], categories: [], withoutNumber: false }),
  numbers: z
    .strictObject({
      defaultCountry: country.default('DE'),
      /** The company's own numbers without extension, in E.164: an internal call from 23 is then the same as from +49841 12345-23. */
      ownNumbers: z
        .array(z.string().regex(/^\+\d{5,15}$/, 'must be a number in E.164 such as +4984112345'))
        .max(20)
        .default([]),
    })
    .default({ defaultCountry: 'DE', ownNumbers: [] }),
  mapping: mappingSchema.default(defaultMapping),
  importMode: z.enum(['mirror', 'createAndUpdate']).default('mirror'),
  guard: z.strictObject({ maxDeletedShare: z.number().min(0).max(1).default(0.25) }).default({ maxDeletedShare: 0.25 }),
  notify: mailList.optional(),
});

export type ContactsProfileInput = z.input<typeof contactsProfileSchema>;
export type ContactsProfile = z.infer<typeof contactsProfileSchema>;
