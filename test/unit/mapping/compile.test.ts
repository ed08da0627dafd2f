import { describe, expect, test } from 'vitest';
import type { ContactValues } from '../../../shared/contacts/contact.ts';
import { compileMapping, defaultMapping } from '../../../shared/mapping/mapping.ts';
import { compiled, departmentLabel } from './mappings.ts';

const eva: ContactValues = { DisplayName: 'Eva Lang', Department: 'IT', PhoneNumbers_MobilePhone: '0171 1234567' };

test('only the fields that the structure uses are asked for, in the order of our list', () => {
  const mapping = compiled(
    { a: '{{{Surname}}}{{{own}}}', b: { c: ['{{DisplayName}}'] }, post: departmentLabel },
    { own: '$row["ImAddresses_ImAddress3"]', unused: '$row["Birthday"]' },
  );
  expect(mapping.fields).toEqual(['DisplayName', 'Surname', 'Department', 'ImAddresses_ImAddress3']);
});

test('the owner is in the record: the account, or nothing for the company book (P7, P27)', () => {
  const mapping = compileMapping(defaultMapping);
  expect(mapping.render(eva, 'a17').record['011acc_id']).toBe('a17');
  expect(mapping.render(eva, '').record['011acc_id']).toBe('');
});

describe('the rows of a simulation', () => {
  test('have local_id last (P13)', () => {
    const mapping = compileMapping(defaultMapping);
    expect(mapping.columns.slice(-3)).toEqual(['028pho_notes', '011acc_id', 'local_id']);
    const cells = mapping.cells(mapping.render(eva, 'a17'), 'a17');
    expect(cells).toEqual(['Eva Lang', '', '', '', '', '', '', '0171 1234567', '', '', 'a17', 'a17']);
  });

  test('put label values under their names, whichever rows are left out', () => {
    const row = (name: string, value: string): object => ({ '050lab_bez': name, '028050pholab_value': value });
    const labels = [
      row('City', '{{{OfficeLocation}}}'),
      row('{{{Surname}}}', 'x'),
      row('Department', '{{{Department}}}'),
      row('Since', '2020'),
    ];
    const mapping = compiled({ n: { a: [1, null] }, k: 7, post: { 'phonebook.phonebooklabel': labels } });
    expect(mapping.columns).toEqual(['n', 'k', 'City', 'label 2', 'Department', 'Since', 'local_id']);
    const cells = (values: ContactValues): string[] => mapping.cells(mapping.render(values, ''), '');
    expect(cells({})).toEqual(['{"a":[1,null]}', '7', '', '', '', '2020', '']);
    expect(cells({ Department: 'IT' })).toEqual(['{"a":[1,null]}', '7', '', '', 'IT', '2020', '']);
    expect(cells({ Surname: 'Lang', OfficeLocation: 'Ulm' })).toEqual([
      '{"a":[1,null]}',
      '7',
      'Ulm',
      'x',
      '',
      '2020',
      '',
    ]);
  });
});

describe('the version', () => {
  const version = (record: unknown, variables: Record<string, string> = {}): string =>
    compiled(record, variables).version;

  test('stays when nothing can render differently', () => {
    const before = version({ a: '{{{Surname}}} x' });
    expect(version({ a: '{{Surname}} {{! comment }}x' })).toBe(before);
    expect(version({ a: '{{s}} x' }, { s: 'return $row["Surname"];', unused: '$row["FileAs"]' })).toBe(before);
    expect(before).toMatch(/^[\w-]{16}$/);
  });

  test('changes with a source, a text, a field, the order and the labels', () => {
    const versions = [
      version({ a: '{{x}}', b: 'y' }, { x: '$row["Surname"]' }),
      version({ a: '{{x}}', b: 'y' }, { x: '$row["FileAs"]' }),
      version({ a: '{{Surname}}', b: 'z' }),
      version({ a: '{{Surname}}' }),
      version({ b: 'y', a: '{{Surname}}' }),
      version({ a: '{{Surname}}', post: departmentLabel }),
      version({ a: 1 }),
      version({ a: '1' }),
    ];
    expect(new Set(versions).size).toBe(versions.length);
  });

  test('is fixed: stored checkpoints know it', () => {
    expect(compileMapping(defaultMapping).version).toBe('6UTR4mvFHS4swenp');
  });
});
