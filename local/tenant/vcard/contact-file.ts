import type { TenantContact } from '../tenant.ts';
import { readCards } from './card.ts';
import { isDistributionList, toContact } from './contact.ts';
import type { Leftover } from './draft.ts';

/** The contacts of one .vcf file; each warning is a sentence that names what was left out, and where. */
export interface ContactFile {
  contacts: TenantContact[];
  warnings: string[];
}

/** Reads a .vcf file. Nothing in it can make this fail: what cannot be read is left out and warned about. */
export function readContactFile(file: Uint8Array): ContactFile {
  const { cards, problems } = readCards(file);
  const warnings = problems.map(({ card, line, message }) =>
    card === undefined ? `line ${line}: ${message}` : `card ${card}, line ${line}: ${message}`,
  );
  const contacts: TenantContact[] = [];
  const leftovers = new Map<Leftover, number[]>();
  for (const card of cards) {
    if (isDistributionList(card)) {
      warnings.push(`card ${card.number}: a distribution list, which Graph never returns; it was left out`);
      continue;
    }
    const read = toContact(card);
    if (Object.keys(read.contact.properties).length + Object.keys(read.contact.extended).length === 0) {
      warnings.push(`card ${card.number}: there is nothing in it; it was left out`);
      continue;
    }
    contacts.push(read.contact);
    for (const kind of read.leftovers) leftovers.set(kind, [...(leftovers.get(kind) ?? []), card.number]);
  }
  return { contacts, warnings: [...warnings, ...[...leftovers].map(([kind, where]) => leftoverWarning(kind, where))] };
}

function leftoverWarning(kind: Leftover, cards: number[]): string {
  const where = [...new Set(cards)];
  const shown = where.slice(0, 10).join(', ') + (where.length > 10 ? ', …' : '');
  const reason = kind === 'unreadable date' ? 'left out' : 'left out because a Graph contact has no more room';
  return `${cards.length} × ${kind} ${reason} (card${where.length > 1 ? 's' : ''} ${shown})`;
}
