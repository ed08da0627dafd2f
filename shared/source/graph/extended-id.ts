/**
 * The one form of an extended property's id: Graph answers ids in another spelling than it was asked (lower-case
 * hexadecimals without leading zeros, lower-case GUIDs; reference graph.md section 2.5), so both sides are compared in
 * this one. Names of named properties are case-sensitive and stay as they are.
 */
export function normalisedExtendedId(id: string): string {
  const parts = id.trim().split(/\s+/);
  const name = parts.findIndex((part) => /^name$/i.test(part));
  return parts.map((part, index) => (name >= 0 && index > name ? part : normalisedPart(part))).join(' ');
}

function normalisedPart(part: string): string {
  const hex = /^0x0*([0-9a-f]+)$/i.exec(part)?.[1];
  return hex === undefined ? part.toLowerCase() : `0x${hex.toLowerCase()}`;
}
