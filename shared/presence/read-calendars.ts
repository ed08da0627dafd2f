import { isDeepStrictEqual } from 'node:util';
import type { CalendarEvent } from '../calendar/event.ts';
import { PatchbayError, reasonOf, SignInError, ThrottledError } from '../errors.ts';
import { closeIncidents, openIncident } from '../notices/tell-operator.ts';
import type { PresenceProfile } from '../profiles/presence-profile.ts';
import { ofKind, type Profile } from '../profiles/profile.ts';
import type { EventReader } from '../source/event-reader.ts';
import { advance } from './advance.ts';
import { readCategories, wantedCategories } from './commands.ts';
import { readMessage } from './presence-message.ts';
import { privacyOf, type PresenceState } from './presence-state.ts';
import type { PresencePorts } from './ports.ts';

const hourMs = 3_600_000;
/** So far ahead events are read: longer than reads may fail before anybody has to look. */
const aheadMs = 26 * hourMs;
/** An idle calendar is noted as read this often; every read would be a write. */
const notedEveryMs = hourMs;
const atOnce = 4;

/** Everything that reading the calendars of one message shares. */
interface Reading {
  ports: PresencePorts;
  profile: Profile<PresenceProfile>;
  reader: EventReader;
}

/** Reads the calendars of some accounts; each fails alone, and what is throttled comes back by itself. */
export async function readCalendars(
  ports: PresencePorts,
  profileId: string,
  accounts: readonly string[],
): Promise<void> {
  const profile = ofKind(await ports.profiles.get(profileId), 'presence');
  if (!profile.body.enabled) return;
  const reader = ports.openSource(await ports.connection(profile.body.connectionId));
  const reading: Reading = { ports, profile, reader };
  for (let start = 0; start < accounts.length; start += atOnce) {
    await Promise.all(accounts.slice(start, start + atOnce).map((account) => readCalendar(reading, account)));
  }
}

async function readCalendar(reading: Reading, account: string): Promise<void> {
  const { ports, profile } = reading;
  const state = await ports.presence.find(profile.id, account);
  if (!state?.covered || !state.enabled) return;
  let askedAt = ports.now();
  try {
    const known = await prepare(reading, state);
    askedAt = ports.now();
    const events = await reading.reader.events(requestFor(known, profile.body, askedAt));
    await store(reading, known, events, askedAt);
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    await fail(reading, state, error, askedAt);
  }
}

/** Asks for the time zone and adds the categories, each once. */
async function prepare({ ports, profile, reader }: Reading, state: PresenceState): Promise<PresenceState> {
  const wanted = profile.body.categories.enabled ? wantedCategories(profile.body) : [];
  const names = wanted.map(({ name }) => name).join('\n');
  if (state.timeZone !== '' && (names === '' || state.categories === names)) return state;
  const timeZone = state.timeZone || (await reader.timeZone(state.mailbox));
  if (names !== '' && state.categories !== names) await reader.addCategories(state.mailbox, wanted);
  const changed = await ports.presence.change(profile.id, state.account.id, () => ({ timeZone, categories: names }));
  return changed ?? state;
}

/** What is asked of a calendar: no more than the profile and the person's choice have a use for. */
export function requestFor(
  state: PresenceState,
  profile: PresenceProfile,
  now: Date,
): Parameters<EventReader['events']>[0] {
  return {
    mailbox: state.mailbox,
    from: now,
    to: new Date(now.getTime() + aheadMs),
    timeZone: state.timeZone,
    categories: profile.categories.enabled ? readCategories(profile) : [],
    titles: privacyOf(state, profile) === 'title',
    targets: usesTargets(profile),
  };
}

/** Whether a number in a text can have any effect; only then are texts worth reading. */
function usesTargets({ targets, always, categories: { enabled, allow } }: PresenceProfile): boolean {
  const internal = always.forwardInternal || (enabled && allow.forwardInternal);
  const external = always.forwardExternal || (enabled && allow.forwardExternal);
  return (targets.internal && internal) || (targets.external && external);
}

/** What a slower reading brings that was asked earlier than what is stored is older, and dropped. */
async function store(
  { ports, profile }: Reading,
  { account }: PresenceState,
  events: CalendarEvent[],
  askedAt: Date,
): Promise<void> {
  const now = ports.now();
  const at = now.toISOString();
  const readAt = askedAt.toISOString();
  const isNews = (state: PresenceState): boolean =>
    state.outcome !== 'read' ||
    Date.parse(state.readAt) < now.getTime() - notedEveryMs ||
    !isDeepStrictEqual(
      state.events.filter(({ end }) => end > at),
      events,
    );
  const changed = await ports.presence.change(profile.id, account.id, (state) =>
    state.readAt <= readAt && isNews(state) ? { events, readAt, outcome: 'read', reason: '' } : undefined,
  );
  if (!changed) return;
  await closeIncidents(ports, profile.id, (kind) => kind === incidentOf(changed) || kind === 'signIn', { at: now });
  await advance(ports, profile, account.id);
}

async function fail(
  { ports, profile }: Reading,
  state: PresenceState,
  error: PatchbayError,
  askedAt: Date,
): Promise<void> {
  const reason = reasonOf(error);
  ports.log.warn('presence.unread', { profile: profile.id, mailbox: state.mailbox, reason });
  if (error instanceof ThrottledError) {
    const delaySeconds = Math.min(3600, Math.max(1, error.retryAfterSeconds));
    await ports.presenceQueue.send(readMessage(profile.id, [state.account.id]), { delaySeconds });
    return;
  }
  const isKnown = (now: PresenceState): boolean => now.outcome === 'failed' && now.reason === reason;
  const isOld = (now: PresenceState): boolean => now.readAt > askedAt.toISOString();
  await ports.presence.change(profile.id, state.account.id, (now) =>
    isKnown(now) || isOld(now) ? undefined : { outcome: 'failed', reason },
  );
  // What passes by itself is told by the board; what takes a person to repair is told by mail.
  if (error.kind === 'unavailable') return;
  const kind = error instanceof SignInError ? 'signIn' : incidentOf(state);
  await openIncident(ports, profile.id, { kind, reason: `${reason} (mailbox ${state.name})`, run: '' }, ports.now());
}

function incidentOf({ mailbox }: PresenceState): string {
  return `calendarUnread ${mailbox}`;
}
