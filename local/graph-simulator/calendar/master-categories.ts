import { randomUUID } from 'node:crypto';

/** `microsoft.graph.outlookCategory`. */
export interface MasterCategory {
  id: string;
  displayName: string;
  color: string;
}

/** What a German mailbox begins with. */
const first: readonly (readonly [displayName: string, color: string])[] = [
  ['Rote Kategorie', 'preset0'],
  ['Orange Kategorie', 'preset1'],
  ['Gelbe Kategorie', 'preset3'],
  ['Grüne Kategorie', 'preset4'],
  ['Blaue Kategorie', 'preset7'],
  ['Lila Kategorie', 'preset8'],
];

/** The list of categories of a mailbox; a name is in it once, whatever its case. */
export class MasterCategories {
  readonly #categories: MasterCategory[] = first.map(([displayName, color]) => category(displayName, color));

  all(): readonly MasterCategory[] {
    return [...this.#categories];
  }

  /** The new category; undefined when there is one of this name. */
  add(displayName: string, color: string): MasterCategory | undefined {
    const name = displayName.toLowerCase();
    if (this.#categories.some((known) => known.displayName.toLowerCase() === name)) return undefined;
    const added = category(displayName, color);
    this.#categories.push(added);
    return added;
  }
}

function category(displayName: string, color: string): MasterCategory {
  return { id: randomUUID(), displayName, color };
}
