import { fork } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { answerSchema } from './answer-calls.ts';

/** A process of its own that answers calls. */
export interface Child {
  /** Makes a call and checks the answer; throws what the child threw, in words. */
  call<T extends z.ZodType>(name: string, answer: T, input?: unknown): Promise<z.output<T>>;
  stop(): Promise<void>;
}

const running = new Set<Child>();

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Starts a script as a child process; one of the bench itself is named relative to the bench's folder. */
export function startChild(script: string): Child {
  const path = isAbsolute(script) ? script : fileURLToPath(new URL(`../${script}`, import.meta.url));
  const child = fork(path, { execArgv: ['--disable-warning=ExperimentalWarning'], serialization: 'advanced' });
  const waiting = new Map<number, Waiting>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let calls = 0;
  child.on('message', (message) => {
    const { id, value, failure } = answerSchema.parse(message);
    const call = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) call?.resolve(value);
    else call?.reject(new Error(`${script}: ${failure}`));
  });
  child.once('exit', (code) => {
    for (const call of waiting.values()) call.reject(new Error(`${script} ended with ${code ?? 'a signal'}.`));
    waiting.clear();
  });
  const self: Child = {
    async call(name, answer, input) {
      const id = (calls += 1);
      const value = await new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        child.send({ id, name, input });
      });
      return answer.parse(value);
    },
    async stop() {
      running.delete(self);
      if (child.connected) child.disconnect();
      await ended;
    },
  };
  running.add(self);
  return self;
}

/** Ends all processes that are still running, those of a figure that failed too. */
export async function stopChildren(): Promise<void> {
  await Promise.all([...running].map((child) => child.stop()));
}
