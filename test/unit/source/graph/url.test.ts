import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidError } from '../../../../shared/errors.ts';
import { graphClouds, localCloud } from '../../../../shared/source/graph/clouds.ts';
import { directoryId, itemId, objectId, odataText, trustedLink, urlOf } from '../../../../shared/source/graph/url.ts';

const cloud = graphClouds.global;
// Security reference S17 and M2.
const hostile = [
  '.',
  '..',
  '%2e%2e',
  'a/b',
  'a?x',
  'a#x',
  "a'b",
  'a\\b',
  '․․',
  '。。',
  '',
  ' ',
  'a b',
  '$value',
  '..%2f',
];

describe('path segments', () => {
  it.each(hostile)('refuses %j in every place', (text) => {
    expect(() => directoryId(text)).toThrow(InvalidError);
    expect(() => itemId(text)).toThrow(InvalidError);
    expect(() => objectId(text)).toThrow(InvalidError);
  });

  it.each(['anna@../x.de', 'a@b', 'a@b.de/..', 'a@b.de?x', '$a@b.de', 'a%2fb@c.de', 'ä@b.de', 'a@b..de'])(
    'refuses the address %j',
    (text) => {
      expect(() => directoryId(text)).toThrow(InvalidError);
    },
  );

  it('encodes addresses that are legal in the directory', () => {
    const url = (name: string) => urlOf(cloud, ['users', directoryId(name), 'contacts']);
    expect(url("o'brien@contoso.com")).toBe('https://graph.microsoft.com/v1.0/users/o%27brien%40contoso.com/contacts');
    expect(url('x_y.de#EXT#@c.onmicrosoft.com')).toBe(
      'https://graph.microsoft.com/v1.0/users/x_y.de%23EXT%23%40c.onmicrosoft.com/contacts',
    );
    expect(url('a+b@contoso.com')).toBe('https://graph.microsoft.com/v1.0/users/a%2Bb%40contoso.com/contacts');
  });

  it('never lets a text leave its place in the path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const segment of [directoryId, itemId]) {
          try {
            const url = new URL(urlOf(cloud, ['users', segment(text), 'contacts']));
            expect(url.pathname.split('/')).toHaveLength(5);
            expect(url.search + url.hash).toBe('');
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidError);
          }
        }
      }),
    );
  });
});

describe('query values', () => {
  it('encodes what would end or change them and doubles quotes', () => {
    const $filter = `mail eq ${odataText("o'b&c#d+e@x.de")}`;
    const url = urlOf(cloud, ['users'], { $filter, $select: 'id,mail' });
    expect(url).toBe(
      'https://graph.microsoft.com/v1.0/users?$filter=mail%20eq%20%27o%27%27b%26c%23d%2Be%40x.de%27&$select=id,mail',
    );
    expect(new URL(url).searchParams.get('$filter')).toBe($filter);
  });
});

describe('links', () => {
  const local = localCloud(new URL('https://localhost:8442/'), new URL('https://localhost:8443/'));

  it.each([
    'http://graph.microsoft.com/v1.0/x',
    'https://evil.example/v1.0/x',
    'https://graph.microsoft.com.evil.example/',
    'https://graph.microsoft.com@evil.example/',
    'https://user:pw@graph.microsoft.com/v1.0/x',
    'https://graph.microsoft.com:444/v1.0/x',
    'https://graph.microsoft.us/v1.0/x',
    '/v1.0/x',
    '',
  ])('refuses %j', (link) => {
    expect(() => trustedLink(cloud, link)).toThrow(InvalidError);
  });

  it('follows https links on the host of the cloud, unchanged', () => {
    const link = 'https://graph.microsoft.com/v1.0/users/a/contacts/delta?%24deltatoken=a&b=1&$select=x&a=2';
    expect(trustedLink(cloud, link)).toBe(link);
    expect(trustedLink(local, 'https://localhost:8443/v1.0/x')).toBe('https://localhost:8443/v1.0/x');
    expect(() => trustedLink(local, 'https://localhost:8444/v1.0/x')).toThrow(InvalidError);
  });
});

describe('clouds', () => {
  it('asks each for its own token', () => {
    expect(graphClouds.usGovernmentDod.scope).toBe('https://dod-graph.microsoft.us/.default');
    expect(localCloud(new URL('https://localhost:1/'), new URL('https://localhost:2/')).scope).toBe(
      'https://localhost:2/.default',
    );
  });
});
