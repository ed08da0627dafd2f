/** One change since a delta round began; `properties` is `all` for an item that is new to the round. */
export type TrackedChange<T> =
  | { removed: false; key: string; item: T; properties: 'all' | readonly string[] }
  | { removed: true; key: string; item: T };

/** A stretch of items or changes and where to go on. */
export interface TrackedPage<E> {
  entries: E[];
  /** Ordinal of the last item, or position in the change log. */
  next: number;
  more: boolean;
}

interface Slot<T> {
  ordinal: number;
  key: string;
  item: T;
}

interface LogEntry<T> {
  key: string;
  item: T;
  kind: 'added' | 'changed' | 'removed';
  properties: readonly string[];
  /** Position of the previous entry about the same key; -1 = none. */
  previous: number;
}

/**
 * Items in the order in which they came, and a log of what happened to them: what delta rounds are made of. A page costs
 * as much as it holds, a round of changes as much as there were changes, however large the collection is.
 */
export class TrackedCollection<T> {
  #slots: Slot<T>[] = [];
  #byKey = new Map<string, Slot<T>>();
  #log: LogEntry<T>[] = [];
  #latest = new Map<string, number>();
  #ordinals = 0;
  #items: readonly T[] | undefined;

  get size(): number {
    return this.#slots.length;
  }

  /** Position behind the last change: where a delta round that begins now goes on next time. */
  get position(): number {
    return this.#log.length;
  }

  get(key: string): T | undefined {
    return this.#byKey.get(key)?.item;
  }

  /** All items in order. The same array comes back until the collection changes: do not modify it. */
  items(): readonly T[] {
    this.#items ??= this.#slots.map((slot) => slot.item);
    return this.#items;
  }

  /** Adds an item that was there from the start: it is in first rounds, but never in a round of changes. */
  seed(key: string, item: T): void {
    const slot = { ordinal: this.#ordinals++, key, item };
    this.#slots.push(slot);
    this.#byKey.set(key, slot);
    this.#items = undefined;
  }

  add(key: string, item: T): void {
    this.seed(key, item);
    this.#record(key, item, 'added', []);
  }

  /** Notes that `properties` of an item have changed; the item itself is changed by its owner. */
  change(key: string, properties: readonly string[]): void {
    const slot = this.#byKey.get(key);
    if (slot !== undefined) this.#record(key, slot.item, 'changed', properties);
  }

  remove(key: string): boolean {
    const slot = this.#byKey.get(key);
    if (slot === undefined) return false;
    this.#slots.splice(this.#indexAfter(slot.ordinal) - 1, 1);
    this.#forget(slot);
    return true;
  }

  clear(): void {
    const slots = this.#slots;
    this.#slots = [];
    for (const slot of slots) this.#forget(slot);
  }

  /** The next `count` items behind the one with ordinal `after` (-1 = from the start). */
  enumerate(after: number, count: number): TrackedPage<T> {
    const start = this.#indexAfter(after);
    const slots = this.#slots.slice(start, start + count);
    return {
      entries: slots.map((slot) => slot.item),
      next: slots.at(-1)?.ordinal ?? after,
      more: start + slots.length < this.#slots.length,
    };
  }

  /**
   * The next `count` changes from `position` on, each key once with its latest state, up to `until`. `since` is where the
   * round began: properties changed after it are added up.
   */
  changes(since: number, position: number, count: number, until: number): TrackedPage<TrackedChange<T>> {
    const entries: TrackedChange<T>[] = [];
    let next = position;
    while (next < until && entries.length < count) {
      const entry = this.#log[next];
      if (entry !== undefined && this.#isLatest(entry.key, next, until)) entries.push(this.#collapse(entry, since));
      next += 1;
    }
    return { entries, next, more: next < until };
  }

  #isLatest(key: string, position: number, until: number): boolean {
    const latest = this.#latest.get(key) ?? -1;
    // An entry beyond `until` belongs to the next round, so the one before it has to speak in this round.
    return latest === position || latest >= until;
  }

  #collapse(entry: LogEntry<T>, since: number): TrackedChange<T> {
    if (entry.kind === 'removed') return { removed: true, key: entry.key, item: entry.item };
    const properties = new Set<string>();
    let current: LogEntry<T> | undefined = entry;
    while (current !== undefined) {
      if (current.kind === 'added') return { removed: false, key: entry.key, item: entry.item, properties: 'all' };
      for (const property of current.properties) properties.add(property);
      current = current.previous >= since ? this.#log[current.previous] : undefined;
    }
    return { removed: false, key: entry.key, item: entry.item, properties: [...properties] };
  }

  #forget(slot: Slot<T>): void {
    this.#byKey.delete(slot.key);
    this.#record(slot.key, slot.item, 'removed', []);
  }

  #record(key: string, item: T, kind: LogEntry<T>['kind'], properties: readonly string[]): void {
    const previous = this.#latest.get(key) ?? -1;
    this.#latest.set(key, this.#log.length);
    this.#log.push({ key, item, kind, properties, previous });
    if (kind !== 'changed') this.#items = undefined;
  }

  /** Index of the first slot with a larger ordinal. */
  #indexAfter(ordinal: number): number {
    let low = 0;
    let high = this.#slots.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#slots[middle]?.ordinal ?? Infinity) <= ordinal) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
