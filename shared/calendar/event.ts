import { z } from 'zod';

/** How an event's time is shown; Graph's own names. In the order in which they win over one another. */
export const showAsWords = ['oof', 'busy', 'tentative', 'workingElsewhere', 'free'] as const;
export type ShowAs = (typeof showAsWords)[number];

/** An event as read from a source: our own shape, and only what presence needs. One occurrence of a series is one event. */
export const calendarEventSchema = z.strictObject({
  /** Immutable id of the occurrence at its source; case-sensitive. */
  id: z.string(),
  /** UTC instants. Of an all-day event: midnight in the mailbox's time zone. */
  start: z.iso.datetime(),
  end: z.iso.datetime(),
  allDay: z.boolean(),
  showAs: z.enum(showAsWords),
  /** Private or confidential: then `title` and `targets` are empty, because what it says never leaves the source. */
  isPrivate: z.boolean(),
  title: z.string(),
  /** Only those that were asked for, as they are spelled in the request. */
  categories: z.array(z.string()),
  /** What stands behind `@@Extern:` and `@@Intern:` in the text, as written; empty when it is not there. */
  targets: z.strictObject({ external: z.string(), internal: z.string() }),
});

export type CalendarEvent = z.infer<typeof calendarEventSchema>;
