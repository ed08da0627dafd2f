import { createHash } from 'node:crypto';

/** A short text that is the same for the same value, for what has no version of its own and for comparing what was asked. */
export function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}

/** The quoted part of an ETag, which is the change key of the item (reference graph.md section 2.4): `W/"…"`. */
export function versionFromETag(etag: unknown): string | undefined {
  return typeof etag === 'string' ? /^(?:W\/)?"(.+)"$/.exec(etag)?.[1] : undefined;
}

/** The ETag of a version, for `If-Match`. */
export function etagOf(version: string): string {
  return `W/"${version}"`;
}
