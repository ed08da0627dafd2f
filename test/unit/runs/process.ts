import { UnavailableError } from '../../../shared/errors.ts';
import type { Queue } from '../../../shared/storage/queue.ts';
import type { Table } from '../../../shared/storage/table.ts';

/**
 * What happens to one call: it fails before it has an effect; it has its effect and the answer is lost; the same, and the client sends it
 * again; the process dies before or after it.
 */
export const faultKinds = ['fail', 'lose', 'resend', 'kill', 'killAfter'] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  /** The first call is 1. */
  at: number;
  kind: FaultKind;
}

/** Thrown into a process that is dead; nothing it does afterwards reaches anybody. */
export class KilledError extends Error {}

/** One process of the host: every call it makes to storage, queues or the source goes through it. */
export interface Process {
  readonly dead: boolean;
  call<T>(name: string, act: () => Promise<T>): Promise<T>;
}

/** A process that never fails: the test's own. */
export const safe: Process = { dead: false, call: (_name, act) => act() };

/** Counts the calls of all processes, and lets one of them fail. */
export interface Failing {
  calls: string[];
  fault: Fault | undefined;
  start(): Process;
}

export function failing(): Failing {
  const state: Failing = {
    calls: [],
    fault: undefined,
    start() {
      let dead = false;
      const die = (): never => {
        dead = true;
        throw new KilledError('The process dies here.');
      };
      return {
        get dead() {
          return dead;
        },
        async call(name, act) {
          if (dead) throw new KilledError('A dead process calls.');
          state.calls.push(name);
          const kind = state.fault?.at === state.calls.length ? state.fault.kind : undefined;
          if (kind === 'kill') return die();
          if (kind === 'fail') throw new UnavailableError('The call fails.');
          const answer = await act();
          if (kind === 'killAfter') return die();
          if (kind === 'lose') throw new UnavailableError('The answer is lost.');
          return kind === 'resend' && /^(commit|send)/.test(name) ? act() : answer;
        },
      };
    },
  };
  return state;
}

/** A table as a process sees it. A page of a list is one call. */
export function tableOf(process: Process, name: string, table: Table): Table {
  return {
    get: (partition, key) => process.call(`get ${name}`, () => table.get(partition, key)),
    async *list(partition, options) {
      const pages = table.list(partition, options)[Symbol.asyncIterator]();
      for (;;) {
        const page = await process.call(`list ${name}`, () => pages.next());
        if (page.done) return;
        yield page.value;
        if (page.value.length < 1000) return;
      }
    },
    page: (partition, options) => process.call(`page ${name}`, () => table.page(partition, options)),
    commit: (partition, changes) => process.call(`commit ${name}`, () => table.commit(partition, changes)),
  };
}

export function queueOf(process: Process, name: string, queue: Queue): Queue {
  return { send: (message, options) => process.call(`send ${name}`, () => queue.send(message, options)) };
}
