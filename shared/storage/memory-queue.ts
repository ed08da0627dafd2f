import { messageText, type Queue } from './queue.ts';

/** A queue in memory whose messages a test takes out itself; `sent` holds them as they would travel, parsed back from JSON. */
export interface MemoryQueue extends Queue {
  sent: { message: unknown; delaySeconds: number }[];
}

export function memoryQueue(): MemoryQueue {
  const sent: MemoryQueue['sent'] = [];
  return {
    sent,
    send(message, options = {}) {
      const parsed: unknown = JSON.parse(messageText(message));
      sent.push({ message: parsed, delaySeconds: options.delaySeconds ?? 0 });
      return Promise.resolve();
    },
  };
}
