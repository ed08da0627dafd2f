import { z } from 'zod';
import { callerRoleSchema } from '../http/roles.ts';
import { identifier, instant, nameText } from '../http/text.ts';

const fields = {
  name: nameText(100).meta({
    description: 'What the key is for. Two keys may share a name, so that one can replace the other.',
  }),
  role: callerRoleSchema.meta({ description: '`phone` may only what is marked so, of its own profile.' }),
  profile: identifier
    .optional()
    .meta({ description: 'The only profile the key is good for; required for the role `phone`.' }),
  expiresAt: instant
    .optional()
    .meta({ description: 'From then on the key is refused; without it the key stays valid.' }),
};

/** What is asked for when a key is made. */
export const newKeySchema = z
  .strictObject(fields)
  .superRefine(({ role, profile }, context) => {
    if (role === 'phone' && profile === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['profile'],
        message: 'is missing; a key with the role "phone" is for one profile',
      });
    }
  })
  .meta({ id: 'NewKey' });

export type NewKey = z.infer<typeof newKeySchema>;

/** An API key as it is shown: never its text, nor the hash of it. */
export const apiKeySchema = z.strictObject({ id: z.string(), ...fields, createdAt: instant }).meta({ id: 'ApiKey' });

export type ApiKey = z.infer<typeof apiKeySchema>;

/** The answer to making a key: the only time that its text is shown. */
export const createdKeySchema = z
  .strictObject({
    key: apiKeySchema,
    text: z.string().meta({ description: 'The key itself. It is shown this once and cannot be read again.' }),
  })
  .meta({ id: 'CreatedKey' });

export type CreatedKey = z.infer<typeof createdKeySchema>;

/** Whether a key is still good at a moment. */
export function isActive(key: ApiKey, now: Date): boolean {
  return key.expiresAt === undefined || Date.parse(key.expiresAt) > now.getTime();
}
