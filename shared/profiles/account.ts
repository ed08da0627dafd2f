import { z } from 'zod';
import { emailAddress, nameText, outsideId } from '../http/text.ts';

/** A person on the phone-system side. `id` is what the phone system calls the account (pascom: `011acc_id`, `local_id`). */
export const accountSchema = z.strictObject({
  id: outsideId,
  userName: nameText(250).optional(),
  email: emailAddress.optional(),
  extension: z
    .string()
    .regex(/^\d{1,10}$/, 'must be digits')
    .optional(),
});

export type Account = z.infer<typeof accountSchema>;

/** The whole list, as it is put and stored: ids must differ. */
export const accountsSchema = z
  .strictObject({
    accounts: z
      .array(accountSchema)
      .max(10_000)
      .superRefine((accounts, context) => {
        const seen = new Set<string>();
        accounts.forEach(({ id }, position) => {
          if (seen.has(id))
            context.addIssue({ code: 'custom', path: [position, 'id'], message: 'stands twice in the list' });
          seen.add(id);
        });
      }),
  })
  .meta({ id: 'Accounts' });
