import { z } from 'zod';
import { cardsProfileSchema } from '../../../shared/profiles/cards-profile.ts';
import { costSchema } from '../measured.ts';

/** A profile of business cards, one for each of some mailboxes. */
export const teamSchema = z.object({
  profile: z.string(),
  mailboxes: z.array(z.string()),
  limits: cardsProfileSchema.shape.limits,
  onDuplicate: cardsProfileSchema.shape.onDuplicate,
});

export type Team = z.input<typeof teamSchema>;

/** Visitors who press the Connect buttons of a team's cards in turn. The same number is the same visitor. */
export const pressesSchema = z.object({
  profile: z.string(),
  first: z.number(),
  count: z.number(),
  atOnce: z.number(),
  /** The address that visitors give; each has one of its own unless told. */
  email: z.string().optional(),
});

export type Presses = z.input<typeof pressesSchema>;

/** How many submissions were acknowledged and refused, and what that cost. */
export const pressedSchema = z.object({ cost: costSchema, taken: z.number(), refused: z.number() });

export type Pressed = z.infer<typeof pressedSchema>;
