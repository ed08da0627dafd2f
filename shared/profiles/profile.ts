import { z } from 'zod';
import { InvalidError } from '../errors.ts';
import { cardsProfileSchema } from './cards-profile.ts';
import { contactsProfileSchema } from './contacts-profile.ts';
import { presenceProfileSchema } from './presence-profile.ts';
import type { Schedule } from './schedule.ts';

/** What a profile is saved with: one schema for each kind. */
export const profileSchema = z
  .discriminatedUnion('kind', [contactsProfileSchema, presenceProfileSchema, cardsProfileSchema])
  .meta({ id: 'ProfileBody' });

export type ProfileInput = z.infer<typeof profileSchema>;
export type ProfileKind = ProfileInput['kind'];
export type BodyOf<K extends ProfileKind> = Extract<ProfileInput, { kind: K }>;

/** When the profile runs by itself; undefined while it is switched off, and for kinds that never run. */
export function scheduleOf(body: ProfileInput): Schedule | undefined {
  return body.kind === 'contacts' && body.enabled ? body.schedule : undefined;
}

/** A profile as stored. */
export interface Profile<B extends ProfileInput = ProfileInput> {
  id: string;
  body: B;
  createdAt: string;
  updatedAt: string;
  etag: string;
}

export function isOfKind<K extends ProfileKind>(profile: Profile, kind: K): profile is Profile<BodyOf<K>> {
  return profile.body.kind === kind;
}

/** The profile as one of the kind that does what is asked; throws invalid for one of another kind. */
export function ofKind<K extends ProfileKind>(profile: Profile, kind: K): Profile<BodyOf<K>> {
  if (isOfKind(profile, kind)) return profile;
  throw new InvalidError(
    `The profile ${profile.id} is of the kind "${profile.body.kind}"; this is only for profiles of the kind "${kind}".`,
    [],
    { code: 'otherKind' },
  );
}
