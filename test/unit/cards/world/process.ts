import { ThrottledError, UnavailableError } from '../../../../shared/errors.ts';
import type { Timeline } from './timeline.ts';

/**
 * What happens to one call: `fail`: it has no effect and an error comes back. `lose`: it has its effect, and an error comes back.
 * `late`: the error comes back at once, the effect later. `resend`: the client sends it twice. `throttle`: it is refused with 429.
 * `kill`, `killAfter`: the process dies before or after the effect.
 */
export const faultKinds = ['fail', 'lose', 'late', 'resend', 'throttle', 'kill', 'killAfter'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How one call goes. */
export interface Course {
  fault?: FaultKind | undefined;
  /** Until its effect; at most `longestRequestMs`. */
  effectMs: number;
  /** From its effect to its answer. */
  answerMs: number;
  /** For how long the whole process stands still when the answer comes. */
  pauseMs: number;
  retryAfterSeconds: number;
}

export const promptly: Course = { effectMs: 5, answerMs: 5, pauseMs: 0, retryAfterSeconds: 30 };

/** No request has an effect later than this after it was sent. */
export const longestRequestMs = 40_000;
/** When whoever sent it stops waiting for its answer. */
const patienceMs = 30_000;

/** Counts all calls of all processes, and decides how each goes. */
export interface Calls {
  names: string[];
  faults: number;
  kills: number;
  courseOf(name: string, at: number): Course;
}

export function calls(): Calls {
  return { names: [], faults: 0, kills: 0, courseOf: () => promptly };
}

/** One process of the host: every call it makes to storage, queues or the source goes through it. */
export interface Process {
  readonly dead: boolean;
  /** Comes when the process dies; until then never. */
  readonly death: Promise<'killed'>;
  call<T>(name: string, act: () => Promise<T>): Promise<T>;
}

/** A process that never fails and takes no time: the test's own. */
export const safe: Process = { dead: false, death: never(), call: (_name, act) => act() };

export function startProcess(timeline: Timeline, all: Calls): Process {
  let dead = false;
  let standsUntil = 0;
  let die: (how: 'killed') => void = () => undefined;
  const death = new Promise<'killed'>((resolve) => (die = resolve));
  /** Waits as a process does: when it is dead, for ever. */
  const wait = async (ms: number): Promise<void> => {
    await timeline.sleep(ms);
    while (timeline.now < standsUntil) await timeline.sleep(standsUntil - timeline.now);
    if (dead) await never();
  };
  const kill = (): Promise<never> => {
    dead = true;
    all.kills += 1;
    die('killed');
    return never();
  };
  return {
    get dead() {
      return dead;
    },
    death,
    async call(name, act) {
      if (dead) return never();
      all.names.push(name);
      const course = all.courseOf(name, all.names.length);
      if (course.fault !== undefined) all.faults += 1;
      return go(name, act, course);
    },
  };

  async function go<T>(name: string, act: () => Promise<T>, course: Course): Promise<T> {
    const { fault, effectMs, answerMs, pauseMs } = course;
    if (fault === 'kill') return kill();
    if (fault === 'fail' || fault === 'throttle') {
      await wait(effectMs);
      if (fault === 'throttle' && name.startsWith('source'))
        throw new ThrottledError('Too many requests.', course.retryAfterSeconds);
      throw new UnavailableError('The call fails.');
    }
    // Once it is sent it goes its way, whatever becomes of the process.
    const landing = timeline.sleep(effectMs).then(act);
    landing.catch(() => undefined);
    if (fault === 'late') {
      await wait(1);
      throw new UnavailableError('The connection is cut.');
    }
    if (effectMs + answerMs > patienceMs) {
      await wait(patienceMs);
      throw new UnavailableError('Nobody has answered in time.');
    }
    let outcome = await landing.then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
    if (fault === 'killAfter' && !dead) return kill();
    standsUntil = Math.max(standsUntil, timeline.now + pauseMs);
    await wait(answerMs);
    if (fault === 'lose') throw new UnavailableError('The answer is lost.');
    if (fault === 'resend' && /^(commit|send)/.test(name))
      outcome = await act().then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      );
    if ('error' in outcome) throw outcome.error;
    return outcome.answer;
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
