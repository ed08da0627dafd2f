import { z } from 'zod';
import type { SchemaNode } from './openapi-document.ts';
import { isAnyJson, refsOf, withoutRefs, withRefs } from './schema-refs.ts';

/** Schemas that are documented together, so that named ones are shared. */
export interface SchemaSet {
  /** What is sent to the API, by any key. */
  inputs: ReadonlyMap<string, z.ZodType>;
  /** What the API answers, and the values of parameters. */
  outputs: ReadonlyMap<string, z.ZodType>;
}

/** The same schemas as JSON Schema; `components` are the named ones (`.meta({ id })`), sorted by name. */
export interface DocumentedSchemas {
  inputs: ReadonlyMap<string, SchemaNode>;
  outputs: ReadonlyMap<string, SchemaNode>;
  components: Record<string, SchemaNode>;
}

type Io = 'input' | 'output';

const jsonNodes = z.record(z.string(), z.record(z.string(), z.json()));

/**
 * Writes zod schemas as JSON Schema. A named schema that looks different when sent and when answered (because of defaults)
 * becomes two components, the one that is sent with `Input` after its name.
 */
export function documentedSchemas({ inputs, outputs }: SchemaSet): DocumentedSchemas {
  const sent = converted(inputs, 'input');
  const answered = converted(outputs, 'output');
  const twofold = twofoldNames(sent.named, answered.named);
  const inputName = (name: string): string => (twofold.has(name) ? `${name}Input` : name);
  const components = new Map<string, SchemaNode>();
  for (const [name, node] of answered.named)
    components.set(
      name,
      withRefs(node, (ref) => ref),
    );
  for (const [name, node] of sent.named) components.set(inputName(name), withRefs(node, inputName));
  return {
    inputs: mapped(sent.nodes, (node) => withRefs(node, inputName)),
    outputs: mapped(answered.nodes, (node) => withRefs(node, (ref) => ref)),
    components: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

interface Converted {
  nodes: Map<string, SchemaNode>;
  named: Map<string, SchemaNode>;
}

/** Converts all schemas in one go, as members of one object, so that zod gives each name once. */
function converted(schemas: ReadonlyMap<string, z.ZodType>, io: Io): Converted {
  const whole = z.object(Object.fromEntries(schemas));
  const document = z.toJSONSchema(whole, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // The pattern behind a format is long and says no more to a reader.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      delete jsonSchema.id;
    },
  });
  const plain: unknown = JSON.parse(JSON.stringify({ nodes: document.properties ?? {}, named: document.$defs ?? {} }));
  const { nodes, named } = z.object({ nodes: jsonNodes, named: jsonNodes }).parse(plain);
  const anything = new Set(Object.keys(named).filter((name) => isAnyJson(name, named[name] ?? {})));
  const trimmed = (given: Record<string, SchemaNode>): Map<string, SchemaNode> =>
    new Map(Object.entries(given).map(([name, node]) => [name, withoutRefs(node, anything)]));
  return { nodes: trimmed(nodes), named: new Map([...trimmed(named)].filter(([name]) => !anything.has(name))) };
}

/** The names whose two forms differ, in themselves or through what they refer to. */
function twofoldNames(sent: Map<string, SchemaNode>, answered: Map<string, SchemaNode>): Set<string> {
  const shared = [...sent.keys()].filter((name) => answered.has(name));
  const twofold = new Set(shared.filter((name) => !sameJson(sent.get(name), answered.get(name))));
  for (let before = -1; before !== twofold.size;) {
    before = twofold.size;
    for (const [name, node] of sent) if (refsOf(node).some((ref) => twofold.has(ref))) twofold.add(name);
  }
  // A name that is only sent keeps it, whatever it refers to.
  return new Set([...twofold].filter((name) => answered.has(name)));
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function mapped<A, B>(map: Map<string, A>, change: (value: A) => B): Map<string, B> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
