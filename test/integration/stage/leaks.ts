/** The forms in which a text can hide: as it is, escaped for JSON and addresses, and encoded at any offset. */
export function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and last characters also depend on what stands before and after.
    const whole = encoded.slice(0, Math.floor(((offset + bytes.length) * 8) / 6 / 4) * 4);
    return whole.slice(Math.ceil((offset * 8) / 6));
  });
  const json = JSON.stringify(text).slice(1, -1);
  return [
    ...new Set([
      text,
      json,
      JSON.stringify(json).slice(1, -1),
      encodeURIComponent(text),
      new URLSearchParams({ text }).toString().slice('text='.length),
      bytes.toString('hex'),
      ...base64,
      ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ];
}

/** A text that must not be found, by a name that may be shown. */
export interface Canary {
  name: string;
  text: string;
}

/** Where canaries were found, one sentence each; the canary itself is not repeated. */
export function leaksIn(place: string, texts: Iterable<string>, canaries: readonly Canary[]): string[] {
  const forms = canaries.map(({ name, text }) => ({ name, all: formsOf(text) }));
  const found: string[] = [];
  for (const text of texts) {
    for (const { name, all } of forms) {
      const form = all.find((each) => text.includes(each));
      if (form !== undefined) found.push(`${name} in ${place}: …${surroundings(text, form)}…`);
    }
  }
  return found;
}

function surroundings(text: string, form: string): string {
  const at = text.indexOf(form);
  return `${text.slice(Math.max(0, at - 80), at)}[it]${text.slice(at + form.length, at + form.length + 40)}`;
}
