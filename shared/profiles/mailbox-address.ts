import { z } from 'zod';
import { emailAddress } from '../http/text.ts';

/** How a person names a mailbox: by an address, or by its directory object id. */
export const mailboxAddress = z.union([emailAddress, z.guid()]);
