import { apiOutline, type ContentOutline, type OperationOutline } from './api-outline.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import type { FieldGroup } from './field-groups.ts';
import { noteOf, typeText } from './schema-text.ts';

/** Writes the description of the API as Markdown, for `docs/api.md`. */
export function apiMarkdown(document: OpenApiDocument): string {
  const outline = apiOutline(document);
  const blocks = [
    `# ${plain(outline.title)}`,
    `Version ${plain(outline.version)}. Generated from the routes; do not edit.`,
    plain(outline.description),
    `Base path: ${code(outline.base)}. ${plain(outline.problems)}`,
    ...outline.sections.flatMap(({ name, operations }) => [`## ${plain(name)}`, ...operations.flatMap(operation)]),
    '## Schemas',
    ...outline.schemas.flatMap(({ name, description, type, groups }) => [
      `### ${plain(name)}`,
      plain(description),
      plain(type),
      ...groups.flatMap(group),
    ]),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function operation({ method, path, summary, description, parameters, contents }: OperationOutline): string[] {
  const rows = parameters.map(({ name, in: place, required, schema, description: text }) => [
    code(name),
    place,
    cell(`${typeText(schema)}${required ? ', required' : ''}`),
    cell([text, noteOf(schema)].filter(Boolean).join(' ')),
  ]);
  return [
    `### ${method} ${plain(path)}`,
    plain(summary),
    plain(description),
    table(['Parameter', 'In', 'Type', 'Meaning'], rows),
    ...contents.flatMap(content),
  ];
}

function content({ status, description, mediaType, type, groups }: ContentOutline): string[] {
  const what = [mediaType, groups.length > 0 ? '' : type].filter(Boolean).map(code);
  return [
    [`**${status === '' ? 'Body' : `Answer ${status}`}**`, plain(description).trim(), ...what].join(' '),
    ...groups.flatMap(group),
  ];
}

function group({ title, rows }: FieldGroup): string[] {
  const cells = rows.map(({ name, type, required, description }) => [
    code(name),
    cell(`${type}${required ? '' : ', optional'}`),
    cell(description),
  ]);
  return [title === '' ? '' : code(title), table(['Field', 'Type', 'Meaning'], cells)];
}

/** Cells are Markdown already. */
function table(heads: readonly string[], rows: readonly string[][]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return plain(text).replace(/\s*\n\s*/g, ' ');
}

/** Text that Markdown must not read as anything else; code spans in descriptions stay. */
function plain(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, index) =>
      index % 2 === 1 ? part.replaceAll('|', '\\|') : part.replace(/[\\`<>[\]*_|{}]/g, (character) => `\\${character}`),
    )
    .join('');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}
