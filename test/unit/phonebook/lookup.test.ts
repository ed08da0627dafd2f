import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountBook, bookPartition, type BookId } from '../../../shared/phonebook/book.ts';
import { prepareEntry, writeChanges } from '../../../shared/phonebook/entry-rows.ts';
import type { Entry } from '../../../shared/phonebook/entry.ts';
import { listEntries } from '../../../shared/phonebook/list-entries.ts';
import { lookup } from '../../../shared/phonebook/lookup.ts';
import type { NumberKind } from '../../../shared/phonebook/number-kinds.ts';
import { parseNumbers } from '../../../shared/phonebook/numbers.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import type { Table } from '../../../shared/storage/table.ts';

const numbers = { defaultCountry: 'DE' as const, ownNumbers: ['+4984112345'] };

interface Books {
  table: Table;
  reads: number;
  add(book: BookId, name: string, number: string, more?: { kind?: NumberKind; company?: string }): Promise<void>;
  /** Who is found: `name (how)`. */
  find(number: string, account?: string): Promise<string[]>;
}

function books(): Books {
  const inner = memoryTable();
  const made: Books = {
    reads: 0,
    table: {
      ...inner,
      get: (...given) => ((made.reads += 1), inner.get(...given)),
      page: (...given) => ((made.reads += 1), inner.page(...given)),
      list: (...given) => ((made.reads += 1), inner.list(...given)),
    },
    async add(book, name, number, { kind = 'business', company = '' } = {}) {
      const entry: Entry = {
        key: `e|feed|${name}`,
        contact: name,
        version: '1',
        displayName: name,
        company,
        email: '',
        record: {},
        labels: [],
        numbers: parseNumbers(number, kind, numbers),
      };
      await inner.commit(bookPartition('p1', book), writeChanges(prepareEntry(entry)));
    },
    async find(number, account) {
      made.reads = 0;
      const matches = await lookup(made.table, 'p1', { number, account }, numbers);
      return matches.map(({ displayName, matched }) => `${displayName} (${matched})`);
    },
  };
  return made;
}

describe('who is calling', () => {
  it.each([
    '+49 841 98765432',
    '0841 98765432',
    '004984198765432',
    '4984198765432',
    '0 0841/98765432',
    'sip:+4984198765432@sbc.local;user=phone',
  ])('is found exactly from %s', async (number) => {
    const made = books();
    await made.add('company', 'Bauer', '0841 / 9876 5432');
    expect(await made.find(number)).toEqual(['Bauer (exact)']);
    expect(made.reads).toBeLessThanOrEqual(2);
  });

  it('is found under each own number and extension', async () => {
    const made = books();
    await made.add('company', 'Reception', '+49 841 12345-0');
    await made.add('company', 'Anna', '23');
    await made.add('company', 'Ben', '+49 841 12345-42');
    expect(await made.find('23')).toEqual(['Anna (exact)']);
    expect(await made.find('+49841 1234523')).toEqual(['Anna (exact)']);
    expect(await made.find('42')).toEqual(['Ben (exact)']);
    expect(await made.find('0841123450')).toEqual(['Reception (exact)']);
    expect(await made.find('084112345')).toEqual(['Reception (exact)']);
  });

  it('is found as an extension of a head office, by the name of the company', async () => {
    const made = books();
    await made.add('company', 'Herr Huber', '+49 89 5551230', { company: 'Huber GmbH' });
    await made.add('company', 'Zentrale Meier', '+49 89 777000');
    expect(await made.find('+49 89 55512345')).toEqual(['Huber GmbH (extension)']);
    expect(await made.find('+49 89 77700012')).toEqual(['Zentrale Meier (extension)']);
    expect(await made.find('+49 89 5551230')).toEqual(['Herr Huber (exact)']);
  });

  it('is found by the last eight digits when they mean one', async () => {
    const made = books();
    await made.add('company', 'Meier', '+43 1 98765432');
    expect(await made.find('+49 711 98765432')).toEqual(['Meier (lastDigits)']);
    await made.add('company', 'Other', '+41 22 8765432');
    await made.add('company', 'Third', '+49 30 98765432');
    expect(await made.find('+49 711 98765432')).toEqual([]);
    expect(await made.find('+49 30 98765432')).toEqual(['Third (exact)']);
  });

  it('is found by the last eight digits when one person has them twice, and not by fewer', async () => {
    const made = books();
    await made.add('company', 'Meier', '+43 1 98765432; +49 30 98765432');
    expect(await made.find('+49 711 98765432')).toEqual(['Meier (lastDigits)']);
    await made.add('company', 'Short', '65432');
    expect(await made.find('7765432')).toEqual([]);
  });

  it('is first who stands in the own book', async () => {
    const made = books();
    await made.add('company', 'Company', '+49 841 98765432');
    await made.add(accountBook('A'), 'Private', '+49 841 98765432');
    expect(await made.find('+49 841 98765432', 'A')).toEqual(['Private (exact)', 'Company (exact)']);
    expect(await made.find('+49 841 98765432')).toEqual(['Company (exact)']);
    await made.add('company', 'Far', '+49 30 11112222');
    await made.add(accountBook('A'), 'Near', '+49 40 11112222');
    expect(await made.find('+49 711 11112222', 'A')).toEqual(['Near (lastDigits)']);
    expect(await made.find('+49 711 11112222')).toEqual(['Far (lastDigits)']);
  });

  it('is nobody out of the private book of another account', async () => {
    const made = books();
    await made.add(accountBook('A'), 'Private', '+49 841 98765432');
    for (const account of [undefined, 'B', 'a', 'A ', 'A|', '', 'company', 'account:A', '../A'])
      expect(await made.find('+49 841 98765432', account)).toEqual([]);
    expect(await lookup(made.table, 'p2', { number: '+49 841 98765432', account: 'A' }, numbers)).toEqual([]);
  });

  it.each<NumberKind>(['businessFax', 'homeFax', 'otherFax', 'pager'])(
    'is nobody by a number of the kind %s',
    async (kind) => {
      const made = books();
      await made.add('company', 'Fax', '+49 841 98765432', { kind });
      expect(await made.find('+49 841 98765432')).toEqual([]);
      expect(await made.find('+49 711 98765432')).toEqual([]);
      expect(await made.find('+49 841 9876543212')).toEqual([]);
    },
  );

  it('is shown ten times at most', async () => {
    const made = books();
    for (let n = 0; n < 30; n += 1) await made.add('company', `P${n}`, '+49 841 98765432');
    expect(await made.find('+49 841 98765432')).toHaveLength(10);
  });

  it('is looked for with few reads, also when nobody is found', async () => {
    const made = books();
    await made.add('company', 'Bauer', '0841 98765432');
    expect(await made.find('+4984198765432', 'A')).toEqual(['Bauer (exact)']);
    expect(made.reads).toBe(2);
    expect(await made.find('+493012345678', 'A')).toEqual([]);
    expect(made.reads).toBeLessThanOrEqual(2 * (1 + 10));
    expect(await made.find('anonymous')).toEqual([]);
    expect(made.reads).toBe(0);
  });

  it('never throws, whatever is asked', async () => {
    const made = books();
    await made.add('company', 'Bauer', '0841 98765432');
    await made.add('company', 'Star', '*21');
    const digits = fc.stringMatching(/^[0-9+*#()/\-. ;:@%|!~]*$/);
    const query = fc.oneof(
      fc.string({ unit: 'binary' }),
      digits,
      fc.constantFrom('', '+', '*21', '%00', '!002a21', '٠١٢٣٤٥٦٧'),
    );
    await fc.assert(
      fc.asyncProperty(
        query,
        fc.option(fc.string({ unit: 'binary', minLength: 1 }), { nil: undefined }),
        async (number, account) => {
          const matches = await made.find(number, account);
          expect(matches.length).toBeLessThanOrEqual(10);
          expect(made.reads).toBeLessThanOrEqual(2 * 24);
        },
      ),
      { numRuns: 200 },
    );
    expect(await made.find('*21')).toEqual(['Star (exact)']);
  });
});

describe('the entries of a book', () => {
  it('come page by page, each once', async () => {
    const made = books();
    for (let n = 0; n < 25; n += 1) await made.add('company', `P${n}`, '+49 841 98765432');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listEntries(made.table, 'p1', 'company', { limit: 10, cursor });
      seen.push(...page.entries.map(({ displayName }) => displayName));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen.sort()).toEqual(Array.from({ length: 25 }, (_, n) => `P${n}`).sort());
    expect((await listEntries(made.table, 'p1', accountBook('A'), { limit: 10, cursor: undefined })).entries).toEqual(
      [],
    );
  });

  it('are not what else stands in the book, whatever cursor somebody makes up', async () => {
    const made = books();
    await made.add('company', 'Bauer', '+49 841 98765432');
    await made.table.commit(bookPartition('p1', 'company'), [{ do: 'upsert', key: 'c|job|feed', cells: { v: 1 } }]);
    for (const cursor of ['', 'c', 'c|job', 'n', 'e', 'e}', 'z', '!'])
      await expect(listEntries(made.table, 'p1', 'company', { limit: 10, cursor })).rejects.toMatchObject({
        kind: 'invalid',
      });
    expect((await listEntries(made.table, 'p1', 'company', { limit: 10, cursor: 'e|a' })).entries).toHaveLength(1);
  });
});
