/** A message that an app had the simulator send: accepted, delivered nowhere. */
export interface OutboxMessage {
  /** User principal name of the mailbox it was sent from, lower case. */
  mailbox: string;
  clientId: string;
  /** ISO 8601. */
  sentDateTime: string;
  saveToSentItems: boolean;
  /** `microsoft.graph.message` as it was sent; undefined when it came as MIME. */
  message: Record<string, unknown> | undefined;
  /** The message in MIME, decoded. */
  mime: string | undefined;
}
