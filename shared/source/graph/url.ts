import { InvalidError } from '../../errors.ts';
import type { GraphCloud } from './clouds.ts';

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// `$` would start a reference in a path, `/ ? %` and backslash would change it; `#` is legal in the name of a guest.
const address = /^[A-Za-z0-9!#&'*+=^_~.-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
const item = /^[A-Za-z0-9_=+-]{1,512}$/;

/** A path segment that was checked for its shape and encoded; only the functions of this file make one. */
export interface Segment {
  readonly encoded: string;
}

/** Whether a text can name a directory object: a GUID, or the shape of a user principal name or mail address. */
export function isDirectoryId(text: string): boolean {
  return guid.test(text) || address.test(text);
}

/** The segment of a user or mailbox: a GUID or an address, nothing else, so it can never leave its place in the path. */
export function directoryId(text: string): Segment {
  if (!isDirectoryId(text)) throw new InvalidError('A mailbox is named by its object id, user name or mail address.');
  return { encoded: encodedSegment(text) };
}

/** The segment of an object that only its GUID names, such as a group. */
export function objectId(text: string): Segment {
  if (!guid.test(text))
    throw new InvalidError('A group is named by its object id, as the Entra admin center shows it.');
  return { encoded: text };
}

/** The segment of a folder or contact: the alphabet of Exchange's ids, so no dots, slashes, quotes or percent signs. */
export function itemId(text: string): Segment {
  if (!item.test(text))
    throw new InvalidError('The id of a folder or contact contains characters that no such id has.');
  return { encoded: encodedSegment(text) };
}

function encodedSegment(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27');
}

/** A text as an OData literal: quotes doubled (percent-encoding is done for the whole value by `urlOf`). */
export function odataText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * The only place where an address of Graph is built. Strings are names of Graph's own path; everything from outside is a
 * `Segment`. Query values are encoded here; `,` `$` and `=` stay readable because OData allows them in a value.
 */
export function urlOf(
  cloud: GraphCloud,
  path: readonly (string | Segment)[],
  query: Record<string, string> = {},
): string {
  const pathname = `/v1.0/${path.map((part) => (typeof part === 'string' ? part : part.encoded)).join('/')}`;
  const options = Object.entries(query).map(([name, value]) => `${name}=${encodedValue(value)}`);
  const url = cloud.graph.origin + pathname + (options.length === 0 ? '' : `?${options.join('&')}`);
  if (new URL(url).pathname !== pathname) throw new InvalidError('An id would change the address of the request.');
  return url;
}

function encodedValue(value: string): string {
  return encodeURIComponent(value)
    .replaceAll("'", '%27')
    .replaceAll('%2C', ',')
    .replaceAll('%24', '$')
    .replaceAll('%3D', '=');
}

/** An address as a part of a `$batch` names it: relative, without the version (Graph docs, concepts/json-batching.md). */
export function batchPathOf(cloud: GraphCloud, url: string): string {
  return url.slice(`${cloud.graph.origin}/v1.0`.length);
}

/** A nextLink or deltaLink, unchanged, after checking that following it sends the token to nobody but this cloud's Graph. */
export function trustedLink(cloud: GraphCloud, link: string): string {
  if (!isOnGraph(cloud, link)) {
    throw new InvalidError(
      'A link to the next page does not lead to the Graph host of this connection; it was not followed.',
    );
  }
  return link;
}

/** Whether an address is https on this cloud's Graph host. */
export function isOnGraph(cloud: GraphCloud, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === 'https:' && host === cloud.graph.host && username === '' && password === '';
}
