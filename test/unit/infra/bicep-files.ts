import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Language, Parser, type Node } from 'web-tree-sitter';

export const root = join(import.meta.dirname, '../../..');
const grammarSha256 = '96ccf664c9253400fffff0f4aae9b510e5b8b2f5d1f6f96ef5f7c235da2ca4e7';

export interface BicepFile {
  name: string;
  text: string;
  tree: Node;
}

let parser: Promise<Parser> | undefined;

/** Makes a parser of Bicep; refuses a grammar other than the one that was looked at. */
async function makeParser(): Promise<Parser> {
  const wasm = readFileSync(join(import.meta.dirname, 'grammar/tree-sitter-bicep.wasm'));
  const sum = createHash('sha256').update(wasm).digest('hex');
  if (sum !== grammarSha256)
    throw new Error(`The grammar has the SHA-256 ${sum}, not that of tree-sitter-bicep 1.1.0.`);
  await Parser.init();
  const made = new Parser();
  made.setLanguage(await Language.load(wasm));
  return made;
}

/** Parses a text as Bicep. */
export async function parseBicep(text: string): Promise<Node> {
  const tree = (await (parser ??= makeParser())).parse(text);
  if (!tree) throw new Error('The text could not be parsed at all.');
  return tree.rootNode;
}

/** Every template under infra/. */
export async function bicepFiles(): Promise<BicepFile[]> {
  const folder = join(root, 'infra');
  const names = readdirSync(folder).filter((name) => name.endsWith('.bicep'));
  return Promise.all(
    names.map(async (name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { name, text, tree: await parseBicep(text) };
    }),
  );
}

/** All nodes of these types, wherever they are. */
export function nodesOf(tree: Node, ...types: string[]): Node[] {
  return tree.descendantsOfType(types);
}

/** The value of each property called `name`, as text without quotes. */
export function valuesOf(tree: Node, name: string): string[] {
  return nodesOf(tree, 'object_property')
    .filter((node) => keyOf(node) === name)
    .map((node) => (node.lastNamedChild?.text ?? '').replace(/^'|'$/g, ''));
}

/** The name of an object's property, as text without quotes. */
export function keyOf(property: Node): string {
  return (property.firstNamedChild?.text ?? '').replace(/^'|'$/g, '');
}

/** The resource declarations of a type, such as `Microsoft.Storage/storageAccounts`; existing ones are left out. */
export function resourcesOf(tree: Node, type: string): Node[] {
  return nodesOf(tree, 'resource_declaration').filter(
    (node) => !/^resource \w+ '[^']*' existing\b/.test(node.text) && node.text.includes(`'${type}@`),
  );
}
