import { z } from 'zod';
import { costSchema, type Cost } from '../measured.ts';
import { startChild } from '../processes/child.ts';
import type { Read } from '../product/messages.ts';
import type { Fakes } from '../product/services.ts';

const doneSchema = z.object({ cost: costSchema, contacts: z.number() });

/** The hand-written program that makes the same requests and writes the same rows, in a process of its own. */
export interface Floor {
  read(read: Read & { projection: string; numbers: 'hand' | 'plan' }): Promise<{ cost: Cost; contacts: number }>;
  stop(): Promise<void>;
}

export async function startFloor(fakes: Fakes): Promise<Floor> {
  const child = startChild('floor/process.ts');
  await child.call('connect', z.unknown(), fakes);
  return { read: (read) => child.call('read', doneSchema, read), stop: () => child.stop() };
}
