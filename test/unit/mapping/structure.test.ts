import { describe, expect, test } from 'vitest';
import { mappingSchema } from '../../../shared/mapping/mapping.ts';
import { compiled, departmentLabel, faultsOf, mappingOf } from './mappings.ts';

const detailOf = (template: string): string | undefined => faultsOf(mappingOf({ '028pho_bez': template }))[0]?.detail;

/** `levels` objects inside each other, the record included. */
const nested = (levels: number): unknown => (levels === 0 ? 'x' : { a: nested(levels - 1) });

describe('templates', () => {
  test.each([
    ['{{{DisplayName}}}'],
    ['{{&DisplayName}}'],
    ['{{DisplayName}}'],
    ['{{{ DisplayName }}}'],
    ['{{! why }}{{DisplayName}}'],
  ])('%s gives the value as it is', (template) => {
    const name = `O'Neil & "Söhne" </b>\n\\ {{{Surname}}} {{=<% %>=}}`;
    expect(compiled({ a: template }).render({ DisplayName: name, Surname: 'no' }, '').record).toEqual({ a: name });
  });

  test('mix constants and variables (P29)', () => {
    const mapping = compiled({ a: 'Fa. {{{CompanyName}}}, {{{Department}}}!' });
    expect(mapping.render({ CompanyName: 'Contoso' }, '').record).toEqual({ a: 'Fa. Contoso, !' });
  });

  test('the web site goes into the notes (P30)', () => {
    const mapping = compiled({ '028pho_notes': '{{{BusinessHomePage}}}' });
    expect(mapping.render({ BusinessHomePage: 'https://x.de/?a=1&b=2' }, '').record).toEqual({
      '028pho_notes': 'https://x.de/?a=1&b=2',
    });
  });

  test.each([
    ['{{#Surname}}x{{/Surname}}', 'Sections are not supported in a template: `#Surname`.'],
    ['{{^Surname}}x{{/Surname}}', 'Inverted sections are not supported in a template: `^Surname`.'],
    ['{{>Surname}}', 'Partials are not supported in a template: `>Surname`.'],
    ['{{=<% %>=}}<%& Surname %>', 'Changed delimiters are not supported in a template: `=<% %>`.'],
    ['{{=x=}}', 'Changed delimiters are not supported in a template.'],
    ['{{#Surname}}', 'Sections are not supported in a template.'],
    ['{{/Surname}}', 'Sections are not supported in a template.'],
    ['{{{Surname}}', 'The tag at character 1 is not closed.'],
    ['Eva {{Surname', 'The tag at character 5 is not closed.'],
    ['{{}}', 'A tag is empty.'],
    ['{{.}}', 'A variable cannot have a dot in its name: `.`.'],
    ['{{Surname.length}}', 'A variable cannot have a dot in its name: `Surname.length`.'],
    ['{{constructor.name}}', 'A variable cannot have a dot in its name: `constructor.name`.'],
    ['{{toString}}', 'There is no variable `toString`.'],
    ['{{__proto__}}', 'There is no variable `__proto__`.'],
    ['{{{Displayname}}}', 'There is no variable `Displayname` (did you mean `DisplayName`?).'],
    [`{{a${' '.repeat(200)}}}`, 'A template cannot have 200 or more blanks in a row.'],
    ['{{Surname}}'.repeat(201), 'A mapping can have at most 200 tags.'],
  ])('%j is refused', (template, detail) => {
    expect(detailOf(template)).toBe(detail);
  });

  test('a hostile template is refused quickly', () => {
    const started = performance.now();
    for (const template of ['{{{a' + ' '.repeat(16_000) + 'b}}}', '{{#a}}'.repeat(199), '{{!'.repeat(5000)]) {
      expect(detailOf(template)).toBeDefined();
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('the record', () => {
  test('passes constants through and keeps nested values', () => {
    const record = {
      n: 1.5,
      zero: -0,
      t: true,
      nothing: null,
      list: ['{{Surname}}', [1]],
      deep: { a: { b: '{{Surname}}' } },
    };
    expect(compiled(record).render({ Surname: 'Lang' }, '').record).toEqual({
      ...record,
      zero: 0,
      list: ['Lang', [1]],
      deep: { a: { b: 'Lang' } },
    });
  });

  test('keeps the order of its fields', () => {
    const names = ['028pho_z', '011acc_id', 'b', '028pho_a', 'a1', '-1', '01'];
    const mapping = compiled(Object.fromEntries(names.map((name) => [name, ''])));
    expect(Object.keys(mapping.render({}, '').record)).toEqual(names);
  });

  test.each([
    ['28', 'A field name cannot be a plain number like `28`.'],
    ['constructor', 'A field cannot be called `constructor`.'],
    ['prototype', 'A field cannot be called `prototype`.'],
    ['', 'A field name must have 1 to 100 characters.'],
    ['x'.repeat(101), 'A field name must have 1 to 100 characters.'],
    ['a\nb', 'A field name cannot have control characters.'],
    ['{{{Surname}}}', 'Field names are fixed; variables can stand in values only.'],
  ])('refuses the field name %j', (name, detail) => {
    expect(faultsOf(mappingOf({ [name]: 'x' }))).toMatchObject([{ detail }]);
    expect(faultsOf(mappingOf({ inside: { [name]: 'x' } }))).toMatchObject([{ detail }]);
  });

  test('refuses __proto__ wherever it stands', () => {
    const text = '{"phonebook": [{"__proto__": {"a": "x"}, "b": {"__proto__": "y"}}]}';
    expect(faultsOf(mappingSchema.parse({ variables: [], structure: text }))).toEqual([
      { pointer: '/structure/phonebook/0/__proto__', detail: 'A field cannot be called `__proto__`.' },
      { pointer: '/structure/phonebook/0/b/__proto__', detail: 'A field cannot be called `__proto__`.' },
    ]);
    expect(Object.prototype).not.toHaveProperty('a');
  });

  test('is one object', () => {
    for (const record of ['x', null, [], 1]) {
      expect(faultsOf(mappingOf(record))).toEqual([
        { pointer: '/structure/phonebook/0', detail: 'The phone book must hold one object, the record.' },
      ]);
    }
  });

  test('is limited in depth, fields, characters and tags', () => {
    expect(faultsOf(mappingOf(nested(4)))).toEqual([]);
    expect(faultsOf(mappingOf(nested(5)))).toEqual([
      { pointer: '/structure/phonebook/0/a/a/a/a', detail: 'The structure is nested deeper than 6 levels.' },
    ]);
    const wide = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, '{{Surname}}']));
    expect(faultsOf(mappingOf(wide(200)))).toEqual([]);
    expect(faultsOf(mappingOf(wide(201)))).toEqual([
      { pointer: '/structure', detail: 'The structure has more than 200 fields.' },
    ]);
    expect(faultsOf(mappingOf({ a: 'x'.repeat(16_384) }))).toEqual([
      { pointer: '/structure', detail: 'The structure has more than 16384 characters.' },
    ]);
    expect(faultsOf(mappingOf({ a: '{{Surname}}'.repeat(150), b: '{{Surname}}'.repeat(51) }))).toEqual([
      { pointer: '/structure', detail: 'The structure has more than 200 tags.' },
    ]);
    expect(
      faultsOf(
        mappingSchema.parse({ variables: [], structure: `{"phonebook":[${'['.repeat(30_000)}${']'.repeat(30_000)}]}` }),
      ),
    ).toHaveLength(1);
    expect(faultsOf(mappingOf({ a: JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown }))).toHaveLength(
      1,
    );
  });
});

describe('labels', () => {
  test('are rows of post (P35), only for contacts that have the value (P36)', () => {
    const mapping = compiled({ '028pho_bez': '{{{DisplayName}}}', post: departmentLabel });
    expect(mapping.render({ DisplayName: 'Eva', Department: 'IT' }, '')).toEqual({
      record: { '028pho_bez': 'Eva' },
      labels: [{ '050lab_bez': 'Department', '028050pholab_value': 'IT' }],
    });
    for (const values of [{}, { Department: '' }, { Department: ' \n' }])
      expect(mapping.render(values, '').labels).toEqual([]);
  });

  test('with text around the variable are left out too when there is nothing to tell', () => {
    const row = { '050lab_bez': 'Where', '028050pholab_value': 'Room {{{OfficeLocation}}}, {{{Department}}}' };
    const mapping = compiled({ post: { 'phonebook.phonebooklabel': [row] } });
    expect(mapping.render({}, '').labels).toEqual([]);
    expect(mapping.render({ Department: 'IT' }, '').labels).toEqual([{ ...row, '028050pholab_value': 'Room , IT' }]);
  });

  test('without variables are for everybody', () => {
    const row = { '050lab_bez': 'Origin', '028050pholab_value': 'Exchange', prio: 1 };
    expect(compiled({ post: { 'phonebook.phonebooklabel': [row] } }).render({}, '').labels).toEqual([row]);
  });

  test.each([
    [{ post: 'x' }, '/structure/phonebook/0/post'],
    [{ post: { other: [] } }, '/structure/phonebook/0/post/other'],
    [{ post: { 'a/b~c': [] } }, '/structure/phonebook/0/post/a~1b~0c'],
    [{ post: { 'phonebook.phonebooklabel': {} } }, '/structure/phonebook/0/post/phonebook.phonebooklabel'],
    [{ post: { 'phonebook.phonebooklabel': ['x'] } }, '/structure/phonebook/0/post/phonebook.phonebooklabel/0'],
    [
      { post: { 'phonebook.phonebooklabel': [{}, { a: {} }] } },
      '/structure/phonebook/0/post/phonebook.phonebooklabel/1/a',
    ],
    [
      { post: { 'phonebook.phonebooklabel': [{ a: '{{x}}' }] } },
      '/structure/phonebook/0/post/phonebook.phonebooklabel/0/a',
    ],
  ])('%j is refused', (record, pointer) => {
    expect(faultsOf(mappingOf(record))).toMatchObject([{ pointer }]);
  });
});

test('all faults are told at once', () => {
  const mapping = mappingOf({ a: '{{x}} {{#y}}{{z}}{{/y}}', '28': 'x', post: { x: 1 } }, { 'b.c': 'eval()' });
  expect(faultsOf(mapping).map(({ pointer }) => pointer)).toEqual([
    '/variables/0/name',
    '/variables/0/source',
    '/structure/phonebook/0/28',
    '/structure/phonebook/0/a',
    '/structure/phonebook/0/a',
    '/structure/phonebook/0/a',
    '/structure/phonebook/0/post/x',
  ]);
});
