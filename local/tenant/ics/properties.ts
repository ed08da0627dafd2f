import type ICAL from 'ical.js';

const busyStatus: Readonly<Record<string, string>> = {
  FREE: 'free',
  TENTATIVE: 'tentative',
  BUSY: 'busy',
  OOF: 'oof',
  WORKINGELSEWHERE: 'workingElsewhere',
};
const sensitivity: Readonly<Record<string, string>> = { PRIVATE: 'private', CONFIDENTIAL: 'confidential' };
const responses: Readonly<Record<string, string>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentativelyAccepted',
  'NEEDS-ACTION': 'notResponded',
};

interface Person {
  emailAddress: { address: string; name: string };
  response: string;
}

/** Everything an event says besides its times, in Graph's own properties. */
export function propertiesOf(event: ICAL.Component, owner: string): Record<string, unknown> {
  const attendees = event.getAllProperties('attendee').map(person);
  const organizer = event.getAllProperties('organizer').map(person)[0];
  return {
    subject: textIn(event, 'summary'),
    body: bodyOf(event),
    location: { displayName: textIn(event, 'location') },
    categories: categoriesOf(event),
    showAs: showAsOf(event),
    sensitivity: sensitivity[wordIn(event, 'class')] ?? 'normal',
    isCancelled: wordIn(event, 'status') === 'CANCELLED',
    responseStatus: { response: responseOf(attendees, organizer, owner), time: '0001-01-01T00:00:00Z' },
    attendees: attendees.map(({ emailAddress, response }) => ({
      type: 'required',
      status: { response, time: '0001-01-01T00:00:00Z' },
      emailAddress,
    })),
    ...(organizer === undefined ? {} : { organizer: { emailAddress: organizer.emailAddress } }),
  };
}

/** Outlook says it in a property of its own; the others know busy and free, and events that may not take place. */
function showAsOf(event: ICAL.Component): string {
  const stated = busyStatus[wordIn(event, 'x-microsoft-cdo-busystatus')];
  if (stated !== undefined) return stated;
  if (wordIn(event, 'transp') === 'TRANSPARENT') return 'free';
  return wordIn(event, 'status') === 'TENTATIVE' ? 'tentative' : 'busy';
}

function bodyOf(event: ICAL.Component): { contentType: string; content: string } {
  const html = event.getFirstProperty('x-alt-desc');
  // ical.js types it as a text, and answers nothing when there is no such parameter.
  const type: unknown = html?.getFirstParameter('fmttype');
  const content = html === null || type !== 'text/html' ? '' : String(html.getFirstValue());
  if (content !== '') return { contentType: 'html', content: unescaped(content) };
  const text = textIn(event, 'description');
  // Google writes what was typed with formatting as HTML.
  return { contentType: /<(?:br|p|b|i|ul|ol|a|span|div)\b[^>]*>/i.test(text) ? 'html' : 'text', content: text };
}

/** What ical.js leaves as it is in properties that it does not know. */
function unescaped(value: string): string {
  return value.replaceAll(/\\([nN,;\\])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign));
}

function categoriesOf(event: ICAL.Component): string[] {
  const values = event.getAllProperties('categories').flatMap((property): unknown[] => property.getValues());
  return [...new Set(values.map((value) => String(value).trim()).filter((name) => name !== ''))];
}

function responseOf(attendees: readonly Person[], organizer: Person | undefined, owner: string): string {
  const isOwner = ({ emailAddress }: Person): boolean => emailAddress.address.toLowerCase() === owner.toLowerCase();
  if (organizer === undefined || isOwner(organizer)) return 'organizer';
  return attendees.find(isOwner)?.response ?? 'none';
}

function person(property: ICAL.Property): Person {
  const address = String(property.getFirstValue()).replace(/^mailto:/i, '');
  const [name, status]: unknown[] = [property.getFirstParameter('cn'), property.getFirstParameter('partstat')];
  const response = typeof status === 'string' ? responses[status.toUpperCase()] : undefined;
  return { emailAddress: { address, name: typeof name === 'string' ? name : address }, response: response ?? 'none' };
}

/** The text of a property; empty when there is none. */
export function textIn(event: ICAL.Component, name: string): string {
  const value = event.getFirstPropertyValue(name);
  return typeof value === 'string' ? value : '';
}

/** The word in a property, in capital letters. */
export function wordIn(event: ICAL.Component, name: string): string {
  return textIn(event, name).trim().toUpperCase();
}
