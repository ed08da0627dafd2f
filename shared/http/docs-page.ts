import { createHash } from 'node:crypto';
import { apiOutline, type ContentOutline, type OperationOutline } from './api-outline.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import type { FieldGroup, FieldRow } from './field-groups.ts';
import { noteOf, typeText } from './schema-text.ts';

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
code { font-family: ui-monospace, monospace; }
h3 code { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
th, td { border-bottom: 1px solid #8884; padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
nav ul { columns: 2; padding-left: 1rem; }
`;

/** A page and the headers it must be sent with. */
export interface DocsPage {
  html: string;
  headers: Record<string, string>;
}

/** Renders the description of the API as one page that asks nobody for anything: no script, no font, no image. */
export function docsPage(document: OpenApiDocument): DocsPage {
  const outline = apiOutline(document);
  const body = [
    `<h1>${escaped(outline.title)} ${escaped(outline.version)}</h1>`,
    paragraphs(outline.description),
    `<p>Base path: <code>${escaped(outline.base)}</code>. ${escaped(outline.problems)}</p>`,
    `<nav><ul>${outline.sections.flatMap(({ operations }) => operations.map(entry)).join('')}</ul></nav>`,
    ...outline.sections.map(({ name, operations }) => `<h2>${escaped(name)}</h2>${operations.map(operation).join('')}`),
    '<h2>Schemas</h2>',
    ...outline.schemas.map(
      ({ name, description, type, groups }) =>
        `<h3 id="${anchor('schema', name)}">${escaped(name)}</h3>${paragraphs(description)}${type === '' ? '' : `<p>${escaped(type)}</p>`}${groups.map(group).join('')}`,
    ),
  ];
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(outline.title)}</title><style>${style}</style></head><body>${body.join('\n')}</body></html>\n`,
    headers: { 'content-security-policy': policy },
  };
}

function entry({ id, method, path }: OperationOutline): string {
  return `<li><a href="#${anchor('operation', id)}"><code>${escaped(`${method} ${path}`)}</code></a></li>`;
}

function operation(outline: OperationOutline): string {
  const { id, method, path, summary, description, parameters, contents } = outline;
  const rows = parameters.map(({ name, in: place, required, schema, description: text }) => [
    `<code>${escaped(name)}</code>`,
    place,
    escaped(typeText(schema)) + (required ? ', required' : ''),
    escaped([text, noteOf(schema)].filter(Boolean).join(' ')),
  ]);
  return [
    `<section><h3 id="${anchor('operation', id)}"><code>${escaped(`${method} ${path}`)}</code></h3>`,
    paragraphs(`${summary}\n\n${description}`),
    table(['Parameter', 'In', 'Type', 'Meaning'], rows),
    ...contents.map(content),
    '</section>',
  ].join('');
}

function content({ status, description, mediaType, type, groups }: ContentOutline): string {
  const what = [mediaType, groups.length > 0 ? '' : type]
    .filter(Boolean)
    .map((text) => `<code>${escaped(text)}</code>`);
  return `<p><strong>${status === '' ? 'Body' : `Answer ${escaped(status)}`}</strong> ${escaped(description)} ${what.join(' ')}</p>${groups.map(group).join('')}`;
}

function group({ title, rows }: FieldGroup): string {
  const caption = title === '' ? '' : `<p><code>${escaped(title)}</code></p>`;
  return caption + table(['Field', 'Type', 'Meaning'], rows.map(field));
}

function field({ name, type, required, description }: FieldRow): string[] {
  return [`<code>${escaped(name)}</code>`, escaped(type) + (required ? '' : ', optional'), escaped(description)];
}

/** Cells are HTML already. */
function table(heads: readonly string[], rows: readonly string[][]): string {
  if (rows.length === 0) return '';
  const row = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table>${row(heads, 'th')}${rows.map((cells) => row(cells, 'td')).join('')}</table>`;
}

function paragraphs(text: string): string {
  const parts = text.split(/\n{2,}/).filter((part) => part.trim() !== '');
  return parts.map((part) => `<p>${escaped(part)}</p>`).join('');
}

function anchor(kind: string, name: string): string {
  return `${kind}-${name.replace(/[^A-Za-z0-9_-]/g, '-')}`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
