import { decodeEntities } from './html-entities.ts';

/** Elements whose content nobody reads as text. */
const hidden = new Set(['head', 'noscript', 'script', 'style', 'template', 'textarea', 'title']);
/** Elements that begin and end lines; cells of a table stay on their line. */
const block =
  /^(?:address|article|aside|blockquote|body|br|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul)$/;

interface Tag {
  name: string;
  closes: boolean;
  /** Where the text goes on. */
  end: number;
}

/**
 * What a person reads of an HTML text: without tags, comments, scripts and styles, with entities decoded, one line for each line that
 * is shown. Never throws, and takes time in proportion to the text: whatever is left open hides the rest.
 */
export function plainText(html: string): string {
  const parts: string[] = [];
  let position = 0;
  let preformatted = false;
  while (position < html.length) {
    const open = nextMarkup(html, position);
    const text = html.slice(position, open);
    parts.push(decodeEntities(preformatted ? text : text.replace(/[ \t\r\n\f]+/g, ' ')));
    if (open === html.length) break;
    const tag = tagAt(html, open);
    if (tag.name === 'pre') preformatted = !tag.closes;
    if (block.test(tag.name)) parts.push('\n');
    else if (tag.name === 'td' || tag.name === 'th') parts.push('\t');
    position = hidden.has(tag.name) && !tag.closes ? endOf(html, tag) : tag.end;
  }
  return parts.join('');
}

/** Where the next tag or comment begins; a `<` before anything else is text. */
function nextMarkup(html: string, from: number): number {
  let open = html.indexOf('<', from);
  while (open >= 0 && !/[a-z/!?]/i.test(html.charAt(open + 1))) open = html.indexOf('<', open + 1);
  return open < 0 ? html.length : open;
}

function tagAt(html: string, open: number): Tag {
  if (html.startsWith('<!--', open)) return { name: '', closes: false, end: behind(html, '-->', open + 2) };
  if (/[!?]/.test(html.charAt(open + 1))) return { name: '', closes: false, end: behind(html, '>', open) };
  const closes = html.charAt(open + 1) === '/';
  const start = open + (closes ? 2 : 1);
  let end = start;
  while (/[a-z\d]/i.test(html.charAt(end)) && end - start < 16) end += 1;
  return { name: html.slice(start, end).toLowerCase(), closes, end: tagEnd(html, end) };
}

/** Behind the `>` of a tag; those in quoted values are not it. */
function tagEnd(html: string, from: number): number {
  let before = '';
  for (let position = from; position < html.length; position += 1) {
    const character = html.charAt(position);
    if (character === '>') return position + 1;
    if (before === '=' && (character === '"' || character === "'")) {
      position = behind(html, character, position + 1) - 1;
      before = '';
    } else if (character.trim() !== '') before = character;
  }
  return html.length;
}

/** Behind the closing tag of an element whose content is not markup. */
function endOf(html: string, { name, end }: Tag): number {
  const closing = new RegExp(`</${name}(?![a-z\\d])`, 'gi');
  closing.lastIndex = end;
  const found = closing.exec(html);
  return found ? behind(html, '>', found.index) : html.length;
}

function behind(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
}
