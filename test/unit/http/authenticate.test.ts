import { beforeAll, describe, expect, it } from 'vitest';
import { authentication, type KeyFinder } from '../../../shared/http/authenticate.ts';
import { UnauthenticatedError } from '../../../shared/http/http-errors.ts';
import { apiKeys } from '../../../shared/keys/keys.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { apiRequest, failureOf } from './api-request.ts';
import { delegated, issuer, now, settings, type Issuer } from './entra.ts';

const none: KeyFinder = { find: () => Promise.resolve(undefined) };
const local = { entra: undefined, localAdmin: true };
const remote = { entra: undefined, localAdmin: false };
const withKey = (text: string) => apiRequest({ headers: { 'x-api-key': text } });

let entra: Issuer;
beforeAll(async () => {
  entra = await issuer();
});

describe('authentication', () => {
  it('finds out who has an API key, by header and by Basic', async () => {
    const keys = apiKeys(memoryTable());
    const { text, key } = await keys.create({ name: 'PBX', role: 'phone', profile: 'p1' });
    const authenticate = authentication(remote, keys);
    const caller = { id: key.id, role: 'phone', profile: 'p1', via: 'key' };
    expect(await authenticate(withKey(text), { basic: false })).toEqual(caller);
    const basic = apiRequest({
      headers: { authorization: `Basic ${Buffer.from(`phone7:${text}`).toString('base64')}` },
    });
    expect(await authenticate(basic, { basic: true })).toEqual(caller);
  });

  it('says the same about unknown, revoked, expired and malformed keys', async () => {
    let time = now;
    const keys = apiKeys(memoryTable(), () => time);
    const authenticate = authentication(remote, keys);
    const revoked = await keys.create({ name: 'revoked', role: 'admin' });
    const expired = await keys.create({ name: 'expired', role: 'admin', expiresAt: '2026-11-21T13:00:00.000Z' });
    expect(await authenticate(withKey(expired.text), { basic: false })).toBeDefined();
    await keys.delete(revoked.key.id);
    time = new Date('2026-11-21T13:00:00Z');
    const unknown = revoked.text.slice(0, -3) + 'xyz';
    const texts = new Set<unknown>();
    for (const text of [revoked.text, expired.text, unknown, 'pb_x', '', 'x'.repeat(100_000), 'local-admin']) {
      const error = await failureOf(() => authenticate(withKey(text), { basic: false }));
      expect(error).toBeInstanceOf(UnauthenticatedError);
      texts.add(error instanceof Error && error.message);
    }
    expect([...texts]).toEqual(['The API key is not valid (unknown, revoked or expired).']);
  });

  it('takes the local key only where the settings say so', async () => {
    const caller = { id: 'local-admin', role: 'admin', profile: undefined, via: 'local' };
    expect(await authentication(local, none)(withKey('local-admin'), { basic: false })).toEqual(caller);
    for (const text of ['local-admin ', 'Local-Admin', 'local-admi']) {
      expect(await failureOf(() => authentication(local, none)(withKey(text), { basic: false }))).toBeInstanceOf(
        UnauthenticatedError,
      );
    }
    expect(
      await failureOf(() => authentication(remote, none)(withKey('local-admin'), { basic: false })),
    ).toBeInstanceOf(UnauthenticatedError);
  });

  it('takes bearer tokens where Entra ID is configured, and says so where it is not', async () => {
    const request = apiRequest({ headers: { authorization: `Bearer ${await entra.sign(delegated)}` } });
    const configured = authentication({ entra: settings, localAdmin: false }, none, {
      fetch: entra.fetch,
      now: () => now,
    });
    expect(await configured(request, { basic: false })).toMatchObject({ via: 'token', role: 'reader' });
    const error = await failureOf(() => authentication(local, none)(request, { basic: false }));
    expect(error).toBeInstanceOf(UnauthenticatedError);
    expect(error).toMatchObject({ message: expect.stringContaining('Entra ID is not configured') as string });
  });

  it('never looks a token up as a key or a key as a token', async () => {
    const asked: string[] = [];
    const keys: KeyFinder = { find: (text) => Promise.resolve(void asked.push(text)) };
    const authenticate = authentication(local, keys);
    await failureOf(() =>
      authenticate(apiRequest({ headers: { authorization: 'Bearer local-admin' } }), { basic: true }),
    );
    expect(asked).toEqual([]);
  });

  it('refuses a phone key that names no profile', async () => {
    const keys: KeyFinder = { find: () => Promise.resolve({ id: 'k', role: 'phone' as const }) };
    expect(await failureOf(() => authentication(remote, keys)(withKey('x'), { basic: false }))).toBeInstanceOf(
      UnauthenticatedError,
    );
  });
});
