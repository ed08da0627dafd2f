import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROUTES } from '../../../local/graph-simulator/graph/routes.ts';
import { OPENAPI_PATH, stage } from './harness.ts';
import { ANNA, BOB } from './tenant-fixture.ts';

describe.skipIf(OPENAPI_PATH === undefined)('against graph-openapi.json', () => {
  const set = stage({}, true);
  const contacts = `/users/${BOB}/contacts`;
  afterEach(() => {
    set().simulator.control.clearViolations();
  });

  it('every route has the path, method, operation id and permissions of the contract', () => {
    const operation = z.looseObject({ operationId: z.string(), 'x-app-permissions': z.array(z.string()) });
    const { paths } = z
      .looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(JSON.parse(readFileSync(OPENAPI_PATH ?? '', 'utf8')));
    for (const route of ROUTES) {
      const found = operation.parse(paths[route.template]?.[route.method.toLowerCase()]);
      expect(found.operationId).toBe(route.operation);
      const [least = ''] = found['x-app-permissions'];
      expect(route.permissions).toContain(least);
    }
  });

  it.each<[string, string, string, unknown, string]>([
    ['an unknown path', 'GET', '/users/x/messages', undefined, 'no such path'],
    ['an unknown method', 'DELETE', `/users/${ANNA}`, undefined, 'no such method'],
    ['an unknown query parameter', 'GET', `${contacts}?limit=5`, undefined, 'unknown query parameter limit'],
    ['a value of the wrong type', 'GET', `${contacts}?$top=many`, undefined, 'query parameter $top'],
    ['a value out of range', 'GET', `${contacts}?$top=5000`, undefined, 'query parameter $top'],
    [
      'an unknown property in $select',
      'GET',
      `${contacts}?$select=id,phone`,
      undefined,
      'unknown property phone in $select',
    ],
    [
      'an unknown property in $expand',
      'GET',
      `${contacts}?$expand=photo`,
      undefined,
      'unknown navigation property photo',
    ],
    [
      '$expand of a plain property',
      'GET',
      `${contacts}?$expand=surname`,
      undefined,
      'unknown navigation property surname',
    ],
    ['options that delta does not take', 'GET', `${contacts}/delta?$top=5`, undefined, 'unknown query parameter $top'],
    [
      'an unknown property in a body',
      'POST',
      contacts,
      { givenName: 'A', fax: '1' },
      'must NOT have additional properties (fax)',
    ],
    [
      'an unknown property deep in a body',
      'POST',
      contacts,
      { givenName: 'A', emailAddresses: [{ mail: 'x' }] },
      '/emailAddresses/0',
    ],
    ['a wrong type in a body', 'POST', contacts, { givenName: 5 }, 'body /givenName: must be string'],
    [
      'too many values in a body',
      'POST',
      contacts,
      { givenName: 'A', businessPhones: ['1', '2', '3'] },
      '/businessPhones',
    ],
    [
      'a read-only property in a body',
      'POST',
      contacts,
      { givenName: 'A', changeKey: 'x' },
      'body /changeKey: is read-only',
    ],
    ['a body that is missing', 'POST', contacts, undefined, 'the body is missing'],
    ['a mail in the wrong shape', 'POST', `/users/${ANNA}/sendMail`, { message: { subject: 'x', to: [] } }, '/message'],
    [
      'a batch in the wrong shape',
      'POST',
      '/$batch',
      { requests: [{ id: 1, method: 'GET', url: '/users' }] },
      '/requests/0/id',
    ],
  ])('notes %s', async (_what, verb, path, body, expected) => {
    const { client, simulator } = set();
    await client.write(verb, path, body);
    const noted = simulator.control.violations.join('\n');
    expect(noted).toContain(expected);
    expect(noted).toMatch(/^request /);
  });

  it('notes it inside batches too', async () => {
    const { client, simulator } = set();
    await client.batch([{ id: '1', method: 'GET', url: `${contacts}?$select=phone` }]);
    expect(simulator.control.violations).toEqual([
      `request GET /v1.0${contacts}?$select=phone: unknown property phone in $select`,
    ]);
  });

  it('finds nothing in what is right', async () => {
    const { client, simulator } = set();
    const fax = { id: 'String 0x3a24', value: '1' };
    const body = {
      '@odata.type': '#microsoft.graph.contact',
      givenName: 'A',
      birthday: '1974-07-22',
      singleValueExtendedProperties: [fax],
    };
    const { id } = await client.item('POST', contacts, body);
    await client.item('PATCH', `${contacts}/${id}`, { mobilePhone: null, homeAddress: { city: 'Bonn' } });
    await client.pages(`/users/${ANNA}/contacts?$top=20&$count=true&$orderby=displayName`);
    await client.pages(`/users/${ANNA}/contacts/delta?$select=id,displayName`);
    await client.pages(
      `${contacts}?$select=id,singleValueExtendedProperties&$expand=singleValueExtendedProperties($filter=id eq 'String 0x3a24')`,
    );
    await client.pages('/users?$select=id,accountEnabled&$top=2');
    await client.write('DELETE', `${contacts}/${id}`);
    const text = { contentType: 'Text', content: 'x' };
    const message = { subject: 'x', body: text, toRecipients: [{ emailAddress: { address: 'a@b.example' } }] };
    await client.write('POST', `/users/${ANNA}/sendMail`, { message, saveToSentItems: false });
    expect(simulator.control.violations).toEqual([]);
  });
});

describe('without graph-openapi.json', () => {
  const set = stage({ openapiPath: undefined });

  it('nothing is checked', async () => {
    await set().client.get('/nonsense');
    expect(set().simulator.control.violations).toEqual([]);
  });
});
