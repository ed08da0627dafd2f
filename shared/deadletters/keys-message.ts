import { z } from 'zod';

/** What every message of ours says, whatever its queue: it carries keys, and means that something is to be brought about. */
export const keysSchema = z.looseObject({ v: z.int(), type: z.string(), profile: z.string() });
