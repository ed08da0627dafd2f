import type { TenantMailbox } from '../../tenant/tenant.ts';
import { Calendar } from './calendar.ts';

/** The calendars of the tenant, keyed by the user's object id; each is built when it is first asked for. */
export class Calendars {
  readonly #sources: ReadonlyMap<string, TenantMailbox>;
  readonly #built = new Map<string, Calendar>();

  constructor(sources: ReadonlyMap<string, TenantMailbox>) {
    this.#sources = sources;
  }

  /** The calendar of a mailbox, which exists. */
  of(userId: string): Calendar {
    const key = userId.toLowerCase();
    const known = this.#built.get(key);
    if (known !== undefined) return known;
    const calendar = new Calendar(key, this.#sources.get(key)?.calendar ?? []);
    this.#built.set(key, calendar);
    return calendar;
  }
}
