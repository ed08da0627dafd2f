import { unfoldedLines, type ByteLine } from './lines.ts';
import { parseProperty, type CardProperty } from './property.ts';

/** One vCard of a file. */
export interface Card {
  /** Its place in the file, counted from 1; cards that could not be read count too. */
  number: number;
  properties: CardProperty[];
}

/** Something in a file that could not be read; the rest of the file is unaffected. */
export interface CardProblem {
  /** Undefined outside any card. */
  card: number | undefined;
  line: number;
  message: string;
}

/** What a vCard file holds. */
export interface CardFile {
  cards: Card[];
  problems: CardProblem[];
}

/**
 * Reads the cards of a file, vCard 2.1 to 4.0. Our own reader rather than ical.js, which refuses vCard 2.1 (all that
 * Outlook for Windows writes) and gives up a whole file for one bad line.
 */
export function readCards(file: Uint8Array): CardFile {
  const reading = new Reading();
  for (const line of unfoldedLines(file)) reading.take(line);
  reading.finish();
  return { cards: reading.cards, problems: reading.problems };
}

class Reading {
  readonly cards: Card[] = [];
  readonly problems: CardProblem[] = [];
  #count = 0;
  #open: { card: Card; line: number } | undefined;
  /** How many cards inside the open one: vCard 2.1 and 3.0 write a whole card as the value of AGENT. */
  #agents = 0;
  #afterAgent = false;
  #junkReported = false;

  take(line: ByteLine): void {
    if (/^\s*BEGIN\s*:\s*VCARD\s*$/i.test(line.text)) this.#begin(line);
    else if (/^\s*END\s*:\s*VCARD\s*$/i.test(line.text)) this.#end(line);
    else if (this.#open === undefined) this.#junk(line);
    else if (this.#agents === 0) this.#property(this.#open.card, line);
  }

  finish(): void {
    if (this.#open === undefined) return;
    this.#report(this.#open.card.number, this.#open.line, 'the card has no END:VCARD and was left out');
    this.#open = undefined;
  }

  #begin(line: ByteLine): void {
    if (this.#open !== undefined && (this.#agents > 0 || this.#afterAgent)) {
      this.#agents += 1;
      this.#afterAgent = false;
      return;
    }
    this.finish();
    this.#count += 1;
    this.#open = { card: { number: this.#count, properties: [] }, line: line.number };
  }

  #end(line: ByteLine): void {
    if (this.#open === undefined) this.#junk(line);
    else if (this.#agents > 0) this.#agents -= 1;
    else {
      this.cards.push(this.#open.card);
      this.#open = undefined;
    }
  }

  #property(card: Card, line: ByteLine): void {
    const property = parseProperty(line);
    this.#afterAgent = property?.name === 'AGENT' && property.value.trim() === '';
    if (property !== undefined) card.properties.push(property);
    else this.#report(card.number, line.number, 'the line is not a vCard property and was left out');
  }

  #junk(line: ByteLine): void {
    if (!this.#junkReported) this.#report(undefined, line.number, 'there is text outside the vCards; it was left out');
    this.#junkReported = true;
  }

  #report(card: number | undefined, line: number, message: string): void {
    this.problems.push({ card, line, message });
  }
}
