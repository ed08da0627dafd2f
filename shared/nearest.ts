/**
 * The candidate that a mistyped name most likely meant: at most two edits away (a few more in long names), the same but for case
 * and separators, or the name without a prefix such as `PhoneNumbers_`. Undefined when none is close.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > 60) return undefined;
  const plain = plainOf(name);
  const most = name.length < 5 ? 1 : Math.max(2, Math.floor(name.length / 8));
  let best: { candidate: string; edits: number } | undefined;
  for (const candidate of candidates) {
    if (plain.length > 3 && candidate.toLowerCase().endsWith(`_${plain}`)) return candidate;
    const edits = plainOf(candidate) === plain ? 0 : editsBetween(name, candidate);
    if (edits <= most && (best === undefined || edits < best.edits)) best = { candidate, edits };
  }
  return best?.candidate;
}

function plainOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** How many characters must be added, removed, replaced or swapped with their neighbour (optimal string alignment). */
function editsBetween(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const edits = Math.min((old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (old[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swapped ? Math.min(edits, (older[j - 2] ?? 0) + 1) : edits);
    }
    older = old;
    old = row;
  }
  return old[b.length] ?? 0;
}
