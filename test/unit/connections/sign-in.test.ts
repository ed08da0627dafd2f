import { beforeEach, describe, expect, it } from 'vitest';
import { createConnection } from '../../../shared/connections/save-connection.ts';
import { openSeal } from '../../../shared/secrets/seal.ts';
import { credentialsBy, graphCloudOf, signInOf } from '../../../shared/connections/sign-in.ts';
import { InvalidError, UnavailableError } from '../../../shared/errors.ts';
import { graphClouds } from '../../../shared/source/graph/clouds.ts';
import { canary, client, input, key, pem, tenant, world, type World } from './stubs.ts';

let w: World;
beforeEach(() => {
  w = world();
});

describe('graphCloudOf', () => {
  const settings = {
    localCloud: { graph: 'https://localhost:1/', login: 'https://localhost:2/' },
    managedIdentityClientId: undefined,
  };

  it('knows the clouds of Microsoft', () => {
    expect(graphCloudOf('china', w.settings)).toBe(graphClouds.china);
  });

  it('knows the local one where the settings name it', () => {
    const cloud = graphCloudOf('local', settings);
    expect([cloud.graph.href, cloud.login.href]).toEqual(['https://localhost:1/', 'https://localhost:2/']);
    expect(() => graphCloudOf('local', w.settings)).toThrow(InvalidError);
  });
});

describe('signInOf', () => {
  it('opens the stored secret or certificate', async () => {
    const secret = await createConnection(w, input());
    const proof = signInOf(secret, w.seal, w.settings).proof;
    expect(proof.kind === 'secret' && proof.secret.reveal()).toBe(canary);
    const made = await pem();
    const certificate = made.private + made.cert;
    const certified = await createConnection(w, input({ credential: { kind: 'certificate', certificate } }));
    const other = signInOf(certified, w.seal, w.settings).proof;
    expect(other.kind === 'certificate' && other.pem.reveal()).toContain('PRIVATE KEY');
  });

  it('takes the identity of the connection before that of the settings', async () => {
    const settings = { localCloud: undefined, managedIdentityClientId: tenant };
    Object.assign(w, { settings });
    const named = await createConnection(
      w,
      input({ credential: { kind: 'managedIdentity', identityClientId: client } }),
    );
    expect(signInOf(named, w.seal, settings).proof).toEqual({ kind: 'managedIdentity', identityClientId: client });
    const unnamed = await createConnection(w, input({ credential: { kind: 'managedIdentity' } }));
    expect(signInOf(unnamed, w.seal, settings).proof).toEqual({ kind: 'managedIdentity', identityClientId: tenant });
    expect(() => signInOf(unnamed, w.seal, { ...settings, managedIdentityClientId: undefined })).toThrow(
      UnavailableError,
    );
  });

  it('says so when the value or its key is missing', async () => {
    const stored = await createConnection(w, input());
    expect(() => signInOf({ ...stored, sealed: {} }, w.seal, w.settings)).toThrow('has no secret');
    expect(() => signInOf(stored, openSeal([key('k2')]), w.settings)).toThrow('"k1"');
  });
});

describe('credentialsBy', () => {
  it('gives the same credential until the connection changes', async () => {
    const credentials = credentialsBy(w.seal, w.settings);
    const stored = await createConnection(w, input());
    const first = credentials(stored);
    await w.store.recordHealth(stored.id, { state: 'ok', problems: [] });
    expect(credentials(await w.store.get(stored.id))).toBe(first);
    const other = await createConnection(w, input());
    expect(credentials(other)).not.toBe(first);
    const changed = await w.store.replace({ ...stored, name: 'New' });
    expect(credentials(changed)).not.toBe(first);
    expect(credentials(changed)).toBe(credentials(changed));
  });
});
