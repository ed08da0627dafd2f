import { z } from 'zod';
import { cardSchema, type Card } from '../../../shared/cards/card.ts';
import { connectFromPage, openConnect } from '../../../shared/cards/connect.ts';
import { consentVersion } from '../../../shared/cards/consent.ts';
import { deliverSubmission } from '../../../shared/cards/deliver-submission.ts';
import { formToken } from '../../../shared/cards/form-token.ts';
import { submissionMessageSchema } from '../../../shared/cards/submission-message.ts';
import { pageInputSchema } from '../../../shared/cards/visitor-input.ts';
import { ThrottledError } from '../../../shared/errors.ts';
import { cardsProfileSchema } from '../../../shared/profiles/cards-profile.ts';
import { ofKind } from '../../../shared/profiles/profile.ts';
import type { Services } from '../../../shared/services.ts';
import { addressOf } from '../graph/addresses.ts';
import { inParallel, measured } from '../measured.ts';
import type { Calls } from '../processes/answer-calls.ts';
import { pressedSchema, pressesSchema, teamSchema, type Pressed } from './card-messages.ts';

const deliverSchema = z.object({ messages: z.array(submissionMessageSchema), atOnce: z.number() });
/** As long as somebody takes to fill in a form. */
const fillMs = 20_000;

interface Team {
  cards: Card[];
  consent: string;
}

/** Business cards: what the bench can ask for. */
export function cardCalls(services: () => Services): Calls {
  const teams = new Map<string, Team>();
  return {
    team: async (input) => {
      const { profile, mailboxes, ...body } = teamSchema.parse(input);
      const ports = services();
      const wanted = cardsProfileSchema.parse({ kind: 'cards', name: 'Bench', connectionId: 'bench', ...body });
      const { body: stored } = ofKind(await ports.profiles.create(profile, wanted, ports.now()), 'cards');
      const cards: Card[] = [];
      for (const mailbox of mailboxes) {
        const card = cardSchema.parse({ owner: addressOf(mailbox), displayName: 'Anna Beispiel', title: 'Vertrieb' });
        cards.push(await ports.cards.create(profile, card, mailbox, ports.now()));
      }
      teams.set(profile, { cards, consent: consentVersion(stored) });
    },
    press: async (input) => {
      const { profile, ...presses } = pressesSchema.parse(input);
      const team = teams.get(profile);
      if (!team) throw new Error(`There is no team ${profile}.`);
      return press(services(), team, presses);
    },
    deliver: async (input) => {
      const { messages, atOnce } = deliverSchema.parse(input);
      const { cost } = await measured(() =>
        inParallel(messages, atOnce, (message) => deliverSubmission(services(), message)),
      );
      return cost;
    },
  };
}

/** Visitors by number, each from a network address of its own, press the buttons of the cards in turn. */
async function press(
  ports: Services,
  { cards, consent }: Team,
  { first, count, atOnce, email }: Omit<z.infer<typeof pressesSchema>, 'profile'>,
): Promise<Pressed> {
  const issuedAt = new Date(ports.now().getTime() - fillMs);
  const forms = Array.from({ length: count }, (_, index) => {
    const visitor = first + index;
    const card = cards[visitor % cards.length];
    if (!card) throw new Error('The team has no cards.');
    const token = formToken({ card: card.id, consent, issuedAt }, ports.cardKeys.form);
    return { card: card.id, visitor, fields: { ...fieldsOf(visitor), siteKey: card.siteKey, token, email } };
  });
  const ids = new Set<string>();
  let refused = 0;
  const { cost } = await measured(() =>
    inParallel(forms, atOnce, async ({ card, visitor, fields }) => {
      try {
        const open = await openConnect(ports, card);
        const body = pageInputSchema.parse({ ...fields, email: fields.email ?? mailOf(visitor) });
        const from = { address: networkAddress(visitor), language: 'de', key: undefined } as const;
        ids.add(await connectFromPage(ports, open, body, from));
      } catch (error) {
        if (!(error instanceof ThrottledError)) throw error;
        refused += 1;
      }
    }),
  );
  return pressedSchema.parse({ cost, taken: ids.size, refused });
}

function fieldsOf(visitor: number): Record<string, unknown> {
  return {
    ...{ firstName: 'Vera', lastName: `Besucherin ${visitor}`, company: 'Muster GmbH', jobTitle: 'Einkauf' },
    ...{ phone: `0841 ${2_000_000 + visitor}`, street: 'Beispielstraße 12', postalCode: '85049', city: 'Ingolstadt' },
    ...{ website: 'www.muster.example', note: 'Bitte melden Sie sich wegen des Angebots von der Messe.' },
    ...{ consent: true, language: 'de' },
  };
}

function mailOf(visitor: number): string {
  return `vera.besucherin.${visitor}@muster.example`;
}

function networkAddress(visitor: number): string {
  return `198.${18 + (visitor >> 16)}.${(visitor >> 8) & 255}.${visitor & 255}`;
}
