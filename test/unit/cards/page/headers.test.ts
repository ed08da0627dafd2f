import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cardNotFoundPage, cardPage } from '../../../../shared/cards/page/card-page.ts';
import { pageWith } from './pages.ts';
import { parsedPage, textIn } from './parsed-page.ts';

const pages = {
  form: cardPage(pageWith()),
  faults: cardPage(pageWith({ faults: [{ pointer: '/email', detail: 'x' }], values: {} })),
  sent: cardPage(pageWith({ outcome: 'sent' })),
  'too many': cardPage(pageWith({ outcome: 'tooMany' })),
  'not found': cardNotFoundPage('de'),
};

function policyOf({ headers }: { headers: Record<string, string> }): Map<string, string> {
  const directives = (headers['content-security-policy'] ?? '').split('; ').map((one) => one.split(/ (.*)/, 2));
  return new Map(directives.map(([name = '', value = '']) => [name, value]));
}

describe('the headers', () => {
  it.each(Object.entries(pages))('let the page "%s" do no more than it does', (_name, page) => {
    const { elements } = parsedPage(page.html);
    const styles = elements.filter(({ tagName }) => tagName === 'style');
    const hash = createHash('sha256').update(textIn(styles[0]!)).digest('base64');
    expect(styles).toHaveLength(1);
    expect(Object.fromEntries(policyOf(page))).toEqual({
      'default-src': "'none'",
      'style-src': `'sha256-${hash}'`,
      'img-src': 'data:',
      'form-action': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'self'",
    });
  });

  it('say what the page is, and keep it out of caches and searches', () => {
    const { 'content-security-policy': _policy, ...headers } = cardPage(pageWith({ language: 'en' })).headers;
    expect(headers).toEqual({
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'en',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'cache-control': 'no-store',
    });
  });

  it('let pages of the named origins frame the card', () => {
    const origins = ['https://www.example.org', 'http://localhost:8080'];
    const policy = policyOf(cardPage(pageWith({ body: { origins } })));
    expect(policy.get('frame-ancestors')).toBe("'self' https://www.example.org http://localhost:8080");
  });

  it('leave out an origin that would mean something else in a policy', () => {
    const origins = [
      'https://a;script-src',
      'https://a,b',
      'https://*.example.org',
      "https://'self'",
      'https://a b',
      '*',
    ];
    const policy = policyOf(cardPage(pageWith({ body: { origins } })));
    expect(policy.get('frame-ancestors')).toBe("'self'");
    expect(policy.size).toBe(6);
  });
});
