import { DeniedError } from '../errors.ts';
import type { Card } from './card.ts';

/** Whether a page of this origin may send the form of a card: our own page, or one on the card's list. Compared exactly. */
export function isAllowedOrigin(origin: string | undefined, own: string | undefined, { body }: Card): boolean {
  if (origin === undefined || origin === 'null') return false;
  return origin === own || body.origins.includes(origin);
}

/** Refuses a page that is not on the list. A program can claim any origin; this keeps other websites out, not programs. */
export function requireOrigin(origin: string | undefined, own: string | undefined, card: Card): void {
  if (isAllowedOrigin(origin, own, card)) return;
  throw new DeniedError(
    'Pages of this origin may not send to this card; add the origin of the page to the card, or send from the page of the card.',
    { code: 'otherOrigin' },
  );
}

/** What lets a browser show the answer to a page of another origin; nothing for origins that are not allowed. */
export function corsHeaders(origin: string | undefined, own: string | undefined, card: Card): Record<string, string> {
  const vary = { vary: 'Origin' };
  if (origin === undefined || !isAllowedOrigin(origin, own, card)) return vary;
  return { ...vary, 'access-control-allow-origin': origin, 'access-control-expose-headers': 'retry-after' };
}

/** What a browser asks before it sends JSON to another origin. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'content-type, idempotency-key',
  'access-control-max-age': '600',
};

/** The origin that a request was sent to. */
export function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
