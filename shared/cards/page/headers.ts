import type { Language } from '../submission.ts';
import { styleHash } from './style.ts';

/** The headers of a page in a language; only pages of the named origins, and its own, may frame it. */
export function pageHeaders(language: Language, origins: readonly string[]): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    'content-security-policy': policyFor(origins),
    // With no-referrer the browser would send "Origin: null" along with the form.
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    // Who knows a card's address may see it, and nobody else.
    'x-robots-tag': 'noindex',
    'cache-control': 'no-store',
  };
}

function policyFor(origins: readonly string[]): string {
  const frames = ["'self'", ...origins.filter(isPlainOrigin)];
  return [
    "default-src 'none'",
    `style-src '${styleHash}'`,
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frames.join(' ')}`,
  ].join('; ');
}

/** Host names may also have `;`, `,` and `*` in them, which mean something else in a policy. */
function isPlainOrigin(origin: string): boolean {
  return /^https?:\/\/[A-Za-z0-9._-]+(?::\d{1,5})?$/.test(origin);
}
