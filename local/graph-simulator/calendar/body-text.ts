import type { EventProperties } from './event-body.ts';

type Body = EventProperties['body'];

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', amp: '&' };

/** A body in the form asked for: HTML unless told, as Graph does. */
export function shownBody(body: Body, type: 'text' | 'html'): { contentType: string; content: string } {
  const content = body?.content ?? '';
  const stored = body?.contentType ?? 'text';
  if (stored === type || content === '') return { contentType: type, content };
  return { contentType: type, content: type === 'text' ? textOf(content) : htmlOf(content) };
}

/** The first 255 characters of a body as text. */
export function bodyPreview(body: Body): string {
  return shownBody(body, 'text').content.slice(0, 255);
}

function htmlOf(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const lines = escaped.replaceAll(/\r?\n/g, '<br>\r\n');
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><div class="PlainText">${lines}</div></body></html>`;
}

function textOf(html: string): string {
  return html
    .replaceAll(/<(head|style|script)\b[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<br\b[^>]*>|<\/(?:p|div|li|tr|h\d)>/gi, '\r\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&(\w+);/g, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
    .trim();
}
