/** Most bytes of JSON one message may carry: 64 KiB of base64 text hold 48 KiB. */
export const largestMessage = 49_152;

export interface SendOptions {
  /** The message becomes visible after this many seconds (at most 7 days). */
  delaySeconds?: number;
}

/** A queue of JSON envelopes `{v, type, ...keys}`; delivery is at least once, in any order. Azure and memory implement it. */
export interface Queue {
  send(message: object, options?: SendOptions): Promise<void>;
}

/** Refuses a message that Azure would refuse, and gives its JSON. */
export function messageText(message: object): string {
  const text = JSON.stringify(message);
  const bytes = Buffer.byteLength(text);
  if (bytes > largestMessage)
    throw new Error(`A queue message of ${bytes} bytes is over the limit of ${largestMessage}.`);
  return text;
}
