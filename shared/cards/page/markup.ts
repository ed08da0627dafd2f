/** Text that is HTML already; only `markup` and `attributes` make it. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type { Markup };

/** What may stand in a template: strings are text and get escaped, `undefined` is nothing. */
export type Content = Markup | string | number | undefined | readonly Content[];

const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // A parser would turn it into a line feed.
  '\r': '&#13;',
  // HTML cannot carry it in any form.
  '\0': '\ufffd',
};

/** The one way text gets into HTML, between tags as well as into quoted attributes. */
export function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"'\r\0]/g, (character) => references[character] ?? '');
}

/** A template of HTML: what stands in it is HTML, what is put in is escaped unless it came from a template itself. */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + written(contents[index])).join(''));
}

/** Attributes, each with a space before it: `true` gives just the name, `false` and `undefined` nothing. */
export function attributes(given: Readonly<Record<string, string | number | boolean | undefined>>): Markup {
  const all = Object.entries(given).map(([name, value]) => {
    if (value === undefined || value === false) return '';
    return value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`;
  });
  return new Markup(all.join(''));
}

function written(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  return content instanceof Markup ? content.text : content.map(written).join('');
}
