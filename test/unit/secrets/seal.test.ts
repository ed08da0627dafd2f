import fc from 'fast-check';
import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openSeal, sealingKeyOf } from '../../../shared/secrets/seal.ts';
import { Secret } from '../../../shared/secrets/secret.ts';
import { InvalidError, UnavailableError } from '../../../shared/errors.ts';
import { canary, key } from '../connections/stubs.ts';

const place = { kind: 'connection' as const, id: 'abc', field: 'secret' };
const seal = openSeal([key('k1')]);
const broken: unknown = expect.objectContaining({ name: 'UnavailableError', code: 'sealBroken' });

function errorOf(call: () => unknown): unknown {
  try {
    return { opened: call() };
  } catch (error) {
    return error;
  }
}

describe('the seal', () => {
  it('gives back what was sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), fc.string(), fc.string(), (text, id, field) => {
        const owner = { kind: 'connection' as const, id, field };
        const sealed = seal.seal(owner, new Secret(text));
        expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]*\.[\w-]{22}$/);
        expect(seal.open(owner, sealed).reveal()).toBe(text);
      }),
    );
  });

  it('writes with the newest key and reads with all', () => {
    const old = seal.seal(place, new Secret(canary));
    const rotated = openSeal([key('k2'), key('k1')]);
    expect(rotated.writes).toBe('k2');
    expect(rotated.keyIds).toEqual(['k2', 'k1']);
    expect(rotated.open(place, old).reveal()).toBe(canary);
    expect(sealingKeyOf(rotated.seal(place, new Secret(canary)))).toBe('k2');
  });

  it('fails for every bit that is flipped in the text', () => {
    const sealed = seal.seal(place, new Secret(canary));
    for (let index = 0; index < sealed.length; index++) {
      for (let bit = 0; bit < 8; bit++) {
        const altered = String.fromCharCode(sealed.charCodeAt(index) ^ (1 << bit));
        const error = errorOf(() => seal.open(place, sealed.slice(0, index) + altered + sealed.slice(index + 1)));
        expect(error, `bit ${bit} of character ${index}`).toBeInstanceOf(UnavailableError);
      }
    }
  });

  it('fails for every bit that is flipped in the bytes', () => {
    const parts = seal.seal(place, new Secret(canary)).split('.');
    for (const which of [2, 3, 4]) {
      const bytes = Buffer.from(parts[which]!, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const altered = Buffer.from(bytes);
        altered[bit >> 3]! ^= 1 << (bit & 7);
        const text = parts.with(which, altered.toString('base64url')).join('.');
        expect(errorOf(() => seal.open(place, text))).toEqual(broken);
      }
    }
  });

  it('opens at its own owner and field only', () => {
    const sealed = seal.seal(place, new Secret(canary));
    expect(errorOf(() => seal.open({ ...place, id: 'abd' }, sealed))).toEqual(broken);
    expect(errorOf(() => seal.open({ ...place, kind: 'profile' }, sealed))).toEqual(broken);
    expect(errorOf(() => seal.open({ ...place, field: 'certificate' }, sealed))).toEqual(broken);
    // Boundaries between the two cannot be moved.
    expect(errorOf(() => seal.open({ kind: 'connection', id: 'ab', field: 'csecret' }, sealed))).toEqual(broken);
  });

  it.each([4, 8, 12, 13, 14, 15])('refuses a genuine tag of %i bytes', (length) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key('k1').key, iv, { authTagLength: length });
    cipher.setAAD(Buffer.from(JSON.stringify(['v1', 'k1', place.kind, place.id, place.field])));
    const text = Buffer.concat([cipher.update(canary), cipher.final()]);
    const sealed = ['v1', 'k1', ...[iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
    expect(errorOf(() => seal.open(place, sealed))).toEqual(broken);
  });

  it.each(['', 'v1', 'v1.k1', 'v1.k1...', 'v2.k1.AAAAAAAAAAAAAAAA.AA.AAAAAAAAAAAAAAAAAAAAAA', canary, 'v1..a.b.c'])(
    'refuses %j, which is no sealed value',
    (text) => {
      expect(errorOf(() => seal.open(place, text))).toEqual(broken);
      expect(sealingKeyOf(text)).toBeUndefined();
    },
  );

  it('refuses a sealed value with more parts, padding or blanks', () => {
    const sealed = seal.seal(place, new Secret(canary));
    for (const text of [`${sealed}.`, `${sealed}=`, `${sealed} `, ` ${sealed}`, `${sealed}.${sealed}`]) {
      expect(errorOf(() => seal.open(place, text))).toEqual(broken);
    }
  });

  it('names the key that is missing, and nothing of the content', () => {
    const sealed = openSeal([key('older')]).seal(place, new Secret(canary));
    const error = errorOf(() => seal.open(place, sealed));
    expect(error).toBeInstanceOf(UnavailableError);
    expect(error).toMatchObject({ code: 'sealingKeyMissing' });
    expect(String(error)).toContain('"older"');
    for (const part of [canary, ...sealed.split('.').slice(2)]) expect(String(error)).not.toContain(part);
  });

  it('does not read with another key under the same id', () => {
    const sealed = seal.seal(place, new Secret(canary));
    expect(errorOf(() => openSeal([key('k1', 7)]).open(place, sealed))).toEqual(broken);
  });

  it('binds the key id, so that renaming a key does not go unnoticed', () => {
    const sealed = seal.seal(place, new Secret(canary));
    const renamed = openSeal([key('k9', key('k1').key[0])]);
    expect(errorOf(() => renamed.open(place, sealed.replace('.k1.', '.k9.')))).toEqual(broken);
  });

  it('never uses an initialisation vector twice', () => {
    const count = 100_000;
    const secret = new Secret('x');
    const ivs = new Set(Array.from({ length: count }, () => seal.seal(place, secret).slice(6, 22)));
    expect(ivs.size).toBe(count);
  });

  it('refuses keys that are none, of the wrong length, or named twice', () => {
    for (const keys of [[], [{ id: 'k1', key: Buffer.alloc(16) }], [key('k1'), key('k1', 9)]]) {
      expect(errorOf(() => openSeal(keys))).toBeInstanceOf(InvalidError);
    }
  });
});
