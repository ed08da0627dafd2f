import { createHash } from 'node:crypto';

/**
 * Ids in the shape of Exchange's: long, base64 with `-` and `_`, and case-sensitive. The counter at their end makes ids
 * of one mailbox that differ in the case of a single letter, as the real ones do.
 */
export class Identifiers {
  readonly #mailbox: string;
  readonly #folders = new Map<string, string>();
  #counter = 0;

  constructor(userId: string) {
    this.#mailbox = digest(`mailbox ${userId.toLowerCase()}`, 43);
  }

  /** Id that survives a move between folders. */
  immutable(): string {
    return `AAkALg${this.#mailbox}AAAAHYQDEapmEc2byACqAC-EWg0A${this.#next()}AAA=`;
  }

  /** Id of an item as long as it stays in its folder. */
  mutable(folderId: string): string {
    const folder = this.#folders.get(folderId) ?? digest(folderId, 24);
    this.#folders.set(folderId, folder);
    return `AAMkAG${this.#mailbox}BGAAAAAA${folder}BwD${this.#next()}AAA=`;
  }

  /** Id of a folder, derived from its path, e.g. `Contacts/Suppliers`; folders keep their ids. */
  folder(path: string): string {
    return `AAMkAG${this.#mailbox}AuAAAAAA${digest(path, 32)}AAA=`;
  }

  #next(): string {
    this.#counter += 1;
    const bytes = Buffer.alloc(6);
    bytes.writeUIntBE(this.#counter, 0, 6);
    return bytes.toString('base64url');
  }
}

/** False for what can never have been an id: `ErrorInvalidIdMalformed`. */
export function isWellFormedId(id: string): boolean {
  return /^AA(MkAG|kALg)[\w-]{40,}=*$/.test(id);
}

/** Part of a SHA-256 in base64url. */
export function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, length);
}
