import type { Figure } from './figure.ts';

const verdicts = new Map([
  [true, 'met'],
  [false, 'NOT MET'],
  [undefined, ''],
]);

/** All figures as one Markdown table, and how many goals are met. */
export function reportText(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, measured, goal, met, work }) => [
    name,
    measured,
    goal,
    verdicts.get(met) ?? '',
    work,
  ]);
  const goals = figures.filter(({ met }) => met !== undefined);
  const met = goals.filter((figure) => figure.met).length;
  return `${tableText([['figure', 'measured', 'goal', '', 'work'], ...rows])}\n\n${met} of ${goals.length} goals met.`;
}

function tableText([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), 3));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(column === cells.length - 1 ? 0 : (widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) => '-'.repeat(column === widths.length - 1 ? 3 : width));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
