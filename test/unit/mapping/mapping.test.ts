import { describe, expect, test } from 'vitest';
import { compileMapping, defaultMapping, mappingSchema } from '../../../shared/mapping/mapping.ts';

const structure = {
  '028pho_bez': '{{{DisplayName}}}',
  '028pho_phone': '{{{PhoneNumbers_BusinessPhone}}}',
  '028pho_firstname': '{{{GivenName}}}',
  '028pho_lastname': '{{{Surname}}}',
  '028pho_organisation': '{{{CompanyName}}}',
  '028pho_fax': '{{{PhoneNumbers_BusinessFax}}}',
  '028pho_email': '{{{EmailAddresses_EmailAddress1}}}',
  '028pho_mobile': '{{{PhoneNumbers_MobilePhone}}}',
  '028pho_homephone': '{{{PhoneNumbers_HomePhone}}}',
  '028pho_notes': '',
  '011acc_id': '{{{local_id}}}',
};

const messages = (structureText: unknown): string[] => {
  const result = mappingSchema.safeParse({ variables: [], structure: structureText });
  return result.success ? [] : result.error.issues.map(({ path, message }) => `/${path.join('/')} ${message}`);
};

describe('the default mapping', () => {
  test("is pascom's, name by name and in its order (P17-P27)", () => {
    expect(JSON.stringify(defaultMapping.structure)).toBe(JSON.stringify({ phonebook: [structure] }));
    expect(defaultMapping.variables[1]).toEqual({
      name: 'PhoneNumbers_BusinessPhone',
      source: 'return $row["PhoneNumbers_BusinessPhone"];',
    });
    expect(defaultMapping.variables).toHaveLength(9);
  });

  test('is valid, survives storage and asks for nine fields', () => {
    const stored = mappingSchema.parse(JSON.parse(JSON.stringify(defaultMapping)));
    expect(stored).toEqual(defaultMapping);
    expect(compileMapping(stored).fields).toHaveLength(9);
  });
});

describe('the structure as text', () => {
  test('is accepted as pascom exports it', () => {
    const text = `\uFEFF${JSON.stringify({ phonebook: [structure] }, null, 4)}\r\n`;
    const parsed = mappingSchema.parse({ variables: [], structure: text });
    expect(JSON.stringify(parsed.structure)).toBe(JSON.stringify({ phonebook: [structure] }));
  });

  test.each([
    ['{"phonebook": [{"a": "x",}]}', 'line 1, column 26: expected a field name in double quotes.'],
    ['{"phonebook": [{"a": "x"}]', 'line 1, column 27: expected `,` or the closing bracket.'],
    ['{\n  "phonebook": [\n    {"a" "x"}]}', 'line 3, column 10: expected `:`.'],
    ["{'phonebook': []}", 'line 1, column 2: expected a field name in double quotes or `}`.'],
    ['{"phonebook": [{"a": "1\n2"}]}', 'line 1, column 22: expected a value.'],
    ['{"phonebook": [{"a": "x", "\\u0061": "y"}]}', 'line 1, column 27: this field was already given.'],
    ['{"phonebook": [{}]} x', 'line 1, column 21: expected the end of the text.'],
    ['', 'line 1, column 1: expected a value.'],
  ])('%j is refused with its position', (text, problem) => {
    expect(messages(text)).toEqual([`/structure The structure is not valid JSON at ${problem}`]);
  });

  test('is refused when it is very long', () => {
    expect(messages(`"${'x'.repeat(70_000)}"`)).toEqual([
      '/structure The structure must not be longer than 65,536 characters.',
    ]);
  });
});

describe('the root', () => {
  test.each([[{}], [[]], [{ phonebook: {} }], [{ phonebook: [] }], [{ phonebook: [{}, {}] }], ['[]'], [null]])(
    '%j is refused',
    (given) => {
      expect(messages(given)).not.toEqual([]);
    },
  );

  test('holds nothing but the phone book', () => {
    expect(messages({ phonebook: [{}], other: 1 })).toHaveLength(1);
    expect(messages('{"phonebook": [{}], "__proto__": {}}')).toHaveLength(1);
  });
});
