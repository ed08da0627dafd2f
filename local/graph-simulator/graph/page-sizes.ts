/** Page sizes where Graph's documentation leaves room or tests want small pages (graph.md, sections 2.2 and 7). */
export interface PageSizes {
  /** Users, groups' members, organisational contacts: without and at most with `$top`. */
  directoryDefault: number;
  directoryMaximum: number;
  /** Pages of a directory delta round. */
  directoryDelta: number;
  /** Contacts and contact folders: without and at most with `$top`. */
  outlookDefault: number;
  outlookMaximum: number;
  /** Delta rounds of a mailbox: without and at most with `Prefer: odata.maxpagesize`. */
  deltaDefault: number;
  deltaMaximum: number;
}

export const GRAPH_PAGE_SIZES: PageSizes = {
  directoryDefault: 100,
  directoryMaximum: 999,
  directoryDelta: 100,
  outlookDefault: 10,
  outlookMaximum: 1000,
  deltaDefault: 10,
  deltaMaximum: 200,
};
