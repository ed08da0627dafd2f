import { TrackedCollection } from '../tracked-collection.ts';
import type { StoredContact } from './stored-contact.ts';

/** A folder of contacts. Its contacts are keyed by mutable id, because that is what its delta rounds remove. */
export class ContactFolder {
  readonly id: string;
  readonly parent: ContactFolder | undefined;
  readonly contacts = new TrackedCollection<StoredContact>();
  readonly folders: ContactFolder[] = [];
  displayName: string;

  constructor(id: string, displayName: string, parent: ContactFolder | undefined) {
    this.id = id;
    this.displayName = displayName;
    this.parent = parent;
  }

  /** Names from the default folder down, e.g. `Contacts/Suppliers`. */
  get path(): string {
    return this.parent === undefined ? this.displayName : `${this.parent.path}/${this.displayName}`;
  }

  /** This folder and every folder below it. */
  *tree(): Generator<ContactFolder> {
    yield this;
    for (const folder of this.folders) yield* folder.tree();
  }
}
