import type { Fault } from '../errors.ts';
import { quoted } from './quoted.ts';
import { maxTags, readTemplate, type Segment } from './render.ts';
import { forbiddenNames, type ViewField } from './variables.ts';

/** A structure after reading: what is fixed and what is filled in. Plain data, so that it can be hashed. */
export type Plan =
  | { kind: 'constant'; value: string | number | boolean | null }
  | { kind: 'template'; segments: Segment[] }
  | { kind: 'list'; items: Plan[] }
  | { kind: 'object'; fields: [name: string, plan: Plan][] };

export type ObjectPlan = Extract<Plan, { kind: 'object' }>;

/** The record's own fields, and the label rows that pascom hangs under it. */
export interface StructurePlan {
  record: ObjectPlan;
  labels: ObjectPlan[];
}

const limits = { depth: 6, keys: 200, keyLength: 100, characters: 16_384 };
const labelTable = 'phonebook.phonebooklabel';
const nothing: Plan = { kind: 'constant', value: null };

/**
 * Reads the one record of a structure. Whatever it is made of, nothing is thrown: every problem becomes a fault with its
 * pointer into the mapping, and reading goes on behind it.
 */
export function readStructure(
  given: unknown,
  variables: ReadonlyMap<string, ViewField>,
): { plan: StructurePlan; faults: Fault[] } {
  const reader = new StructureReader(variables);
  const plan = reader.record(given, '/structure/phonebook/0');
  return { plan, faults: [...reader.faults, ...reader.exceeded()] };
}

/** One walk over a structure, counting what is limited. */
class StructureReader {
  readonly faults: Fault[] = [];
  private readonly variables: ReadonlyMap<string, ViewField>;
  private keys = 0;
  private characters = 0;
  private tags = 0;

  constructor(variables: ReadonlyMap<string, ViewField>) {
    this.variables = variables;
  }

  record(given: unknown, pointer: string): StructurePlan {
    const plan: StructurePlan = { record: { kind: 'object', fields: [] }, labels: [] };
    if (!isObject(given)) this.fault(pointer, 'The phone book must hold one object, the record.');
    else {
      for (const [name, value, at] of this.fieldsOf(given, pointer)) {
        if (name === 'post') plan.labels = this.post(value, at);
        else plan.record.fields.push([name, this.any(value, at, 4)]);
      }
    }
    return plan;
  }

  exceeded(): Fault[] {
    const over: string[] = [];
    if (this.keys > limits.keys) over.push(`more than ${limits.keys} fields`);
    if (this.characters > limits.characters) over.push(`more than ${limits.characters} characters`);
    if (this.tags > maxTags) over.push(`more than ${maxTags} tags`);
    return over.map((what) => ({ pointer: '/structure', detail: `The structure has ${what}.` }));
  }

  private post(given: unknown, pointer: string): ObjectPlan[] {
    if (!isObject(given)) return this.refuse(pointer, `\`post\` must be an object with the rows of \`${labelTable}\`.`);
    const labels: ObjectPlan[] = [];
    for (const [name, value, at] of this.fieldsOf(given, pointer)) {
      if (name !== labelTable) this.fault(at, `Only rows of \`${labelTable}\` can follow a record.`);
      else if (!Array.isArray(value)) this.fault(at, 'The labels must be an array of objects.');
      else for (const [index, row] of value.entries()) labels.push(...this.label(row, `${at}/${index}`));
    }
    return labels;
  }

  private label(given: unknown, pointer: string): ObjectPlan[] {
    if (!isObject(given)) return this.refuse(pointer, 'A label must be an object.');
    const label: ObjectPlan = { kind: 'object', fields: [] };
    for (const [name, value, at] of this.fieldsOf(given, pointer)) {
      if (typeof value === 'object' && value !== null) this.fault(at, 'A field of a label must be a plain value.');
      else label.fields.push([name, this.any(value, at, 7)]);
    }
    return [label];
  }

  private any(given: unknown, pointer: string, depth: number): Plan {
    if (typeof given === 'string') return this.text(given, pointer);
    if (given === null || typeof given === 'boolean') return { kind: 'constant', value: given };
    if (typeof given === 'number' && Number.isFinite(given)) {
      // Minus zero would not survive JSON.
      return { kind: 'constant', value: given === 0 ? 0 : given };
    }
    if (typeof given !== 'object') return this.wrong(pointer, 'This is not a value that JSON can hold.');
    if (depth > limits.depth) return this.wrong(pointer, `The structure is nested deeper than ${limits.depth} levels.`);
    if (Array.isArray(given)) return this.list(given, pointer, depth);
    const fields = this.fieldsOf(given, pointer);
    return { kind: 'object', fields: fields.map(([name, value, at]) => [name, this.any(value, at, depth + 1)]) };
  }

  private list(given: readonly unknown[], pointer: string, depth: number): Plan {
    this.keys += given.length;
    if (this.keys > limits.keys) return nothing;
    return { kind: 'list', items: given.map((value, index) => this.any(value, `${pointer}/${index}`, depth + 1)) };
  }

  private text(template: string, pointer: string): Plan {
    this.characters += template.length;
    if (this.characters > limits.characters || this.tags > maxTags) return nothing;
    const { segments, tags, problems } = readTemplate(template, this.variables);
    this.tags += tags;
    for (const problem of problems) this.fault(pointer, problem);
    const [first = '', second] = segments;
    if (second === undefined && typeof first === 'string') return { kind: 'constant', value: first };
    return { kind: 'template', segments };
  }

  /** The usable fields of an object with their pointers; the other ones become faults. */
  private fieldsOf(given: object, pointer: string): [name: string, value: unknown, pointer: string][] {
    const fields: [string, unknown, string][] = [];
    const entries: [string, unknown][] = Object.entries(given);
    for (const [name, value] of entries) {
      this.keys += 1;
      this.characters += name.length;
      if (this.keys > limits.keys) return fields;
      const at = `${pointer}/${name.slice(0, limits.keyLength).replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const problem = nameProblem(name);
      if (problem === undefined) fields.push([name, value, at]);
      else this.fault(at, problem);
    }
    return fields;
  }

  private fault(pointer: string, detail: string): void {
    this.faults.push({ pointer, detail });
  }

  private wrong(pointer: string, detail: string): Plan {
    this.fault(pointer, detail);
    return nothing;
  }

  private refuse(pointer: string, detail: string): [] {
    this.fault(pointer, detail);
    return [];
  }
}

function nameProblem(name: string): string | undefined {
  if (name === '' || name.length > limits.keyLength)
    return `A field name must have 1 to ${limits.keyLength} characters.`;
  if (forbiddenNames.has(name)) return `A field cannot be called ${quoted(name)}.`;
  if (/[\p{Cc}\p{Cs}]/u.test(name)) return 'A field name cannot have control characters.';
  if (name.includes('{{')) return 'Field names are fixed; variables can stand in values only.';
  // JavaScript puts such keys first, so the order of the structure would be lost.
  if (/^(?:0|[1-9]\d*)$/.test(name)) return `A field name cannot be a plain number like ${quoted(name)}.`;
  return undefined;
}

function isObject(given: unknown): given is object {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
