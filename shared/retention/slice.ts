/** The time that one invocation may take; what is left then goes on in another. */
export interface Slice {
  mayGoOn(): boolean;
}

/** A slice that begins now. */
export function sliceOf({ now, sliceSeconds }: { now(): Date; sliceSeconds: number }): Slice {
  const end = now().getTime() + sliceSeconds * 1000;
  return { mayGoOn: () => now().getTime() < end };
}
