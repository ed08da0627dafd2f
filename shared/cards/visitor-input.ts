import { z } from 'zod';
import { emailAddress, lineText, longText } from '../http/text.ts';
import { languages } from './submission.ts';

/** Where a field left empty counts as not filled in. */
const optionalEmail = z.union([z.literal(''), emailAddress], {
  error: 'must be an e-mail address such as anna@example.org',
});

const phone = lineText(60).refine(
  (text) => text === '' || (text.match(/\d/g)?.length ?? 0) >= 3,
  'must be a phone number with at least three digits',
);

/** People leave the scheme out. */
const website = lineText(500)
  .overwrite((text) => (text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`))
  .refine(isWebAddress, 'must be the address of a website such as www.example.org');

function isWebAddress(text: string): boolean {
  if (text === '') return true;
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && hostname.includes('.') && username + password === '';
}

/** What a visitor can fill in; the browser's form and the JSON of a page have the same fields. */
const fields = {
  firstName: lineText(100).default(''),
  lastName: lineText(100).default(''),
  email: z.string().trim().pipe(optionalEmail).default(''),
  phone: phone.default(''),
  company: lineText(120).default(''),
  jobTitle: lineText(120).default(''),
  website: website.default(''),
  street: lineText(200).default(''),
  postalCode: lineText(20).default(''),
  city: lineText(100).default(''),
  country: lineText(100).default(''),
  note: longText(2000).default(''),
};

export type VisitorFields = z.infer<z.ZodObject<typeof fields>>;

interface Context {
  addIssue(issue: { code: 'custom'; path: string[]; message: string }): void;
}

function requireReach({ email, phone: number }: VisitorFields, context: Context): void {
  if (email !== '' || number !== '') return;
  context.addIssue({
    code: 'custom',
    path: ['email'],
    message: 'is missing; fill in an e-mail address or a phone number',
  });
}

const agreed = z
  .union([z.literal(true), z.enum(['on', 'true', 'yes'])], { error: 'is missing; agree to the text first' })
  .transform(() => true as const);

/** What a page sends, as a form or as JSON. */
export const pageInputSchema = z
  .strictObject({
    ...fields,
    siteKey: z.string().max(100).meta({ description: "The card's site key." }),
    token: z.string().max(200).meta({ description: 'From the page of the card, or from GET /connect/{card}.' }),
    language: z.enum(languages).optional(),
    consent: agreed.meta({ description: 'That the visitor agreed to the text that GET /connect/{card} answers.' }),
    homepage2: z
      .string()
      .max(2000)
      .default('')
      .meta({ description: 'Leave it empty: people do not see it, programs fill it in.' }),
  })
  .superRefine((input, context) => {
    for (const name of ['firstName', 'lastName'] as const) {
      if (input[name] === '') context.addIssue({ code: 'custom', path: [name], message: 'is missing' });
    }
    requireReach(input, context);
  })
  .meta({ id: 'PageSubmission' });

export type PageInput = z.infer<typeof pageInputSchema>;

/** What a card platform's server sends under our own names, or what a field map made of its own. */
export const platformInputSchema = z
  .strictObject({ ...fields, language: z.enum(languages).optional(), owner: lineText(254).default('') })
  .superRefine((input, context) => {
    if (input.firstName === '' && input.lastName === '')
      context.addIssue({ code: 'custom', path: ['lastName'], message: 'is missing; send a first or a last name' });
    requireReach(input, context);
  })
  .meta({ id: 'PlatformSubmission' });

export type PlatformInput = z.infer<typeof platformInputSchema>;
