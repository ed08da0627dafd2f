import { createHash } from 'node:crypto';
import { InvalidError } from '../errors.ts';
import { PreconditionError } from './http-errors.ts';
import type { ApiRequest } from './request.ts';

/** The strong ETag of a version of a resource (the storage etag of its row): a hash, so that nothing inside shows. */
export function etagOf(version: string): string {
  return `"${createHash('sha256').update(version).digest('base64url').slice(0, 22)}"`;
}

/**
 * Honours `If-Match`: throws precondition unless it names the present version, which is undefined when the resource does not
 * exist. Without the header everything goes. Weak tags never match (RFC 9110, 13.1.1).
 */
export function requireMatch(request: ApiRequest, version: string | undefined): void {
  const header = request.header('if-match');
  if (header === undefined) return;
  const tags = tagsOf(header);
  const matches = version !== undefined && (tags === '*' || tags.includes(etagOf(version)));
  if (!matches)
    throw new PreconditionError('It is not the version that If-Match names; read it again before changing it.');
}

function tagsOf(header: string): '*' | string[] {
  if (header.trim() === '*') return '*';
  const element = /[ \t]*(?:((?:W\/)?"[\x21\x23-\x7e\x80-\xff]*")[ \t]*)?(?:,|$)/y;
  const tags: string[] = [];
  while (element.lastIndex < header.length) {
    const match = element.exec(header);
    if (!match) throw malformed();
    if (match[1] !== undefined) tags.push(match[1]);
  }
  if (tags.length === 0) throw malformed();
  return tags;
}

function malformed(): InvalidError {
  const detail = 'If-Match must be "*" or a list of entity tags in double quotes, as ETag gave them.';
  return new InvalidError(detail, [{ pointer: '/header/If-Match', detail }]);
}
