import { z } from 'zod';
import type { CalendarEvent, ShowAs } from '../../calendar/event.ts';
import { showAsWords } from '../../calendar/event.ts';
import { forwardTargets } from '../../calendar/forward-targets.ts';
import { plainText } from '../../calendar/plain-text.ts';
import { fromZoneName } from '../../calendar/zone-name.ts';
import { instantOf } from '../../calendar/zoned-time.ts';
import type { ReadEvents } from '../event-reader.ts';

/** What of a request decides how an event is read. */
export type EventInterest = Pick<ReadEvents, 'timeZone' | 'categories' | 'titles' | 'targets'>;

// 7 digits and no Z (reference graph.md section 4); a Z would be no contradiction, because UTC is what was asked for.
const dateTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z?$/)
  .transform((text) => text.slice(0, 19))
  .refine((text) => !Number.isNaN(Date.parse(`${text}Z`)));

const moment = z.object({
  dateTime,
  /** UTC was asked for; undefined for a zone of which nobody knows where it is. */
  timeZone: z
    .string()
    .nullish()
    .transform((name) => fromZoneName(name ?? 'UTC')),
});

/** The part of an event that says nothing about what it is about: its time and kind, and how its owner has marked it. */
const graphEvent = z.object({
  id: z.string().min(1),
  start: moment,
  end: moment,
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  showAs: z.string().nullish(),
  sensitivity: z.string().nullish(),
  responseStatus: z.object({ response: z.string().nullish() }).nullish(),
  categories: z.array(z.string()).nullish(),
});

/** What an event is about. Read of no private event. */
const wording = z.object({
  subject: z.string().nullish(),
  body: z.object({ contentType: z.string().nullish(), content: z.string().nullish() }).nullish(),
});

type Moment = z.infer<typeof moment>;
type Saying = Pick<CalendarEvent, 'title' | 'targets'>;

/** The wire shape of an event in our shape; undefined for one that is cancelled or that the owner has declined. */
export function graphEventSchema(interest: EventInterest): z.ZodType<CalendarEvent | undefined> {
  return z.unknown().transform((item, context) => {
    const read = graphEvent.safeParse(item);
    const isPrivate = !isOpen(read.data?.sensitivity);
    const words = isPrivate ? undefined : wording.safeParse(item);
    if (!read.success || words?.success === false) {
      context.addIssue('is no event');
      return z.NEVER;
    }
    const { data } = read;
    if (data.isCancelled === true || data.responseStatus?.response === 'declined') return undefined;
    const saying = words === undefined ? nothing : fromWording(words.data, interest);
    return {
      id: data.id,
      ...timesOf(data, interest.timeZone),
      showAs: fromShowAs(data.showAs),
      isPrivate,
      categories: ofInterest(data.categories ?? [], interest.categories),
      ...saying,
    };
  });
}

const nothing: Saying = { title: '', targets: { internal: '', external: '' } };

/** Only what says that it is not private is not; a sensitivity that is missing or unknown is kept secret. */
function isOpen(sensitivity: string | null | undefined): boolean {
  return sensitivity === 'normal' || sensitivity === 'personal';
}

function fromWording({ subject, body }: z.infer<typeof wording>, { titles, targets }: EventInterest): Saying {
  const content = body?.content ?? '';
  const text = body?.contentType?.toLowerCase() === 'html' ? plainText(content) : content;
  return { title: titles ? (subject ?? '').trim() : '', targets: targets ? forwardTargets(text) : nothing.targets };
}

/** `unknown`, which is what meetings from elsewhere may carry, sets nothing: as `free` (reference graph.md section 4). */
function fromShowAs(showAs: string | null | undefined): ShowAs {
  return showAsWords.find((word) => word === showAs) ?? 'free';
}

/**
 * All-day events are dates without a zone: whatever zone they are stated in, they last from midnight to midnight where the mailbox is
 * (reference graph.md sections 4 and 12). Other times are in the zone they name, which is the mailbox's where it has no known name.
 */
function timesOf(
  { start, end, isAllDay }: z.infer<typeof graphEvent>,
  zone: string,
): Pick<CalendarEvent, 'start' | 'end' | 'allDay'> {
  const floating = isAllDay === true && [start, end].every((each) => each.dateTime.endsWith('T00:00:00'));
  const instant = (each: Moment): string =>
    instantOf(each.dateTime, floating ? zone : (each.timeZone ?? zone)).toISOString();
  return { start: instant(start), end: instant(end), allDay: isAllDay === true };
}

function ofInterest(categories: readonly string[], wanted: readonly string[]): string[] {
  const there = new Set(categories.map((name) => name.trim().toLowerCase()));
  return wanted.filter((name) => there.has(name.trim().toLowerCase()));
}
