import type { RouteParameter, RoutePart, RouteSegment, RouteTemplate } from './route-template.ts';

/** Route parameters by name; parameters without a value are absent. */
export type RouteValues = Record<string, string>;

/**
 * Matches a request path against a template with ASP.NET's rules (`RoutePatternMatcher`): literals ignore case, one
 * trailing slash is ignored, empty segments never match, `%2F` stays encoded.
 * @param path the path as it was requested, starting with a slash
 */
export function matchRoute(template: RouteTemplate, path: string): RouteValues | undefined {
  const decoded = decodePath(path).replace(/^\//, '');
  const pieces = decoded.replace(/\/$/, '').split('/');
  if (pieces.length === 1 && pieces[0] === '') pieces.pop();
  const found = new Map<RouteParameter, string>();
  for (const [index, piece] of pieces.entries()) {
    const segment = template.segments[index];
    if (segment === undefined || piece === '') return undefined;
    const catchAll = soleParameter(segment);
    if (catchAll?.kind === 'catchAll') {
      found.set(catchAll, decoded.split('/').slice(index).join('/'));
      break;
    }
    if (!matchSegment(segment, piece, found)) return undefined;
  }
  if (!template.segments.slice(pieces.length).every(isOmittable)) return undefined;
  return acceptedValues(template, found);
}

/** Whether a path may end before this segment. */
export function isOmittable(segment: RouteSegment): boolean {
  const parameter = soleParameter(segment);
  return parameter !== undefined && (parameter.kind !== 'required' || parameter.default !== undefined);
}

/** The parameter that a segment consists of, if it consists of one. */
export function soleParameter(segment: RouteSegment): RouteParameter | undefined {
  const [part] = segment;
  return segment.length === 1 && part !== undefined && 'parameter' in part ? part.parameter : undefined;
}

/** Matches one path segment and collects its parameters, constraints not yet looked at. */
export function matchSegment(segment: RouteSegment, text: string, found: Map<RouteParameter, string>): boolean {
  if (matchParts(segment, text, found)) return true;
  const last = segment.at(-1);
  const separator = segment.at(-2);
  const canDropLast = last !== undefined && 'parameter' in last && last.parameter.kind === 'optional';
  if (!canDropLast || separator === undefined || !('literal' in separator)) return false;
  return !text.endsWith(separator.literal) && matchParts(segment.slice(0, -2), text, found);
}

/** ASP.NET matches mixed segments from the right, so that the leftmost parameters take as much as they can. */
function matchParts(parts: readonly RoutePart[], text: string, found: Map<RouteParameter, string>): boolean {
  const pattern = parts.map((part) => ('literal' in part ? escapeRegExp(part.literal) : '(.+)')).join('');
  const match = new RegExp(`^${pattern}$`, 'is').exec(text);
  if (match === null) return false;
  const parameters = parts.flatMap((part) => ('parameter' in part ? [part.parameter] : []));
  parameters.forEach((parameter, index) => found.set(parameter, match[index + 1] ?? ''));
  return true;
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}

/** Adds defaults and checks constraints, which do not apply to an optional parameter without a value. */
function acceptedValues(template: RouteTemplate, found: Map<RouteParameter, string>): RouteValues | undefined {
  const values: [string, string][] = [];
  const parameters = template.segments.flat().flatMap((part) => ('parameter' in part ? [part.parameter] : []));
  for (const parameter of parameters) {
    const value = found.get(parameter) ?? parameter.default;
    if (value === undefined) {
      if (parameter.kind === 'catchAll' && parameter.constraints.length > 0) return undefined;
      continue;
    }
    if (!parameter.constraints.every((accepts) => accepts(value))) return undefined;
    values.push([parameter.name, value]);
  }
  return Object.fromEntries(values);
}

/** Percent-decodes a path but for `%2F`, and leaves alone what is not valid UTF-8, as Kestrel does. */
function decodePath(path: string): string {
  return path.replaceAll(/(?:%(?!2f)[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
