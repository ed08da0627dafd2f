import { HostRefusal } from '../refusal.ts';
import { parseConstraint, type RouteConstraint } from './route-constraint.ts';

export interface RouteParameter {
  name: string;
  kind: 'required' | 'optional' | 'catchAll';
  default: string | undefined;
  constraints: RouteConstraint[];
}

/** A segment is a literal, one parameter, or a mixture of both such as `{name}.{extension?}`. */
export type RoutePart = { literal: string } | { parameter: RouteParameter };
export type RouteSegment = readonly RoutePart[];

export interface RouteTemplate {
  text: string;
  segments: readonly RouteSegment[];
}

/** Parses an ASP.NET route template, route prefix included; refuses what ASP.NET refuses. */
export function parseRouteTemplate(text: string): RouteTemplate {
  const names = new Set<string>();
  const pieces = splitSegments(text);
  const segments = pieces.map((piece) => parseSegment(piece, text, names));
  segments.forEach((segment, index) => {
    const catchAll = segment.some((part) => 'parameter' in part && part.parameter.kind === 'catchAll');
    if (catchAll && (segment.length > 1 || index < segments.length - 1)) {
      throw refusal(text, 'a catch-all parameter must be the last segment on its own');
    }
  });
  return { text, segments };
}

function refusal(template: string, fault: string): HostRefusal {
  return new HostRefusal(`The route "${template}" is not a legal template: ${fault}.`);
}

/** Splits at `/` outside of braces; a constraint's pattern may hold a slash. */
function splitSegments(text: string): string[] {
  const pieces = text.match(/(?:\{\{|\}\}|\{(?:[^{}]|\{\{|\}\})*\}|[^/{}])+|\/|[{}]/g) ?? [];
  const segments: string[] = [];
  let previousWasSlash = true;
  for (const piece of pieces) {
    if (piece === '/') {
      if (previousWasSlash) throw refusal(text, 'it starts with a slash or has two in a row');
      previousWasSlash = true;
      continue;
    }
    if (piece === '{' || piece === '}') throw refusal(text, 'a brace is not closed');
    segments.push(piece);
    previousWasSlash = false;
  }
  return segments;
}

function parseSegment(segment: string, template: string, names: Set<string>): RoutePart[] {
  const parts: RoutePart[] = [];
  for (const [piece] of segment.matchAll(/\{(?!\{)(?:[^{}]|\{\{|\}\})*\}(?!\})|(?:\{\{|\}\}|[^{}])+|\}+/g)) {
    const parameter = piece.startsWith('{') && !piece.startsWith('{{');
    const previous = parts.at(-1);
    if (parameter) {
      if (previous !== undefined && 'parameter' in previous) throw refusal(template, 'two parameters touch');
      parts.push({ parameter: parseParameter(unescape(piece.slice(1, -1)), template, names) });
    } else {
      const literal = unescape(piece);
      if (literal.includes('?')) throw refusal(template, 'a literal must not contain "?"');
      parts.push({ literal });
    }
  }
  refuseMisplacedOptional(parts, template);
  return parts;
}

function unescape(text: string): string {
  return text.replaceAll('{{', '{').replaceAll('}}', '}');
}

function refuseMisplacedOptional(parts: RoutePart[], template: string): void {
  if (parts.length < 2) return;
  parts.forEach((part, index) => {
    if (!('parameter' in part) || part.parameter.kind !== 'optional') return;
    const previous = parts[index - 1];
    const afterPeriod = previous !== undefined && 'literal' in previous && previous.literal === '.';
    if (index < parts.length - 1 || !afterPeriod) {
      throw refusal(template, 'an optional parameter inside a segment must be last and follow a single period');
    }
  });
}

function parseParameter(text: string, template: string, names: Set<string>): RouteParameter {
  const [, stars = '', name = '', constraintText = '', defaultText, optional] =
    /^(\*{0,2})([^:=?]*)((?::(?:[^(=]*\(.*\)|[^:=(?]*))*)(?:=(.*?))?(\?)?$/s.exec(text) ?? [];
  if (name === '' || /[/{}?*]/.test(name)) throw refusal(template, `"${text}" is not a parameter`);
  if (names.has(name.toLowerCase())) throw refusal(template, `the parameter ${name} occurs twice`);
  names.add(name.toLowerCase());
  if (optional !== undefined && (stars !== '' || defaultText !== undefined)) {
    throw refusal(template, `the parameter ${name} cannot be optional and catch-all or have a default`);
  }
  return {
    name,
    kind: stars !== '' ? 'catchAll' : optional !== undefined ? 'optional' : 'required',
    default: defaultText,
    constraints: splitConstraints(constraintText).map(parseConstraint),
  };
}

/** `:int:regex(a:b)` -> `int`, `regex(a:b)`: a closing bracket counts only before `:` or the end. */
function splitConstraints(text: string): string[] {
  return [...text.matchAll(/:([^:(]+(?:\(.*?\)(?=:|$))?)/gs)].map(([, constraint]) => constraint ?? '');
}
