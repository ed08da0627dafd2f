import { stringify } from 'csv-stringify/sync';
import type { Simulation } from './simulation.ts';

/** A dialable number may begin with a plus: spreadsheets show it as it is. */
const number = /^\+\d{3,15}$/;
const formula = /^[=+\-@\t\r\0]/;

/**
 * A simulation as a file for spreadsheets: UTF-8 with BOM, CRLF (RFC 4180), and nothing that a spreadsheet would run as a formula
 * (OWASP ASVS 1.2.10).
 */
export function simulationCsv({ columns, rows }: Simulation): string {
  const header = ['action', 'reason', 'source', ...columns];
  const lines = rows.map(({ action, reason = '', source, values }) =>
    [action, reason, source, ...values.map(text)].map(defused),
  );
  // Without being told so it would leave single line breaks unquoted.
  return stringify([header.map(defused), ...lines], { bom: true, record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}

function text(value: Simulation['rows'][number]['values'][number]): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function defused(cell: string): string {
  return formula.test(cell) && !number.test(cell) ? `'${cell}` : cell;
}
