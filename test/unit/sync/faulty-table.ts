import { UnavailableError } from '../../../shared/errors.ts';
import { transactionSize, type Change, type Table } from '../../../shared/storage/table.ts';

/**
 * What happens to one call: it fails before it is applied; it is applied and its answer is lost; the same, and the storage client
 * sends it again; the process dies before or after it.
 */
export const faults = ['fail', 'lose', 'resend', 'kill', 'killAfter'] as const;
export type FaultKind = (typeof faults)[number];

export interface Fault {
  /** The first call is 1. */
  at: number;
  kind: FaultKind;
}

/** Rows on every page of a list but the last. */
const fullPage = 1000;

/** Thrown into a process that is dead; nothing it does afterwards reaches anybody. */
export class KilledError extends Error {}

/** A worker process: once dead, none of its calls arrives. */
export interface Life {
  dead: boolean;
}

export type Call = { do: 'get' | 'list' | 'page' } | { do: 'commit'; changes: readonly Change[] };

export interface Faulty {
  table: Table;
  /** Every call so far, the failed ones too; a list counts once for each of its pages. */
  calls: Call[];
}

interface FaultyOptions {
  life?: Life;
  fault?: Fault | undefined;
  /** Runs before every call; a scheduler may wait here. */
  before?(call: Call): Promise<void> | void;
  /** Runs after every transaction that was applied. */
  applied?(partition: string, changes: readonly Change[]): Promise<void> | void;
}

/** A table that fails once, as storage and processes do. */
export function faultyTable(inner: Table, options: FaultyOptions = {}): Faulty {
  const { life = { dead: false }, fault, before, applied } = options;
  const calls: Call[] = [];

  const run = async <T>(call: Call, act: () => Promise<T>): Promise<T> => {
    if (life.dead) throw new KilledError('A dead process calls.');
    calls.push(call);
    const kind = fault?.at === calls.length ? fault.kind : undefined;
    await before?.(call);
    if (kind === 'kill') return die(life);
    if (kind === 'fail') throw new UnavailableError('Storage fails.');
    const answer = await act();
    if (kind === 'killAfter') return die(life);
    if (kind === 'lose') throw new UnavailableError('The answer is lost.');
    return kind === 'resend' && call.do === 'commit' ? act() : answer;
  };

  const table: Table = {
    get: (partition, key) => run({ do: 'get' }, () => inner.get(partition, key)),
    async *list(partition, listed) {
      const pages = inner.list(partition, listed)[Symbol.asyncIterator]();
      for (;;) {
        const page = await run({ do: 'list' }, () => pages.next());
        if (page.done) return;
        yield page.value;
        // The end of a list costs no call of its own.
        if (page.value.length < fullPage) return;
      }
    },
    page: (partition, range) => run({ do: 'page' }, () => inner.page(partition, range)),
    commit: (partition, changes) =>
      run({ do: 'commit', changes }, async () => {
        refuseWhatAzureRefuses(changes);
        const etags = await inner.commit(partition, changes);
        await applied?.(partition, changes);
        return etags;
      }),
  };
  return { table, calls };
}

function refuseWhatAzureRefuses(changes: readonly Change[]): void {
  if (changes.length > transactionSize) throw new Error(`A transaction of ${changes.length} changes.`);
  if (new Set(changes.map(({ key }) => key)).size < changes.length) throw new Error('A row is changed twice at once.');
}

function die(life: Life): never {
  life.dead = true;
  throw new KilledError('The process dies here.');
}
