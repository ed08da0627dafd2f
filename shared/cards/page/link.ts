/** What a link leads to. */
export type LinkKind = 'web' | 'email' | 'phone';

/**
 * The only maker of addresses from what people entered: `http(s):`, `mailto:` or `tel:`, or undefined where the text gives
 * none of these; then it is shown as text.
 */
export function linkTo(kind: LinkKind, text: string): string | undefined {
  if (kind === 'web') return webAddress(text);
  return kind === 'email' ? mailAddress(text) : phoneAddress(text);
}

/** A web address as people read it: without the scheme, and without a slash at the end. */
export function shownAddress(text: string): string {
  const address = webAddress(text);
  if (address === undefined) return text;
  const { host, pathname, search } = new URL(address);
  return `${host.replace(/^www\./, '')}${pathname}${search}`.replace(/\/$/, '');
}

function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined;
}

function mailAddress(text: string): string | undefined {
  const [, name, domain] = /^([^\s@]+)@([^\s@]+)$/.exec(text.toWellFormed()) ?? [];
  return name === undefined || domain === undefined
    ? undefined
    : `mailto:${encodeURIComponent(name)}@${encodeURIComponent(domain)}`;
}

function phoneAddress(text: string): string | undefined {
  if (!/^\+?[\d\s()./\u2010-\u2015-]+$/.test(text)) return undefined;
  // In +49 (0)841 the zero is only for those who leave out the country code.
  const digits = (text.startsWith('+') ? text.replace('(0)', '') : text).replace(/\D/g, '');
  return digits.length < 3 ? undefined : `tel:${text.startsWith('+') ? '+' : ''}${digits}`;
}
