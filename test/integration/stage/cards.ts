import { z } from 'zod';
import { waitFor } from './wait.ts';
import { ANNA } from './office.ts';
import { created } from './setup.ts';
import type { Stage } from './stage.ts';
import type { ApiReply } from '../../../local/stack/api-client.ts';

const cardSchema = z.looseObject({ id: z.string(), siteKey: z.string(), ownerMailbox: z.string() });
export type MadeCard = z.infer<typeof cardSchema>;

const formSchema = z.object({ siteKey: z.string(), token: z.string(), consent: z.record(z.string(), z.string()) });

const submissionSchema = z.looseObject({
  id: z.string(),
  card: z.string(),
  visitor: z.record(z.string(), z.string()).nullable(),
  targets: z.array(
    z.object({
      role: z.string(),
      mailbox: z.string(),
      state: z.string(),
      contact: z.string().nullable(),
      reason: z.string().nullable(),
      attempts: z.number(),
    }),
  ),
  ownerMail: z.string(),
});
export type SeenSubmission = z.infer<typeof submissionSchema>;

/** The origin of a page that the cards of these tests name. */
export const PAGE = 'https://www.contoso.example';

export const highLimits = {
  perAddressIn10Minutes: 1000,
  perCardAndHour: 1000,
  perCardAndDay: 1000,
  perProfileAndHour: 100_000,
};

/** Creates a profile of the kind cards. */
export async function createTeam(
  stage: Stage,
  connectionId: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const body = { kind: 'cards', name: 'Team', connectionId, limits: highLimits, ...more };
  return (await stage.admin.ask(created, 'POST', '/profiles', body)).id;
}

export async function createCard(stage: Stage, profile: string, more: Record<string, unknown> = {}): Promise<MadeCard> {
  const body = { owner: ANNA, displayName: 'Anna Änderle', origins: [PAGE], ...more };
  return stage.admin.ask(cardSchema, 'POST', `/profiles/${profile}/cards`, body);
}

/** What a page sends for a card, with a token that is old enough. */
export interface Form {
  siteKey: string;
  token: string;
}

/** Gets a token and waits until a person could have filled in the form. */
export async function readForm(stage: Stage, card: string): Promise<Form> {
  const { siteKey, token } = await stage.wire.caller({}).ask(formSchema, 'GET', `/connect/${card}`);
  const issuedAt = Date.now();
  await waitFor('a person to fill in the form', () => Date.now() - issuedAt > 3100);
  return { siteKey, token };
}

export const visitor = {
  firstName: 'Jörg',
  lastName: 'Müßig',
  email: 'joerg@muessig.example',
  phone: '0841 / 99 88-70',
  company: 'Müßig & Söhne',
  jobTitle: 'Geschäftsführer',
  website: 'www.muessig.example',
  street: 'Am Anger 1',
  postalCode: '85049',
  city: 'Ingolstadt',
  country: 'Deutschland',
  note: 'Bitte um Rückruf 🙂\nDanke!',
};

export function pageBody(form: Form, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...visitor, ...form, consent: true, language: 'de', ...more };
}

/** Presses the button on a page. */
export async function press(
  stage: Stage,
  card: string,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<ApiReply> {
  return stage.wire.caller({}).send('POST', `/connect/${card}`, body, { origin: PAGE, ...headers });
}

export const taken = z.object({ id: z.string() });

export async function readSubmission(stage: Stage, profile: string, id: string): Promise<SeenSubmission> {
  return stage.admin.ask(submissionSchema, 'GET', `/profiles/${profile}/submissions/${id}`);
}

/** Waits until nothing is left to be done for a submission. */
export async function settledSubmission(stage: Stage, profile: string, id: string): Promise<SeenSubmission> {
  return waitFor(
    `submission ${id}`,
    async () => {
      const submission = await readSubmission(stage, profile, id);
      const isSettled = submission.targets.every(({ state }) => state !== 'waiting' && state !== 'writing');
      return isSettled && submission.ownerMail !== 'waiting' && submission.ownerMail !== 'sending' && submission;
    },
    60_000,
  );
}

/** The newest submissions of a profile. */
export async function submissionsOf(stage: Stage, profile: string): Promise<SeenSubmission[]> {
  const list = z.object({ items: z.array(submissionSchema) });
  return (await stage.admin.ask(list, 'GET', `/profiles/${profile}/submissions`)).items;
}
