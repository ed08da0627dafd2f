import { createHash } from 'node:crypto';
import { contactFields, type ContactField, type ContactValues } from '../contacts/contact.ts';
import { InvalidError } from '../errors.ts';
import type { Mapping } from './mapping.ts';
import { renderSegments, valueOf } from './render.ts';
import { readStructure, type ObjectPlan, type Plan, type StructurePlan } from './structure.ts';
import { resolveVariables, type ViewField } from './variables.ts';

export type RenderedValue = string | number | boolean | null | RenderedValue[] | RenderedObject;
export interface RenderedObject {
  [field: string]: RenderedValue;
}

/** One contact in the form of the structure: its fields in the structure's order, without `post`, and its label rows. */
export interface RenderedRecord {
  record: RenderedObject;
  labels: RenderedObject[];
}

/** A mapping that was checked and is ready to render. */
export interface CompiledMapping {
  /** The contact fields that the structure uses, in the order of our own list; nothing else needs to be fetched. */
  readonly fields: readonly ContactField[];
  /** The columns of a simulation: record fields, labels, and `local_id` last. */
  readonly columns: string[];
  /** Changes exactly when the same contact could render differently. */
  readonly version: string;
  /** Renders a contact; `localId` is the account whose personal book it goes to, `''` for the company book. */
  render(values: ContactValues, localId: string): RenderedRecord;
  /** The row of a simulation that belongs to `columns`. */
  cells(rendered: RenderedRecord, localId: string): string[];
}

interface LabelPlan {
  row: ObjectPlan;
  /** The label's name when it is fixed; it is the heading of the label's column. */
  name: string | undefined;
  uses: readonly ViewField[];
}

/** pascom's label row: `050lab_bez` is the label's name, `028050pholab_value` what it shows. */
const nameEnd = '_bez';
const valueEnd = '_value';

/** Raise it when rendering changes without the mapping changing. */
const renderingVersion = 1;

/** Checks a mapping and prepares it for rendering; throws `InvalidError` with every fault, pointers relative to the mapping. */
export function compileMapping(mapping: Mapping): CompiledMapping {
  const { variables, faults: wrongVariables } = resolveVariables(mapping.variables);
  const { plan, faults: wrongStructure } = readStructure(mapping.structure.phonebook[0], variables);
  const faults = [...wrongVariables, ...wrongStructure];
  if (faults.length > 0) {
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
    throw new InvalidError(`The mapping has ${count}; correct it and save again.`, faults);
  }
  const labels = plan.labels.map(readLabel);
  const used = new Set([plan.record, ...plan.labels].flatMap(usedBy));
  return {
    fields: contactFields.filter((field) => used.has(field)),
    columns: [
      ...plan.record.fields.map(([name]) => name),
      ...labels.map(({ name }, position) => name ?? `label ${position + 1}`),
      'local_id',
    ],
    version: versionOf(plan),
    render: (values, localId) => ({
      record: renderObject(plan.record, values, localId),
      labels: renderLabels(labels, values, localId),
    }),
    cells: ({ record, labels: rows }, localId) => [
      ...plan.record.fields.map(([name]) => cellOf(record[name])),
      ...labelCells(labels, rows),
      localId,
    ],
  };
}

function render(plan: Plan, values: ContactValues, localId: string): RenderedValue {
  switch (plan.kind) {
    case 'constant':
      return plan.value;
    case 'template': {
      const [only, second] = plan.segments;
      if (second === undefined && typeof only === 'object') return valueOf(only.field, values, localId);
      return renderSegments(plan.segments, values, localId);
    }
    case 'list':
      return plan.items.map((item) => render(item, values, localId));
    case 'object':
      return renderObject(plan, values, localId);
  }
}

function renderObject(plan: ObjectPlan, values: ContactValues, localId: string): RenderedObject {
  const object: RenderedObject = {};
  for (const [name, field] of plan.fields) object[name] = render(field, values, localId);
  return object;
}

function renderLabels(labels: readonly LabelPlan[], values: ContactValues, localId: string): RenderedObject[] {
  const rows: RenderedObject[] = [];
  for (const { row, uses } of labels) {
    // Judged by the variables and not by the text, so that `Dept. {{{Department}}}` of nobody is left out, too.
    if (uses.length > 0 && uses.every((field) => valueOf(field, values, localId).trim() === '')) continue;
    rows.push(renderObject(row, values, localId));
  }
  return rows;
}

function readLabel(row: ObjectPlan): LabelPlan {
  const name = row.fields.find(([field]) => field.endsWith(nameEnd))?.[1];
  const fixed = name?.kind === 'constant' ? cellOf(name.value) : '';
  return { row, name: fixed === '' ? undefined : fixed, uses: usedBy(row) };
}

/** Puts label rows back under their columns: by name where it is fixed, the others in their order. */
function labelCells(labels: readonly LabelPlan[], rows: readonly RenderedObject[]): string[] {
  const fixed = new Set(labels.map(({ name }) => name));
  const left = rows.map((row) => ({ name: fieldEnding(row, nameEnd), value: fieldEnding(row, valueEnd) }));
  return labels.map(({ name }) => {
    const at = left.findIndex((row) => (name === undefined ? !fixed.has(row.name) : row.name === name));
    return at < 0 ? '' : (left.splice(at, 1)[0]?.value ?? '');
  });
}

function fieldEnding(row: RenderedObject, end: string): string {
  return cellOf(Object.entries(row).find(([field]) => field.endsWith(end))?.[1]);
}

function cellOf(value: RenderedValue | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

function usedBy(plan: Plan): ViewField[] {
  switch (plan.kind) {
    case 'constant':
      return [];
    case 'template':
      return plan.segments.flatMap((segment) => (typeof segment === 'string' ? [] : [segment.field]));
    case 'list':
      return plan.items.flatMap(usedBy);
    case 'object':
      return plan.fields.flatMap(([, field]) => usedBy(field));
  }
}

function versionOf(plan: StructurePlan): string {
  const text = JSON.stringify([renderingVersion, plan.record, plan.labels]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}
