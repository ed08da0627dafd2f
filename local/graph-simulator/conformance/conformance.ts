import { GraphError } from '../graph/errors.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import { readableAddress } from '../graph/graph-request.ts';
import type { GraphRequest } from '../graph/graph-request.ts';
import { parseExpand } from '../odata/expand.ts';
import { readContract } from './contract.ts';
import type { Contract, OperationContract } from './contract.ts';
import { Validators } from './validators.ts';

/** Options that come from links only, so that no operation lists them. */
const linkOptions = new Set(['$skiptoken', '$deltatoken']);
/** What a client must not write, of the types that are written (graph-openapi.json marks `id` of values too). */
const readOnly = ['id', 'changeKey', 'createdDateTime', 'lastModifiedDateTime', 'parentFolderId'];

/** What was read from each path: compiling the schemas takes long, and all simulators of a process can use them. */
const descriptions = new Map<string, { contract: Contract; validators: Validators }>();

function describedIn(openapiPath: string): { contract: Contract; validators: Validators } {
  const known = descriptions.get(openapiPath);
  if (known) return known;
  const contract = readContract(openapiPath);
  const description = { contract, validators: new Validators(contract.schemas) };
  descriptions.set(openapiPath, description);
  return description;
}

/** Compares requests and the simulator's own answers with graph-openapi.json and notes every difference as a sentence. */
export class Conformance {
  readonly #contract: Contract;
  readonly #validators: Validators;
  readonly #report: (sentence: string) => void;

  /** @param openapiPath where graph-openapi.json is */
  constructor(openapiPath: string, report: (sentence: string) => void) {
    const { contract, validators } = describedIn(openapiPath);
    this.#contract = contract;
    this.#validators = validators;
    this.#report = report;
  }

  checkRequest(request: GraphRequest): void {
    const say = (what: string): void => {
      this.#report(`request ${request.method} ${readableAddress(request)}: ${what}`);
    };
    const methods = this.#contract.operations.match(request.segments)?.value;
    if (methods === undefined) {
      say('no such path in graph-openapi.json');
      return;
    }
    const operation = methods.get(request.method);
    if (operation === undefined) {
      say('no such method in graph-openapi.json');
      return;
    }
    for (const mistake of this.#queryMistakes(request, operation)) say(mistake);
    for (const mistake of this.#bodyMistakes(request, operation)) say(mistake);
  }

  /** Checks an answer of the simulator itself; errors have a shape of their own and are left out. */
  checkAnswer(request: GraphRequest, answer: GraphAnswer): void {
    const operation = this.#contract.operations.match(request.segments)?.value.get(request.method);
    if (operation === undefined || answer.status >= 400) return;
    const where = `answer to ${request.method} ${readableAddress(request)}`;
    const status = String(answer.status);
    const schema = operation.responses.get(status);
    if (!operation.responses.has(status)) this.#report(`${where}: status ${status} is not in graph-openapi.json`);
    else if (schema === undefined && answer.body !== undefined) this.#report(`${where}: a body where none belongs`);
    else if (schema !== undefined) {
      for (const mistake of this.#validators.mistakes(schema, answer.body)) this.#report(`${where}: ${mistake}`);
    }
  }

  #queryMistakes(request: GraphRequest, operation: OperationContract): string[] {
    const mistakes: string[] = [];
    for (const [name, text] of request.query) {
      if (linkOptions.has(name)) continue;
      if (!operation.query.has(name)) mistakes.push(`unknown query parameter ${name}`);
      else {
        const wrong = this.#validators.mistakes(operation.query.get(name), plainValue(text));
        // A text that looks like a number or truth value is still a text.
        if (wrong.length > 0 && this.#validators.mistakes(operation.query.get(name), text).length > 0) {
          mistakes.push(`query parameter ${name} ${wrong.join(', ')}`);
        }
      }
    }
    for (const name of request.query.get('$select')?.split(',') ?? []) {
      if (!operation.properties.has(name.trim())) mistakes.push(`unknown property ${name} in $select`);
    }
    for (const name of expandedNames(request)) {
      if (!operation.navigation.has(name)) mistakes.push(`unknown navigation property ${name} in $expand`);
    }
    return mistakes;
  }

  #bodyMistakes(request: GraphRequest, operation: OperationContract): string[] {
    const { body } = request;
    if (operation.requestSchema === undefined) return body === undefined ? [] : ['a body where none belongs'];
    if (typeof body === 'string') return [];
    if (body === undefined) return ['the body is missing'];
    const names = typeof body === 'object' && body !== null ? Object.keys(body) : [];
    const written = operation.operationId === 'batch' ? [] : names.filter((name) => readOnly.includes(name));
    return [
      ...this.#validators.mistakes(operation.requestSchema, body).map((mistake) => `body ${mistake}`),
      ...written.map((name) => `body /${name}: is read-only`),
    ];
  }
}

function expandedNames(request: GraphRequest): string[] {
  try {
    return parseExpand(request.query.get('$expand')).map(({ name }) => name);
  } catch (error) {
    if (error instanceof GraphError) return ['(unreadable)'];
    throw error;
  }
}

function plainValue(text: string): unknown {
  if (/^-?\d+$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}
