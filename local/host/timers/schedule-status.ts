import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HostRefusal } from '../refusal.ts';

/** What the host remembers of a timer between runs; `never` stands for "not yet". */
export interface ScheduleStatus {
  last: Date;
  next: Date;
  lastUpdated: Date;
}

/** .NET's default(DateTime). */
export const never = new Date('0001-01-01T00:00:00Z');

const fileSchema = z
  .strictObject({
    Last: z.iso.datetime({ offset: true }),
    Next: z.iso.datetime({ offset: true }),
    LastUpdated: z.iso.datetime({ offset: true }),
  })
  .transform(({ Last, Next, LastUpdated }) => ({
    last: new Date(Last),
    next: new Date(Next),
    lastUpdated: new Date(LastUpdated),
  }));

/** The status as the host writes it and as a timer's handler receives it. */
export function statusText({
  last,
  next,
  lastUpdated,
}: ScheduleStatus): Record<'Last' | 'Next' | 'LastUpdated', string> {
  const text = (date: Date) => date.toISOString().replace(/(?:\.000)?Z$/, '+00:00');
  return { Last: text(last), Next: text(next), LastUpdated: text(lastUpdated) };
}

/** Keeps the status of every timer in a folder, one file each, where Azure keeps a blob. */
export class ScheduleStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns undefined where the timer has none yet */
  async read(name: string): Promise<ScheduleStatus | undefined> {
    let text: string;
    try {
      text = await readFile(this.#path(name), 'utf8');
    } catch {
      return undefined;
    }
    try {
      return fileSchema.parse(JSON.parse(text));
    } catch (error) {
      throw new HostRefusal(`${this.#path(name)} is not a timer's state; delete it to start afresh.`, { cause: error });
    }
  }

  async write(name: string, status: ScheduleStatus): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    // A host that is killed while writing must not leave half a file.
    const draft = `${this.#path(name)}.new`;
    await writeFile(draft, JSON.stringify(statusText(status)));
    await rename(draft, this.#path(name));
  }

  #path(name: string): string {
    return join(this.#folder, `${name.toLowerCase()}.json`);
  }
}

/**
 * What a starting host makes of the recorded status (`ScheduleMonitor.CheckPastDueAsync`): a missed occurrence makes the
 * timer past due; a changed schedule starts afresh.
 * @param nextAfter the schedule
 * @returns the status to go on with; `changed` when it has to be written
 */
export function resume(
  recorded: ScheduleStatus | undefined,
  nextAfter: (after: Date) => Date,
  now: Date,
): { status: ScheduleStatus; changed: boolean; pastDue: boolean } {
  if (recorded === undefined) {
    return { status: { last: never, next: nextAfter(now), lastUpdated: now }, changed: true, pastDue: false };
  }
  const base = recorded.last > never ? recorded.last : recorded.lastUpdated > never ? recorded.lastUpdated : now;
  let lastUpdated = base;
  let expected = nextAfter(base);
  if (recorded.next.getTime() === expected.getTime()) {
    return { status: recorded, changed: false, pastDue: now > recorded.next };
  }
  if (now > expected) {
    expected = nextAfter(now);
    lastUpdated = now;
  }
  return { status: { last: never, next: expected, lastUpdated }, changed: true, pastDue: false };
}
