import { describe, expect, test } from 'vitest';
import { contactFields } from '../../../shared/contacts/contact.ts';
import { readSource } from '../../../shared/mapping/variables.ts';
import { compiled, faultsOf, mappingOf } from './mappings.ts';

describe('source expressions', () => {
  test.each([
    ['return $row["BusinessHomePage"];'],
    ["return $row['BusinessHomePage'];"],
    ['$row["BusinessHomePage"]'],
    ['return $row["BusinessHomePage"]'],
    ['return$row["BusinessHomePage"];'],
    ['  return\n\t$row [ "BusinessHomePage" ] ;\r\n'],
  ])('%j is accepted', (source) => {
    expect(readSource(source)).toEqual({ field: 'BusinessHomePage' });
  });

  test('every field of pascom is one, and so is local_id', () => {
    expect(contactFields).toHaveLength(41);
    for (const field of [...contactFields, 'local_id'])
      expect(readSource(`return $row["${field}"];`)).toEqual({ field });
  });

  test.each([
    ['return strtoupper($row["GivenName"]);', 'expected `$row` at line 1, column 8'],
    ['return $row["GivenName"] . $row["Surname"];', 'expected `;` or the end at line 1, column 26'],
    ['return $rows["GivenName"];', 'expected `$row` at line 1, column 8'],
    ['return\n  $row(GivenName)', 'expected `[` at line 2, column 7'],
    ['return $row["GivenName\'];', 'expected a field name in quotes at line 1, column 13'],
    ['return $row["GivenName";', 'expected `]` at line 1, column 24'],
    ['', 'expected `$row` at line 1, column 1'],
    ['returning $row["GivenName"]', 'expected `$row` at line 1, column 1'],
    ['return $row["GivenName"];; ', 'expected `;` or the end at line 1, column 25'],
  ])('%j is refused with its position', (source, problem) => {
    expect(readSource(source)).toEqual({ detail: `Only \`return $row["Field"];\` is possible here: ${problem}.` });
  });

  test.each([
    ['Displayname', 'DisplayName'],
    ['Departement', 'Department'],
    ['MobilePhone', 'PhoneNumbers_MobilePhone'],
    ['EmailAddress1', 'EmailAddresses_EmailAddress1'],
  ])('an unknown field %s suggests %s', (name, suggestion) => {
    expect(readSource(`return $row["${name}"];`)).toEqual({
      detail: `There is no source field \`${name}\` (did you mean \`${suggestion}\`?).`,
    });
  });

  test('a field like no other gets no suggestion', () => {
    expect(readSource('$row["constructor"]')).toEqual({ detail: 'There is no source field `constructor`.' });
  });
});

describe('variable names', () => {
  test('may be own ones, with German letters, however those are composed', () => {
    const mapping = compiled(
      { a: '{{{Straße-1}}} {{{Bu\u0308ro}}}' },
      {
        'Straße-1': '$row["PhysicalAddresses_Business"]',
        Büro: '$row["OfficeLocation"]',
      },
    );
    const { record } = mapping.render({ PhysicalAddresses_Business: 'Am Anger 1', OfficeLocation: '2.04' }, '');
    expect(record).toEqual({ a: 'Am Anger 1 2.04' });
  });

  test('of a field with another source hide the field', () => {
    const mapping = compiled({ a: '{{{Surname}}}' }, { Surname: 'return $row["FileAs"];' });
    expect(mapping.fields).toEqual(['FileAs']);
    expect(mapping.render({ Surname: 'Lang', FileAs: 'Lang, Eva' }, '').record).toEqual({ a: 'Lang, Eva' });
  });

  test.each([['a.b'], ['{x}'], ['#x'], ['a b'], [''], ['x'.repeat(65)], ['__proto__'], ['constructor'], ['\ud800']])(
    '%j is refused',
    (name) => {
      const mapping = { ...mappingOf({}), variables: [{ name, source: '$row["Surname"]' }] };
      expect(faultsOf(mapping)).toMatchObject([{ pointer: '/variables/0/name' }]);
    },
  );

  test('are unique, and local_id keeps its meaning', () => {
    const source = '$row["Surname"]';
    const names = ['x', 'x', 'local_id'].map((name) => ({ name, source }));
    expect(faultsOf({ ...mappingOf({}), variables: names })).toEqual([
      { pointer: '/variables/1/name', detail: 'The variable `x` is declared twice.' },
      {
        pointer: '/variables/2/name',
        detail: '`local_id` is the account that a record belongs to and cannot be declared with another source.',
      },
    ]);
    expect(faultsOf(mappingOf({}, { local_id: '$row["local_id"]' }))).toEqual([]);
  });

  test('with a wrong source are not reported again where they are used', () => {
    expect(faultsOf(mappingOf({ a: '{{{x}}}' }, { x: 'return 1;' }))).toMatchObject([
      { pointer: '/variables/0/source' },
    ]);
  });
});
