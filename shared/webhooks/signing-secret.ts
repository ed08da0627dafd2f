import { z } from 'zod';

/** A secret that messages are signed with, as the API answers it: never its text. */
export const signingSecretSchema = z
  .strictObject({ id: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: 'SigningSecret' });

export type SigningSecret = z.infer<typeof signingSecretSchema>;

/** The answer to making one: the only time that its text is shown. */
export const createdSigningSecretSchema = z
  .strictObject({
    secret: signingSecretSchema,
    text: z
      .string()
      .meta({ description: 'The secret itself, `whsec_…`. It is shown this once and cannot be read again.' }),
  })
  .meta({ id: 'CreatedSigningSecret' });

export type CreatedSigningSecret = z.infer<typeof createdSigningSecretSchema>;
