import type { ZonedTime } from '../../tenant/tenant.ts';
import type { WallTime } from '../../tenant/zones/zone-time.ts';
import type { EventProperties } from './event-body.ts';

/** What an event says and when it is. Never changed, only replaced: delta rounds compare the old with the new. */
export interface EventContent {
  readonly properties: EventProperties;
  readonly start: ZonedTime;
  readonly end: ZonedTime;
  readonly isAllDay: boolean;
  readonly series: Series | undefined;
  /** Single-value extended properties: normalised id to value. */
  readonly extended: Readonly<Record<string, string>>;
}

/** When a series takes place; every time is one on the clocks of the zone that it starts in. */
export interface Series {
  /** RRULE of RFC 5545 without UNTIL. */
  readonly rule: string;
  /** No occurrence starts after this. */
  readonly until: WallTime | undefined;
  readonly also: readonly WallTime[];
  /** Starts of occurrences that were cancelled. */
  readonly without: readonly WallTime[];
  /** What takes place instead of the occurrence with this start. */
  readonly exceptions: ReadonlyMap<WallTime, EventContent>;
}

/** An event in a calendar: a single one, or the master of a series. */
export interface StoredEvent {
  readonly immutableId: string;
  readonly mutableId: string;
  readonly uid: string;
  /** `yyyy-MM-ddTHH:mm:ssZ`, as is `modified`. */
  readonly created: string;
  modified: string;
  /** Rises with every change. */
  version: number;
  content: EventContent;
}

/** Something that takes place once: a single event, or one of a series; or the master of a series as such. */
export interface Instance {
  event: StoredEvent;
  /** With the times of this instance. */
  content: EventContent;
  type: 'singleInstance' | 'occurrence' | 'exception' | 'seriesMaster';
  /** Of one of a series: when the rule has it start. */
  original: WallTime | undefined;
}
