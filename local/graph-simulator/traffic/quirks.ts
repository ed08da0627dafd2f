/** Behaviour that the real Graph shows now and then; everything is off until a test switches it on. */
export const QUIRKS = [
  /** The first page of a first contacts delta round is empty, with a nextLink. */
  'emptyFirstPage',
  /** Changed contacts in a delta round carry only id, parentFolderId and what changed. */
  'partialItems',
  /** Items come twice in a delta round. */
  'duplicateItems',
  /** Delta pages hold half of what was asked for. */
  'shortPages',
  /** A change is left out of the first delta round that could show it and comes one round later. */
  'lateChanges',
  /** Every delta round removes an id that the client has never seen. */
  'unknownRemovals',
  /** Links spell `$skiptoken` and `$deltatoken` with `%24`. */
  'encodedDollar',
  /** Writes are answered as if they worked, but nothing changes. */
  'mutateNothing',
  /** `$count` of contacts counts a distribution list that is never returned. */
  'distributionLists',
  /** An empty first slot of phones or e-mail addresses is shown as an empty entry instead of being left out. */
  'emptySlots',
  /** Errors have no `innerError`. */
  'noInnerError',
  /** Errors spell it `innererror`, as the documentation does. */
  'lowercaseInnerError',
  /** Errors inside a batch have an empty `code`. */
  'emptyInnerCodes',
] as const;

export type Quirk = (typeof QUIRKS)[number];

/** The switches. */
export class Quirks {
  readonly #on = new Set<Quirk>();

  has(quirk: Quirk): boolean {
    return this.#on.has(quirk);
  }

  set(quirk: Quirk, on = true): void {
    if (on) this.#on.add(quirk);
    else this.#on.delete(quirk);
  }

  clear(): void {
    this.#on.clear();
  }

  list(): Quirk[] {
    return [...this.#on];
  }
}
