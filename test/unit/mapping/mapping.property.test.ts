import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contactFields, type ContactField, type ContactValues } from '../../../shared/contacts/contact.ts';
import { findJsonProblem } from '../../../shared/mapping/json-text.ts';
import { mappingSchema, type Mapping } from '../../../shared/mapping/mapping.ts';
import { readSource } from '../../../shared/mapping/variables.ts';
import { compiled, faultsOf, mappingOf } from './mappings.ts';

const nasty = fc.constantFrom(
  '"', '\\', '\n', '\r\n', '\u0000', '\u001b', '\u2028', '\ud800', '\udfff', '{{{Surname}}}', '{{#x}}', '{{=<% %>=}}',
  '","admin":"1', '</script>', '__proto__', '😀', 'ä', '&amp;', ' ',
); // prettier-ignore
const anyText = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 6 })
  .map((parts) => parts.join(''));
const values: fc.Arbitrary<ContactValues> = fc.dictionary(fc.constantFrom(...contactFields), anyText);
const part = fc.oneof(
  fc.record({
    field: fc.constantFrom<ContactField | 'local_id'>(...contactFields, 'local_id'),
    form: fc.constantFrom('{{{x}}}', '{{x}}', '{{&x}}', '{{{ x }}}'),
  }),
  anyText.map((text) => text.replace(/\{+/g, ' { ')),
);
const parts = fc.array(part, { maxLength: 4 });
type Part = string | { field: ContactField | 'local_id'; form: string };
const written = (given: Part[]): string =>
  given.map((one) => (typeof one === 'string' ? one : one.form.replace('x', one.field))).join('');
const template = parts.map(written);
const name = fc
  .stringMatching(/^[a-z_][\w.-]{0,8}$/)
  .filter((text) => !['constructor', 'prototype', '__proto__', 'post'].includes(text));
const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof(template, fc.integer(), fc.boolean(), fc.constant(null)),
  tree: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'tree' },
    tie('leaf'),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 3 }),
  ),
}));
const record = fc.dictionary(name, tree, { maxKeys: 6 });

/** The same value with all texts made equal: what is left is its shape. */
function shape(value: unknown): unknown {
  if (typeof value === 'string') return '';
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, inner]) => [key, shape(inner)]);
}

test('whatever the data holds, the record is JSON of the shape of the structure', () => {
  fc.assert(
    fc.property(record, values, anyText, (structure, given, localId) => {
      const rendered = compiled(structure).render(given, localId);
      const back: unknown = JSON.parse(JSON.stringify(rendered));
      expect(back).toEqual(rendered);
      expect(shape(rendered.record)).toEqual(shape(structure));
    }),
    { numRuns: 500 },
  );
});

test('a template gives its texts and the values of its fields, whichever braces they have, and nothing else', () => {
  fc.assert(
    fc.property(parts, values, anyText, (given, view, localId) => {
      const valueOf = (field: ContactField | 'local_id'): string =>
        field === 'local_id' ? localId : (view[field] ?? '');
      const expected = given.map((one) => (typeof one === 'string' ? one : valueOf(one.field))).join('');
      const mapping = compiled({ a: written(given) });
      expect(mapping.render(view, localId).record).toEqual({ a: expected });
      const plain = given.map((one) => (typeof one === 'string' ? one : { ...one, form: '{{x}}' }));
      expect(compiled({ a: written(plain) }).version).toBe(mapping.version);
    }),
    { numRuns: 500 },
  );
});

test('garbage is refused with faults and nothing else', () => {
  const bits = fc.constantFrom(
    '{{',
    '}}',
    '{{{',
    '}}}',
    '#',
    '/',
    '^',
    '>',
    '=',
    '&',
    '!',
    ' ',
    'Surname',
    '.',
    '\n',
    '<% %>',
  );
  const garbage = fc
    .array(fc.oneof(bits, fc.string({ maxLength: 3 })), { maxLength: 12 })
    .map((parts) => parts.join(''));
  const anything = fc.anything({
    withNullPrototype: true,
    withBigInt: true,
    withDate: true,
    withMap: true,
    values: [garbage, fc.double(), fc.constant(null)],
  });
  fc.assert(
    fc.property(
      fc.oneof(anything, fc.dictionary(garbage, garbage), garbage),
      fc.array(fc.record({ name: garbage, source: garbage }), { maxLength: 3 }),
      (given, variables) => {
        const mapping: Mapping = { ...mappingOf({}), variables, structure: { phonebook: [given] } };
        for (const fault of faultsOf(mapping)) {
          expect(fault.pointer).toMatch(/^\/(?:structure|variables)/);
          expect(fault.detail).toMatch(/^[\s\S]+\.$/);
        }
        mappingSchema.safeParse({ variables, structure: given });
        expect(Object.keys(Object.prototype)).toEqual([]);
      },
    ),
    { numRuns: 2000 },
  );
});

test('the position finder takes exactly what JSON.parse takes, but for fields given twice', () => {
  const bits = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b"',
    '1',
    '-',
    '0',
    '01',
    '1.5e3',
    '1.',
    'true',
    'nul',
    ' ',
    '\n',
    '"',
    '\\',
    '"\\u00',
    '\u00a0',
    '"\n"',
  );
  const broken = fc
    .tuple(fc.json(), fc.nat(), bits)
    .map(([text, at, bit]) => text.slice(0, at % (text.length + 1)) + bit + text.slice(at % (text.length + 1)));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        broken,
        fc.array(bits, { maxLength: 8 }).map((parts) => parts.join('')),
      ),
      (text) => {
        const problem = findJsonProblem(text);
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        expect(problem === undefined || problem.detail.includes('already given')).toBe(
          parses || problem?.detail.includes('already given'),
        );
      },
    ),
    { numRuns: 5000 },
  );
});

test('any expression is read or refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.constantFrom('return ', '$row', '["', '"]', ';').chain((a) => fc.string().map((b) => a + b)),
      ),
      (text) => {
        expect(Object.keys(readSource(text))).toHaveLength(1);
      },
    ),
  );
});
