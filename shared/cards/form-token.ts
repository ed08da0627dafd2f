import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a form was given when it was shown; comes back with the submission. */
export interface FormToken {
  card: string;
  /** Which consent text stood there. */
  consent: string;
  issuedAt: Date;
}

/** Nobody reads a form and fills it in faster. */
export const leastFillSeconds = 3;
const longestFillSeconds = 24 * 3600;
const macLength = 22;

/** The text of a token: when it was issued and for which consent, with a signature over both and the card. */
export function formToken({ card, consent, issuedAt }: FormToken, [key]: readonly Buffer[]): string {
  if (!key) throw new Error('A form token needs a key.');
  const issued = issuedAt.getTime().toString(36);
  return `${issued}.${consent}.${macOf(key, card, issued, consent)}`;
}

/** What a token says; undefined when it is not one of ours for this card. */
export function readFormToken(text: string, card: string, keys: readonly Buffer[]): FormToken | undefined {
  const [issued = '', consent = '', mac = '', ...more] = text.split('.');
  if (more.length > 0 || mac.length !== macLength || !/^[0-9a-z]{1,11}$/.test(issued)) return undefined;
  const given = Buffer.from(mac);
  const right = keys.some((key) => {
    const expected = Buffer.from(macOf(key, card, issued, consent));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  return right ? { card, consent, issuedAt: new Date(parseInt(issued, 36)) } : undefined;
}

/** Whether a form came back too fast for a person, too late, or in time. */
export function fillTime({ issuedAt }: FormToken, now: Date): 'tooFast' | 'tooLate' | 'inTime' {
  const seconds = (now.getTime() - issuedAt.getTime()) / 1000;
  if (seconds < leastFillSeconds) return 'tooFast';
  return seconds > longestFillSeconds ? 'tooLate' : 'inTime';
}

function macOf(key: Buffer, card: string, issued: string, consent: string): string {
  const text = JSON.stringify(['form', card, issued, consent]);
  return createHmac('sha256', key).update(text).digest('base64url').slice(0, macLength);
}
