import { describe, expect, it } from 'vitest';
import { mapFields } from '../../../shared/cards/field-map.ts';

describe('the field map', () => {
  it('takes what stands at the pointers', () => {
    const document = { contact: { email: 'a@b.example', names: ['Vera', 'Müßig'], zip: 85049 }, 'a/b': { 'c~d': 'x' } };
    const map = {
      ...{ email: '/contact/email', firstName: '/contact/names/0', lastName: '/contact/names/1' },
      ...{ postalCode: '/contact/zip', city: '/a~1b/c~0d' },
    };
    expect(mapFields(document, map)).toEqual({
      ...{ email: 'a@b.example', firstName: 'Vera', lastName: 'Müßig', postalCode: '85049', city: 'x' },
    });
  });

  it.each([
    '/missing',
    '/contact/missing/deeper',
    '/contact/none',
    '/contact/email/0',
    '/contact/names/2',
    '/contact/names/-',
  ])('leaves out what is not there: %s', (pointer) => {
    const document = { contact: { email: 'a', none: null, names: ['x'] } };
    expect(mapFields(document, { email: pointer })).toEqual({});
  });

  it.each([
    '/__proto__',
    '/constructor',
    '/constructor/name',
    '/toString',
    '/contact/hasOwnProperty',
    '/__proto__/polluted',
  ])('never reaches what the document does not say: %s', (pointer) => {
    expect(mapFields({ contact: {} }, { email: pointer })).toEqual({});
  });

  it('reads an own __proto__ as any other name, and changes no prototype', () => {
    const document: unknown = JSON.parse('{"__proto__":{"email":"a@b.example"}}');
    expect(mapFields(document, { email: '/__proto__/email' })).toEqual({ email: 'a@b.example' });
    expect(Object.hasOwn(Object.prototype, 'email')).toBe(false);
  });

  it('passes on what is no text, to be refused by name', () => {
    const document = { list: ['x'], object: {}, truth: true, empty: '' };
    expect(mapFields(document, { email: '/list', phone: '/object', note: '/truth', city: '/empty' })).toEqual({
      ...{ email: ['x'], phone: {}, note: true, city: '' },
    });
  });

  it.each([null, 'text', 7, true, []])('finds nothing in %j', (document) => {
    expect(mapFields(document, { email: '/email' })).toEqual({});
  });
});
