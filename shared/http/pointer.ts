const longestName = 100;

/**
 * The RFC 6901 pointer of a place in a document. It stops before a name that is longer than 100 characters, so that an answer
 * cannot be blown up by what was sent.
 */
export function pointerOf(path: readonly PropertyKey[]): string {
  let pointer = '';
  for (const part of path) {
    const name = String(part);
    if (name.length > longestName) break;
    pointer += `/${name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return pointer;
}
