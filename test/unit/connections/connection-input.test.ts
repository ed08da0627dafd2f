import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectionInputSchema } from '../../../shared/connections/connection-input.ts';
import { looseObjects } from '../../../shared/http/loose-objects.ts';
import { body, canary, client, pem, tenant } from './stubs.ts';

/** The places that are at fault, with what is said about them. */
function faultsOf(value: unknown): Record<string, string> {
  const result = connectionInputSchema.safeParse(value);
  const issues = result.error?.issues ?? [];
  return Object.fromEntries(issues.map((issue) => [`/${issue.path.join('/')}`, issue.message]));
}

const credential = (changes: Record<string, unknown>): Record<string, unknown> =>
  body({ credential: { kind: 'secret', secret: canary, ...changes } });

let whole: string;
beforeAll(async () => {
  const { private: key, cert } = await pem();
  whole = `${key}\n${cert}`;
});

describe('the input of a connection', () => {
  it('takes everything that the design names', () => {
    const all = body({ sender: 'noreply@contoso.com', testMailbox: "o'neil@contoso.com" });
    for (const cloud of ['global', 'usGovernment', 'usGovernmentDod', 'china', 'local']) {
      expect(faultsOf({ ...all, cloud })).toEqual({});
    }
    expect(faultsOf(credential({ expiresOn: '2027-01-31' }))).toEqual({});
    expect(faultsOf(credential({ secret: undefined }))).toEqual({});
    expect(faultsOf(body({ credential: { kind: 'certificate', certificate: whole } }))).toEqual({});
    expect(faultsOf(body({ credential: { kind: 'certificate' } }))).toEqual({});
    expect(faultsOf(body({ credential: { kind: 'managedIdentity' } }))).toEqual({});
    expect(faultsOf(body({ credential: { kind: 'managedIdentity', identityClientId: client } }))).toEqual({});
  });

  it('writes ids and domains in lower case and trims what people read', () => {
    const parsed = connectionInputSchema.parse(
      body({ name: '  Contoso ', tenant: ' Contoso.COM ', client: client.toUpperCase() }),
    );
    expect(parsed).toMatchObject({ name: 'Contoso', tenant: 'contoso.com', client });
  });

  it('hides what is secret from the moment it is parsed', () => {
    expect(JSON.stringify(connectionInputSchema.parse(body()))).not.toContain(canary);
    const certified = connectionInputSchema.parse(body({ credential: { kind: 'certificate', certificate: whole } }));
    expect(JSON.stringify(certified)).not.toContain('PRIVATE KEY');
  });

  const required = ['kind', 'name', 'cloud', 'tenant', 'client', 'credential'];
  const fields = [...required, 'sender', 'testMailbox'];
  it.each(required)('wants %s', (field) => {
    expect(Object.keys(faultsOf(body({ [field]: undefined })))).toEqual([`/${field}`]);
  });

  it.each(fields)('refuses %s of another type', (field) => {
    for (const value of [null, 7, true, [], ['x'], {}, '']) {
      const places = Object.keys(faultsOf(body({ [field]: value })));
      expect(places.length, JSON.stringify(value)).toBeGreaterThan(0);
      for (const at of places) expect(at.startsWith(`/${field}`), at).toBe(true);
    }
  });

  it('refuses fields it does not know, at every level', () => {
    const messages = [
      faultsOf(body({ secret: canary })),
      faultsOf(credential({ hasSecret: true })),
      faultsOf(body({ id: 'x' })),
    ];
    expect(messages.map((faults) => Object.keys(faults))).toEqual([['/'], ['/credential'], ['/']]);
    expect(JSON.stringify(messages)).not.toContain(canary);
    expect(faultsOf(body({ credential: { kind: 'managedIdentity', secret: canary } }))).toHaveProperty('/credential');
  });

  it.each([
    ['name', 'x'.repeat(101)],
    ['name', ' '],
    ['name', 'a\u0000b'],
    ['name', 'a\u202eb'],
    ['name', 'a\nb'],
    ['name', 'a\ud800'],
    ['cloud', 'Global'],
    ['cloud', 'germany'],
    ['tenant', 'common'],
    ['tenant', 'organizations'],
    ['tenant', 'contoso'],
    ['tenant', 'contoso.com/..'],
    ['tenant', 'https://contoso.com'],
    ['tenant', '..'],
    ['tenant', '-a.com'],
    ['tenant', 'contoso.com\u0000'],
    ['tenant', `${'a'.repeat(250)}.com`],
    ['tenant', '{11111111-2222-3333-4444-555555555555}'],
    ['client', 'my-app'],
    ['client', `${client}0`],
    ['client', `${client}\u0007`],
    ['sender', 'nobody'],
    ['sender', 'a@b@contoso.com'],
    ['sender', 'a\u0000@contoso.com'],
    ['sender', 'a\r\nBcc: x@contoso.com'],
    ['sender', `${'a'.repeat(250)}@contoso.com`],
    ['testMailbox', '../users'],
    ['testMailbox', ' '],
    ['testMailbox', 'Anna <a@contoso.com>'],
  ])('refuses %s, case %#', (field, value) => {
    expect(Object.keys(faultsOf(body({ [field]: value })))).toEqual([`/${field}`]);
  });

  it.each([
    tenant,
    tenant.toUpperCase(),
    'contoso.com',
    'contoso.onmicrosoft.com',
    'xn--mller-kva.example',
    'a.b.c.de',
  ])('takes the tenant %s', (value) => {
    expect(faultsOf(body({ tenant: value }))).toEqual({});
  });

  it.each([
    ['', 'leave the field out'],
    ['x'.repeat(1001), '1000'],
    [` ${canary}`, 'blank'],
    [`${canary} `, 'blank'],
    [`${canary}\u00a0`, 'blank'],
    [`${canary}\n`, 'line break'],
    [`a\u0000b`, 'control characters'],
    ['a\u200eb', 'control characters'],
    [null, ''],
    [7, ''],
    [['x'], ''],
  ])('refuses a secret, case %#', (secret, words) => {
    const faults = faultsOf(credential({ secret }));
    expect(Object.keys(faults)).toEqual(['/credential/secret']);
    expect(faults['/credential/secret']).toContain(words);
    expect(JSON.stringify(faults)).not.toContain(canary);
  });

  it('takes secrets of up to 1,000 characters', () => {
    expect(faultsOf(credential({ secret: 'x'.repeat(1000) }))).toEqual({});
  });

  it.each(['31.01.2027', '2027-02-30', '2027-1-1', '2027-01-31T00:00:00Z', '', null, 7])(
    'refuses the date %j',
    (expiresOn) => {
      expect(Object.keys(faultsOf(credential({ expiresOn })))).toEqual(['/credential/expiresOn']);
    },
  );

  it.each(['', 'x', 'x'.repeat(20_001), null, 7, {}])('refuses a certificate, case %#', (certificate) => {
    const faults = faultsOf(body({ credential: { kind: 'certificate', certificate } }));
    expect(Object.keys(faults)).toEqual(['/credential/certificate']);
  });

  it('refuses other kinds, and an identity that is no GUID', () => {
    expect(faultsOf(body({ kind: 'ews' }))).toHaveProperty('/kind');
    expect(faultsOf(body({ credential: { kind: 'password', secret: canary } }))).toHaveProperty('/credential/kind');
    const identity = { kind: 'managedIdentity', identityClientId: 'x' };
    expect(faultsOf(body({ credential: identity }))).toHaveProperty('/credential/identityClientId');
    for (const value of [null, 7, 'x', []]) expect(faultsOf(value)).not.toEqual({});
  });

  it('drops nothing silently', () => {
    expect(looseObjects(connectionInputSchema)).toEqual([]);
  });

  it('describes itself for the documentation, secrets as write-only', () => {
    const text = JSON.stringify(z.toJSONSchema(connectionInputSchema, { io: 'input' }));
    expect(text.match(/"writeOnly":true/g)).toHaveLength(2);
    expect(text).toContain('"const":"managedIdentity"');
  });
});
