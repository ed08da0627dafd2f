import { consentVersion } from './consent.ts';
import type { ConnectPorts, OpenCard } from './connect.ts';
import { fillTime, formToken, readFormToken } from './form-token.ts';
import { cardPage, type CardPage, type Page } from './page/card-page.ts';
import type { Language } from './submission.ts';

/** A new token for the form of a card. */
export function newFormToken(
  { cardKeys, now }: Pick<ConnectPorts, 'cardKeys' | 'now'>,
  { card, profile }: OpenCard,
): string {
  return formToken({ card: card.id, consent: consentVersion(profile.body), issuedAt: now() }, cardKeys.form);
}

/** The page of a card in a language, with its form or what became of it. */
export function showCard(
  ports: Pick<ConnectPorts, 'cardKeys' | 'now'>,
  open: OpenCard,
  language: Language,
  state: Pick<CardPage, 'outcome' | 'values' | 'faults'> & { token?: string | undefined } = {},
): Page {
  const { token: earlier, values, ...shown } = state;
  const known = earlier === undefined ? undefined : readFormToken(earlier, open.card.id, ports.cardKeys.form);
  // Whoever corrects a form has not to wait again, unless its text to agree to has changed.
  const isGood = known?.consent === consentVersion(open.profile.body) && fillTime(known, ports.now()) !== 'tooLate';
  const token = earlier !== undefined && isGood ? earlier : newFormToken(ports, open);
  // Nobody has agreed yet to a text that is new.
  const kept = token === earlier ? values : values && { ...values, consent: false };
  return cardPage({ card: open.card, profile: open.profile.body, language, token, values: kept, ...shown });
}
