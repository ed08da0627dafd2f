import { z } from 'zod';
import { contactsProfileSchema } from './contacts-profile.ts';

/** What a profile is saved with: one schema for each kind. */
export const profileSchema = z.discriminatedUnion('kind', [contactsProfileSchema]).meta({ id: 'ProfileBody' });

export type ProfileInput = z.infer<typeof profileSchema>;

/** A profile as stored. */
export interface Profile {
  id: string;
  body: ProfileInput;
  createdAt: string;
  updatedAt: string;
  etag: string;
}
