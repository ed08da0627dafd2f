import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulationCsv } from '../../../shared/simulation/simulation-csv.ts';
import { simulationOf, type Simulation } from '../../../shared/simulation/simulation.ts';

function csvOf(...values: string[]): string {
  const rows: Simulation['rows'] = [{ action: 'create', source: 'anna', values }];
  return simulationCsv({ ...simulationOf([]).result(), columns: values.map((_, n) => `c${n}`), rows });
}

/** Reads CSV as RFC 4180 says. */
function read(csv: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  for (const [, text = '', end] of csv.matchAll(cell)) {
    rows.at(-1)?.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('a simulation for spreadsheets', () => {
  it('begins with a BOM, has a header, and ends its lines with CRLF', () => {
    expect(csvOf('Müller')).toBe('\uFEFFaction,reason,source,c0\r\ncreate,,anna,Müller\r\n');
    expect(simulationCsv(simulationOf(['a']).result())).toBe('\uFEFFaction,reason,source,a\r\n');
  });

  it.each(['=1+1', '+1+1', '-2', '@SUM(A1)', '\t=1', '\r=1', '\0', '+49 841 1; =cmd', '+', '-'])(
    'lets no spreadsheet run %j',
    (text) => {
      expect(read(csvOf(text).slice(1))[1]?.[3]).toBe(`'${text}`);
    },
  );

  it.each(['+4984112345', '+49171123456789', "O'Hara", '0841 12345', 'a=b', '', '#1', '*21', 'ä', "'quoted'"])(
    'leaves %j as it is',
    (text) => {
      expect(read(csvOf(text).slice(1))[1]?.[3]).toBe(text);
    },
  );

  it('quotes what has to be quoted', () => {
    expect(csvOf('a,b', 'say "hi"', 'a\r\nb', 'a\nb', 'a\rb').split('create,,anna,')[1]).toBe(
      '"a,b","say ""hi""","a\r\nb","a\nb","a\rb"\r\n',
    );
  });

  it('defuses headers, reasons and sources too, and shows what is no text as JSON', () => {
    const csv = simulationCsv({
      ...simulationOf([]).result(),
      columns: ['=x'],
      rows: [{ action: 'fail', reason: '=why', source: '@anna', values: [{ a: [1, null] }] }],
    });
    expect(read(csv.slice(1))).toEqual([
      ['action', 'reason', 'source', "'=x"],
      ['fail', "'=why", "'@anna", '{"a":[1,null]}'],
    ]);
  });

  it('can be read back, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (values) => {
        const [, row = []] = read(csvOf(...values).slice(1));
        const cells = row.slice(3);
        expect(cells.map((cell, n) => (cell === `'${values[n] ?? ''}` ? cell.slice(1) : cell))).toEqual(values);
        for (const cell of cells) expect(cell).not.toMatch(/^[=@\-\t\r\0]|^\+(?!\d{3,15}$)/);
      }),
    );
  });
});
