import { z } from 'zod';
import { parseWriteBody } from '../graph/write-body.ts';
import { patternedRecurrence } from './recurrence.ts';

const text = z.string().nullable().optional();
const flag = z.boolean().nullable().optional();
const readOnly = z.unknown().optional();
const emailAddress = z.strictObject({ address: text, name: text });
const recipient = z.looseObject({ emailAddress: emailAddress.nullable().optional() });
const responseStatus = z.strictObject({
  response: z.enum(['none', 'organizer', 'tentativelyAccepted', 'accepted', 'declined', 'notResponded']),
  time: text,
});
const moment = z.strictObject({ dateTime: z.string(), timeZone: text });
const location = z.looseObject({ displayName: text });

/** Properties of `microsoft.graph.event` that say what it is about. */
const eventProperties = z.strictObject({
  subject: text,
  body: z
    .strictObject({ contentType: z.enum(['text', 'html']).optional(), content: text })
    .nullable()
    .optional(),
  showAs: z.enum(['unknown', 'free', 'tentative', 'busy', 'oof', 'workingElsewhere']).nullable().optional(),
  sensitivity: z.enum(['normal', 'personal', 'private', 'confidential']).nullable().optional(),
  importance: z.enum(['low', 'normal', 'high']).nullable().optional(),
  categories: z.array(z.string()).optional(),
  location: location.nullable().optional(),
  locations: z.array(location).optional(),
  attendees: z.array(recipient).optional(),
  isReminderOn: flag,
  reminderMinutesBeforeStart: z.int().optional(),
  responseRequested: flag,
  allowNewTimeProposals: flag,
  hideAttendees: flag,
  isOnlineMeeting: flag,
  onlineMeetingProvider: text,
  transactionId: text,
  // What only Exchange and the other side of a meeting set.
  organizer: recipient.nullable().optional(),
  isCancelled: flag,
  responseStatus: responseStatus.nullable().optional(),
});

const eventBody = eventProperties.extend({
  start: moment.optional(),
  end: moment.optional(),
  isAllDay: flag,
  recurrence: patternedRecurrence.nullable().optional(),
  singleValueExtendedProperties: z
    .array(z.strictObject({ id: z.string(), value: z.string().nullable().optional() }))
    .optional(),
  id: readOnly,
  changeKey: readOnly,
  createdDateTime: readOnly,
  lastModifiedDateTime: readOnly,
  iCalUId: readOnly,
  type: readOnly,
  seriesMasterId: readOnly,
  bodyPreview: readOnly,
});

export type EventProperties = z.infer<typeof eventProperties>;
export type EventBody = z.infer<typeof eventBody>;
export type Moment = z.infer<typeof moment>;

const notByClients = ['organizer', 'isCancelled', 'responseStatus'] as const;
const names = new Set<string>(eventProperties.keyof().options);

/** Reads the body of a write as an application sends it: what only Exchange sets is taken and ignored. */
export function parseEventBody(body: unknown): EventBody {
  const parsed = parseEventEdit(body);
  for (const name of notByClients) Reflect.deleteProperty(parsed, name);
  return parsed;
}

/** Reads an edit by a user or an organiser, who also cancel and decline. */
export function parseEventEdit(body: unknown): EventBody {
  return parseWriteBody(body, eventBody, 'event');
}

/** The properties in a body that say what the event is about. */
export function propertiesIn(body: EventBody): EventProperties {
  return eventProperties.parse(Object.fromEntries(Object.entries(body).filter(([name]) => names.has(name))));
}
