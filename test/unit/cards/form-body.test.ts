import { describe, expect, it } from 'vitest';
import { formFields } from '../../../shared/cards/form-body.ts';
import { InvalidError } from '../../../shared/errors.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function faultOf(form: Uint8Array): { pointer: string; detail: string } | undefined {
  try {
    formFields(form);
  } catch (error) {
    if (error instanceof InvalidError) return error.faults[0];
    throw error;
  }
  return undefined;
}

describe('a form', () => {
  it('is read as browsers write it', () => {
    expect(formFields(bytes('a=1+2&b=%C3%9F%26%3D%2B&c=&d&e=x=y&%C3%A4=%F0%9F%98%80'))).toEqual({
      ...{ a: '1 2', b: 'ß&=+', c: '', d: '', e: 'x=y', ä: '😀' },
    });
    expect(formFields(bytes(''))).toEqual({});
  });

  it('keeps a field called __proto__ as a field', () => {
    const fields = formFields(bytes('__proto__=x&constructor=y'));
    expect(Object.entries(fields)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  });

  it.each([
    ['a=1&a=2', '/a'],
    ['a=1&%61=1', '/a'],
    ['a/~b=1&a/~b=1', '/a~1~0b'],
    [`${'x'.repeat(500)}=1&${'x'.repeat(500)}=1`, ''],
  ])('may not have a field twice: %s', (text, pointer) => {
    expect(faultOf(bytes(text))).toEqual({ pointer, detail: 'A field was sent twice; send each once.' });
  });

  it.each([
    new Uint8Array([0x61, 0x3d, 0xff]),
    new Uint8Array([0x61, 0x3d, 0xc3]),
    new Uint8Array([0x61, 0x3d, 0xed, 0xa0, 0x80]),
    bytes('name=J%F6rg'),
    bytes('name=%ED%A0%80'),
    bytes('%FF=x'),
    bytes('name=100%'),
    bytes('name=%zz'),
  ])('must be UTF-8, also where it is escaped: %s', (form) => {
    expect(faultOf(form)?.detail).toContain('UTF-8');
  });

  it('may have 50 fields', () => {
    const fields = (count: number): Uint8Array =>
      bytes(Array.from({ length: count }, (_, index) => `f${index}=1`).join('&'));
    expect(Object.keys(formFields(fields(50)))).toHaveLength(50);
    expect(faultOf(fields(51))?.detail).toContain('50');
  });
});
