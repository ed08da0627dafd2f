import type { BatchPart } from './batch-plan.ts';
import type { GraphAnswer } from './graph-answer.ts';
import type { GraphRequest } from './graph-request.ts';
import { ok } from './graph-answer.ts';

/** How a batch runs its parts. */
export interface BatchRunner {
  perform: (request: GraphRequest) => Promise<GraphAnswer>;
  /** The mailbox that a part is for; undefined = none. */
  mailboxOf: (request: GraphRequest) => string | undefined;
  /** A number from 0 to 1, to shuffle by. */
  random: () => number;
}

const atATime = 4;

/**
 * Runs the parts of a batch: at most four at a time per mailbox, a part after those it depends on (424 if one of them
 * failed), answers in arbitrary order (graph.md, section 6).
 */
export async function runBatch(parts: readonly BatchPart[], runner: BatchRunner): Promise<GraphAnswer> {
  const gates = new Map<string, Gate>();
  const running = new Map<string, Promise<GraphAnswer>>();
  for (const part of parts) {
    const before = part.dependsOn.flatMap((id) => running.get(id) ?? []);
    running.set(part.id.toLowerCase(), runPart(part, before, gates, runner));
  }
  const answers = await Promise.all(running.values());
  const responses = parts.map((part, index) => innerResponse(part.id, answers[index]));
  const drop = answers.map((answer) => answer.drop).find((cut) => cut !== undefined);
  return { ...ok({ responses: shuffled(responses, runner.random) }), drop };
}

async function runPart(
  part: BatchPart,
  before: readonly Promise<GraphAnswer>[],
  gates: Map<string, Gate>,
  runner: BatchRunner,
): Promise<GraphAnswer> {
  const earlier = await Promise.all(before);
  if (earlier.some((answer) => answer.status >= 400)) {
    const error = { code: 'FailedDependency', message: 'A dependent request failed.' };
    return { status: 424, headers: {}, body: { error } };
  }
  const mailbox = runner.mailboxOf(part.request);
  if (mailbox === undefined) return runner.perform(part.request);
  const gate = gates.get(mailbox) ?? new Gate(atATime);
  gates.set(mailbox, gate);
  return gate.run(() => runner.perform(part.request));
}

function innerResponse(id: string, answer: GraphAnswer | undefined): Record<string, unknown> {
  if (answer === undefined) return { id, status: 500 };
  const body = answer.html ?? answer.body;
  const type = answer.html === undefined ? 'application/json; odata.metadata=minimal' : 'text/html';
  return {
    id,
    status: answer.status,
    headers: {
      'Cache-Control': 'no-cache',
      ...(body === undefined ? {} : { 'Content-Type': type }),
      ...answer.headers,
    },
    ...(body === undefined ? {} : { body }),
  };
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map((entry) => entry.item);
}

/** Lets a limited number of tasks run at a time; the others wait in order. */
class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
