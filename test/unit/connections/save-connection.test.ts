import { beforeEach, describe, expect, it } from 'vitest';
import { connectionView } from '../../../shared/connections/connection.ts';
import { createConnection, replaceConnection } from '../../../shared/connections/save-connection.ts';
import { signInOf } from '../../../shared/connections/sign-in.ts';
import {
  ConflictError,
  DeniedError,
  InvalidError,
  NotFoundError,
  ThrottledError,
  UnavailableError,
} from '../../../shared/errors.ts';
import { canary, client, failure, input, pem, results, tenant, world, type World } from './stubs.ts';

const otherGuid = '99999999-8888-7777-6666-555555555555';
const later = new Date('2026-11-22T10:00:00.000Z');

let w: World;
beforeEach(() => {
  w = world();
});

function refuseSignIn(code: string, words = 'Entra says no.'): void {
  w.answers.roles = () => {
    throw new DeniedError(words, { code });
  };
}

const without = (kind: string): { credential: { kind: string } } => ({ credential: { kind } });

async function storedSecret(id: string): Promise<string | undefined> {
  const { proof } = signInOf(await w.store.get(id), w.seal, w.settings);
  return proof.kind === 'secret' ? proof.secret.reveal() : undefined;
}

describe('creating a connection', () => {
  it('tests what was given, stores it and answers it', async () => {
    const created = await createConnection(w, input({ sender: 'noreply@contoso.com', testMailbox: 'a@contoso.com' }));
    expect(w.opened).toHaveLength(1);
    expect(w.opened[0]).toMatchObject({ cloud: 'global', tenant, client });
    expect(await w.store.get(created.id)).toEqual(created);
    expect(connectionView(created)).toMatchObject({
      id: created.id,
      credential: { kind: 'secret', hasSecret: true },
      health: { state: 'ok', testedAt: w.clock.toISOString(), problems: [] },
      version: 1,
      createdAt: w.clock.toISOString(),
      updatedAt: w.clock.toISOString(),
    });
    expect(await storedSecret(created.id)).toBe(canary);
  });

  it('shows the certificate by its thumbprint and last day', async () => {
    const made = await pem(90);
    const certificate = made.private + made.cert;
    const created = await createConnection(w, input({ credential: { kind: 'certificate', certificate } }));
    expect(connectionView(created).credential).toEqual({
      kind: 'certificate',
      hasSecret: true,
      certificateThumbprint: expect.stringMatching(/^[0-9A-F]{40}$/) as string,
      certificateExpiresOn: '2027-01-30',
    });
  });

  it.each(['secret', 'certificate'])('wants a %s', async (kind) => {
    const error = await failure(InvalidError, createConnection(w, input(without(kind))));
    expect(error.faults.map(({ pointer }) => pointer)).toEqual([`/credential/${kind}`]);
  });

  it('wants the name of an identity, from the connection or the settings', async () => {
    const error = await failure(InvalidError, createConnection(w, input(without('managedIdentity'))));
    expect(error.faults.map(({ pointer }) => pointer)).toEqual(['/credential/identityClientId']);
    Object.assign(w.settings, { managedIdentityClientId: otherGuid });
    const created = await createConnection(w, input(without('managedIdentity')));
    expect(w.opened[0]?.proof).toEqual({ kind: 'managedIdentity', identityClientId: otherGuid });
    expect(connectionView(created).credential).toEqual({ kind: 'managedIdentity', hasSecret: false });
  });

  it('refuses the cloud "local" unless the settings have it', async () => {
    const error = await failure(InvalidError, createConnection(w, input({ cloud: 'local' })));
    expect(error.faults).toEqual([
      { pointer: '/cloud', detail: expect.stringMatching(/^The cloud "local" is .*\.$/) as string },
    ]);
    Object.assign(w.settings, { localCloud: { graph: 'https://localhost:1', login: 'https://localhost:2' } });
    expect((await createConnection(w, input({ cloud: 'local' }))).cloud).toBe('local');
  });

  it.each([
    ['tenantUnknown', '/tenant'],
    ['clientUnknown', '/client'],
    ['clientDisabled', '/client'],
    ['cloudWrong', '/cloud'],
    ['secretExpired', '/credential/secret'],
    ['secretInvalid', '/credential/secret'],
    ['clientRejected', '/credential/secret'],
    ['blockedByPolicy', ''],
    ['AADSTS99999', ''],
    ['noToken', ''],
  ])('stores nothing when the sign-in is refused with %s, and points at "%s"', async (code, pointer) => {
    refuseSignIn(code);
    const error = await failure(InvalidError, createConnection(w, input()));
    expect(error.faults).toEqual([{ pointer, detail: 'Entra says no.' }]);
    expect(error.code).toBe('signInRefused');
    expect(await w.store.all()).toEqual([]);
  });

  it('points at the certificate or the identity that was refused', async () => {
    refuseSignIn('assertionRejected');
    const made = await pem();
    const credential = { kind: 'certificate', certificate: made.private + made.cert };
    const certified = await failure(InvalidError, createConnection(w, input({ credential })));
    expect(certified.faults[0]?.pointer).toBe('/credential/certificate');
    const identity = { credential: { kind: 'managedIdentity', identityClientId: otherGuid } };
    expect((await failure(InvalidError, createConnection(w, input(identity)))).faults[0]?.pointer).toBe(
      '/credential/identityClientId',
    );
  });

  it('recognises the id of a secret in the place of its value', async () => {
    refuseSignIn('secretInvalid');
    const guid = input({ credential: { kind: 'secret', secret: otherGuid } });
    expect((await failure(InvalidError, createConnection(w, guid))).faults[0]?.detail).toContain(
      "looks like the secret's id",
    );
    w.answers.roles = () => [];
    const { health } = await createConnection(w, guid);
    expect(health.problems).toMatchObject([{ field: '/credential/secret', level: 'warning' }]);
    expect(JSON.stringify(health)).not.toContain(otherGuid);
  });

  it.each([
    ['the sign-in service', 'roles'],
    ['the directory', 'mailboxes'],
  ] as const)('stores nothing when %s does not answer', async (_what, step) => {
    w.answers[step] = () => {
      throw new UnavailableError('Nobody answers.');
    };
    await expect(createConnection(w, input())).rejects.toThrow(UnavailableError);
    w.answers[step] = () => {
      throw new ThrottledError('Slower.', 7);
    };
    await expect(createConnection(w, input())).rejects.toMatchObject({ retryAfterSeconds: 7 });
    expect(await w.store.all()).toEqual([]);
  });

  it('stores a connection whose permissions are missing, and says which', async () => {
    const detail = 'Exchange denies access.';
    w.answers.permissions = () => results({ permission: 'User.Read.All', outcome: 'failed', detail });
    const { health, id } = await createConnection(w, input());
    expect(health.state).toBe('failing');
    expect(health.problems).toMatchObject([{ permission: 'User.Read.All', level: 'error' }]);
    expect((await w.store.get(id)).health).toEqual(health);
  });

  it('warns of a credential that ends soon', async () => {
    const { health } = await createConnection(
      w,
      input({ credential: { kind: 'secret', secret: canary, expiresOn: '2026-12-01' } }),
    );
    expect(health).toMatchObject({ state: 'ok', problems: [{ field: '/credential/expiresOn', level: 'warning' }] });
    expect(health.problems[0]?.detail).toContain('ends on 2026-12-01 (in 10 days)');
  });

  it('passes on what it does not understand', async () => {
    w.answers.roles = () => {
      throw new TypeError('bug');
    };
    await expect(createConnection(w, input())).rejects.toThrow(TypeError);
  });
});

describe('replacing a connection', () => {
  let id: string;
  let etag: string;
  beforeEach(async () => {
    const created = await createConnection(w, input());
    ({ id, etag } = created);
    w.clock = later;
  });

  it('keeps the secret that is left out, and tests with it', async () => {
    const replaced = await replaceConnection(w, id, input({ name: 'Fabrikam', ...without('secret') }), etag);
    expect(w.opened[1]?.proof.kind === 'secret' && w.opened[1].proof.secret.reveal()).toBe(canary);
    expect(await storedSecret(id)).toBe(canary);
    expect(replaced).toMatchObject({
      name: 'Fabrikam',
      version: 1,
      createdAt: '2026-11-21T10:00:00.000Z',
      updatedAt: later.toISOString(),
    });
    expect(replaced.etag).not.toBe(etag);
    expect(await w.store.get(id)).toEqual(replaced);
  });

  it('replaces the secret only by one that works', async () => {
    const next = input({ credential: { kind: 'secret', secret: 'another~value' } });
    refuseSignIn('secretInvalid');
    await expect(replaceConnection(w, id, next)).rejects.toThrow(InvalidError);
    expect(await storedSecret(id)).toBe(canary);
    expect((await w.store.get(id)).etag).toBe(etag);
    w.answers.roles = () => [];
    await replaceConnection(w, id, next);
    expect(await storedSecret(id)).toBe('another~value');
  });

  it('forgets the secret with a change to another kind of credential', async () => {
    const credential = { kind: 'managedIdentity', identityClientId: otherGuid };
    expect((await replaceConnection(w, id, input({ credential }))).sealed).toEqual({});
    const error = await failure(InvalidError, replaceConnection(w, id, input(without('secret'))));
    expect(error.faults[0]?.pointer).toBe('/credential/secret');
  });

  it('keeps a certificate with what is known of it', async () => {
    const made = await pem(90);
    const credential = { kind: 'certificate', certificate: made.private + made.cert };
    const certified = await replaceConnection(w, id, input({ credential }));
    const kept = await replaceConnection(w, id, input({ name: 'New', ...without('certificate') }));
    expect(kept.credential).toEqual(certified.credential);
    expect(kept.sealed).toEqual(certified.sealed);
  });

  it.each([
    ['the client', { client: otherGuid }],
    ['the cloud', { cloud: 'china' }],
  ])('sends a kept secret nowhere else: with %s changed it is wanted again', async (_what, changes) => {
    const error = await failure(InvalidError, replaceConnection(w, id, input({ ...changes, ...without('secret') })));
    expect(error.faults).toMatchObject([{ pointer: '/credential/secret' }]);
    expect(w.opened).toHaveLength(1);
  });

  it.each([
    ['the name', { name: 'New' }, 1],
    ['the secret', { credential: { kind: 'secret', secret: 'x~y' } }, 1],
    ['the sender and test mailbox', { sender: 'a@b.de', testMailbox: 'c@b.de' }, 1],
    ['nothing', {}, 1],
    ['the spelling of ids', { client: client.toUpperCase(), tenant: tenant.toUpperCase() }, 1],
    ['the tenant', { tenant: 'fabrikam.com' }, 2],
    ['the client', { client: otherGuid }, 2],
    ['the cloud', { cloud: 'china' }, 2],
    ['all three', { cloud: 'china', client: otherGuid, tenant: otherGuid }, 2],
  ])('with %s changed makes it version %#', async (_what, changes, version) => {
    const replaced = await replaceConnection(w, id, input(changes));
    expect(replaced.version).toBe(version);
    expect((await replaceConnection(w, id, input(changes))).version).toBe(version);
  });

  it('takes only the version that was read', async () => {
    await replaceConnection(w, id, input({ name: 'First' }), etag);
    const error = await failure(ConflictError, replaceConnection(w, id, input({ name: 'Second' }), etag));
    expect(error.code).toBe('changed');
    expect(w.opened).toHaveLength(2);
    expect((await w.store.get(id)).name).toBe('First');
  });

  it('notices a change that happens during the test', async () => {
    w.answers.permissions = () => {
      void w.store.get(id).then((stored) => w.store.replace({ ...stored, name: 'Faster' }));
      return results();
    };
    const slow = {
      ...w,
      activeRun: async () =>
        new Promise<undefined>((done) =>
          setTimeout(() => {
            done(undefined);
          }, 5),
        ),
    };
    expect((await failure(ConflictError, replaceConnection(slow, id, input({ name: 'Slower' })))).code).toBe('changed');
    expect((await w.store.get(id)).name).toBe('Faster');
  });

  it('is refused while a profile runs, naming the run', async () => {
    w.run = 'run-4711';
    const error = await failure(ConflictError, replaceConnection(w, id, input({ name: 'New' })));
    expect(error.code).toBe('running');
    expect(error.message).toContain('run-4711');
    expect(w.opened).toHaveLength(1);
    expect((await w.store.get(id)).name).toBe('Contoso');
  });

  it('is refused when a run starts during the test', async () => {
    w.answers.permissions = () => {
      w.run = 'run-4712';
      return results();
    };
    await expect(replaceConnection(w, id, input({ name: 'New' }))).rejects.toThrow('run-4712');
    expect((await w.store.get(id)).name).toBe('Contoso');
  });

  it('says not found for a connection that is not there', async () => {
    await expect(replaceConnection(w, 'nothing', input())).rejects.toThrow(NotFoundError);
  });
});
