import { describe, expect, it } from 'vitest';
import { cardSchema, type Card } from '../../../shared/cards/card.ts';
import { corsHeaders, isAllowedOrigin, originOf, requireOrigin } from '../../../shared/cards/origins.ts';

const own = 'https://cards.contoso.com';
const body = cardSchema.parse({
  owner: 'anna@contoso.com',
  displayName: 'Anna',
  origins: [
    'https://www.example.org',
    'https://example.org:8443',
    'http://localhost:3000',
    'https://xn--mig-hoa.example',
  ],
});
const at = '2026-11-02T12:00:00.000Z';
const card: Card = {
  ...{ id: 'aa-1', profile: 'aa', body, ownerMailbox: 'id-anna', siteKey: 's', createdAt: at, updatedAt: at, etag: '' },
};

const allowed = [own, ...body.origins];
const refused = [
  ...['null', '', ' ', '*', 'undefined', 'file://', 'about:blank', 'data:', 'blob:https://www.example.org'],
  ...['http://www.example.org', 'https://example.org', 'https://www.example.org:443', 'https://www.example.org:8443'],
  ...[
    'https://www.example.org.',
    'https://www.example.org/',
    'https://www.example.org/page',
    'https://www.example.org?',
  ],
  ...['https://evil-www.example.org', 'https://evilwww.example.org', 'https://a.www.example.org'],
  ...[
    'https://www.example.org.evil.example',
    'https://www.example.orgevil.example',
    'https://evil.example#www.example.org',
  ],
  ...['https://www.example.org@evil.example', 'https://anna@www.example.org', 'https://evil.example/www.example.org'],
  ...['HTTPS://WWW.EXAMPLE.ORG', 'https://WWW.example.org', 'https://www.example.org, https://evil.example'],
  ...[
    'https://evil.example',
    'https://example.org:8444',
    'http://localhost',
    'http://localhost:3001',
    'https://localhost:3000',
  ],
  ...[
    'http://127.0.0.1:3000',
    'https://cards.contoso.com:8080',
    'http://cards.contoso.com',
    'https://cards.contoso.com.',
  ],
  ...[
    'https://www.example.org\u0000',
    ' https://www.example.org',
    'https://www.example.org\n',
    'https://mißig.example',
  ],
  ...['https://www%2eexample.org', '//www.example.org', 'www.example.org', 'https:www.example.org'],
];

describe('origins', () => {
  it('are many', () => {
    expect(allowed.length + refused.length).toBeGreaterThanOrEqual(40);
  });

  it.each(allowed)('may send: %j', (origin) => {
    expect(isAllowedOrigin(origin, own, card)).toBe(true);
    expect(corsHeaders(origin, own, card)).toMatchObject({ 'access-control-allow-origin': origin, vary: 'Origin' });
    expect(corsHeaders(origin, own, card)).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each([undefined, ...refused])('may not send: %j', (origin) => {
    expect(isAllowedOrigin(origin, own, card)).toBe(false);
    expect(corsHeaders(origin, own, card)).toEqual({ vary: 'Origin' });
    expect(() => {
      requireOrigin(origin, own, card);
    }).toThrow(expect.objectContaining({ code: 'otherOrigin' }));
  });

  it('null may not even where our own address is not known, or has none', () => {
    for (const address of [undefined, 'data:text/html,x', 'nonsense'])
      expect(isAllowedOrigin('null', originOf(address), card)).toBe(false);
    expect(isAllowedOrigin(undefined, undefined, card)).toBe(false);
  });

  it('cannot be saved with a path, a wildcard, in another spelling, or without TLS', () => {
    for (const origin of [
      ...['https://www.example.org/', 'https://*.example.org/x', 'http://www.example.org', 'https://WWW.example.org'],
      ...['https://www.example.org:443', 'null', '*', 'www.example.org', 'https://a@b.example', 'ftp://b.example', ''],
    ])
      expect(cardSchema.safeParse({ ...body, origins: [origin] }).success, origin).toBe(false);
  });
});
