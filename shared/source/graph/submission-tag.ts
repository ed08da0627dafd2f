import type { SingleValueLegacyExtendedProperty } from '@microsoft/microsoft-graph-types';
import { odataText } from './url.ts';

/**
 * The named property that contacts of ours carry. One set of GUID and name for ever: each new one would use up the mailbox's
 * quota of named properties, and contacts written under another one would not be found again (reference graph.md section 2.5).
 */
export const submissionTagId = 'String {5d0c4f3e-8a1b-4c76-9e2d-b1f7a6c09d54} Name PatchbaySubmission';

/** A tag as a property of a contact that is written. */
export function toGraphTag(tag: string): SingleValueLegacyExtendedProperty {
  return { id: submissionTagId, value: tag };
}

/**
 * The `$filter` that finds the contact with a tag. Graph compares the name with regard to case and the value without (Graph
 * docs, singlevaluelegacyextendedproperty-get.md).
 */
export function tagFilter(tag: string): string {
  const same = `ep/id eq ${odataText(submissionTagId)} and ep/value eq ${odataText(tag)}`;
  return `singleValueExtendedProperties/any(ep: ${same})`;
}
