/** How many sendings to one destination this process has under way: a slow receiver takes few of its workers, and leaves the others. */
export interface Lanes {
  /** Whether another sending may begin; who is let in must leave. */
  enter(destination: string): boolean;
  leave(destination: string, tookMs: number): void;
}

const most = 8;
const mostSlow = 2;
const slowMs = 2000;

export function openLanes(): Lanes {
  const lanes = new Map<string, { inside: number; isSlow: boolean }>();
  return {
    enter(destination) {
      const { inside, isSlow } = lanes.get(destination) ?? { inside: 0, isSlow: false };
      if (inside >= (isSlow ? mostSlow : most)) return false;
      lanes.set(destination, { inside: inside + 1, isSlow });
      return true;
    },
    leave(destination, tookMs) {
      const inside = (lanes.get(destination)?.inside ?? 1) - 1;
      const isSlow = tookMs >= slowMs;
      if (inside === 0 && !isSlow) lanes.delete(destination);
      else lanes.set(destination, { inside, isSlow });
    },
  };
}
