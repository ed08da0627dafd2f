import type { GraphItem } from './contact.ts';
import { versionFromETag } from './version.ts';

/** What a page of a change feed says, decided before anything is done about it. */
export interface PageDecision {
  /** Complete items, used as they are. */
  ready: GraphItem[];
  /** Ids whose content has to be read. */
  reread: string[];
  /** Those among `reread` that the page names both as existing and as removed; reading decides. */
  contested: ReadonlySet<string>;
  removed: string[];
  /** Ids that exist in a version that the reader holds. */
  confirmed: string[];
}

/** What to do with one existing item. */
export type Verdict = 'ready' | 'reread' | 'confirmed';

/**
 * Sorts the items of a page. An id can come several times in any order, also removed and existing (Graph docs,
 * delta-query-overview.md): duplicates collapse to the last, contradictions are read.
 */
export function decidePage(items: readonly GraphItem[], verdict: (item: GraphItem) => Verdict): PageDecision {
  const seen = new Map<string, { present?: GraphItem; removed: boolean }>();
  for (const item of items) {
    const entry = seen.get(item.id) ?? { removed: false };
    if (item['@removed'] === undefined) entry.present = item;
    else entry.removed = true;
    seen.set(item.id, entry);
  }
  const decision: PageDecision = { ready: [], reread: [], contested: contestedOf(seen), removed: [], confirmed: [] };
  for (const [id, { present }] of seen) {
    if (present === undefined) {
      decision.removed.push(id);
      continue;
    }
    const what = decision.contested.has(id) ? 'reread' : verdict(present);
    if (what === 'ready') decision.ready.push(present);
    else decision[what].push(id);
  }
  return decision;
}

function contestedOf(seen: ReadonlyMap<string, { present?: GraphItem; removed: boolean }>): Set<string> {
  return new Set([...seen].filter(([, { present, removed }]) => removed && present !== undefined).map(([id]) => id));
}

/** Whether an item has everything that was selected; a changed one need not (Graph docs, delta-query-overview.md). */
export function isComplete(item: GraphItem, properties: readonly string[]): boolean {
  return properties.every((property) => Object.hasOwn(item, property));
}

/** Whether the reader holds exactly this version of an item; without an ETag nobody can know. */
export function isHeld(item: GraphItem, holds: (id: string, version: string) => boolean): boolean {
  const version = versionFromETag(item['@odata.etag']);
  return version !== undefined && holds(item.id, version);
}
