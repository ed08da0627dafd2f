/** Why the host will not start or serve something it does not emulate: one sentence that says what to change. */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal';
}
