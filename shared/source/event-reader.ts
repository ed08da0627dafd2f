import type { CalendarEvent } from '../calendar/event.ts';

export interface ReadEvents {
  mailbox: string;
  /** Events that touch this window are read: they end after `from` and start before `to`. UTC instants. */
  from: Date;
  to: Date;
  /** The mailbox's time zone (IANA), which all-day events are in; see `timeZone`. */
  timeZone: string;
  /** Names of categories that are of interest; compared without regard to case. */
  categories: readonly string[];
  /** Whether titles are of interest; where not, they are not even requested. */
  titles: boolean;
  /** Whether forwarding targets in the text are of interest; only then is the text requested. */
  targets: boolean;
}

/** A category with the colour it gets when it is made: one of Exchange's presets. */
export interface WantedCategory {
  name: string;
  colour: `preset${number}`;
}

/**
 * The port through which a mailbox's default calendar is read; Graph and EWS implement it. Every method throws the tree of
 * `shared/errors.ts`: denied (permission or scope), not found (mailbox), throttled, unavailable.
 */
export interface EventReader {
  /**
   * The events of a window, occurrences of series one by one, in order of their start. Cancelled events and those the owner has
   * declined are left out. What a private event says is dropped here.
   */
  events(request: ReadEvents): Promise<CalendarEvent[]>;
  /** The mailbox's time zone as an IANA name; UTC where it has none that is known. */
  timeZone(mailbox: string): Promise<string>;
  /** Adds the categories that are missing from the mailbox's list; those that are there stay as they are. Answers how many. */
  addCategories(mailbox: string, wanted: readonly WantedCategory[]): Promise<number>;
}
