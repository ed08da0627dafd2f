/** The id of the mailbox with a number: a GUID. */
export function mailboxId(number: number): string {
  return `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** The address of a mailbox. */
export function addressOf(id: string): string {
  return `u${id.slice(-12)}@bench.example`;
}

/** The ids of the first mailboxes. */
export function mailboxIds(count: number): string[] {
  return Array.from({ length: count }, (_, number) => mailboxId(number));
}

/** The account of a mailbox on the phone-system side. */
export function accountOf(mailbox: string): { id: string; email: string } {
  return { id: `a${mailbox.slice(-12)}`, email: addressOf(mailbox) };
}
