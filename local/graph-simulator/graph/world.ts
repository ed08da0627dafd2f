import type { Calendars } from '../calendar/calendars.ts';
import type { Mailboxes } from '../contacts/mailboxes.ts';
import type { Directory } from '../directory/directory.ts';
import type { OutboxMessage } from '../mail/outbox.ts';
import type { OpaqueTokens } from '../odata/opaque-tokens.ts';
import type { Quirks } from '../traffic/quirks.ts';
import type { PageSizes } from './page-sizes.ts';

/** Everything that operations read and change. */
export interface World {
  /** `https://localhost:PORT`, for links. */
  origin: string;
  clock: () => Date;
  directory: Directory;
  mailboxes: Mailboxes;
  calendars: Calendars;
  outbox: OutboxMessage[];
  quirks: Quirks;
  pageTokens: OpaqueTokens;
  pageSizes: PageSizes;
}
