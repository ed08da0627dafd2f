import { inspect } from 'node:util';

const redacted = '[redacted]';

/** A text that must not be shown: printing, logging, joining or serialising it gives `[redacted]`; only `reveal` gives it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Call it where the text is used up, never to keep or pass on the result. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [inspect.custom](): string {
    return redacted;
  }
}
