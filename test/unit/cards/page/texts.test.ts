import { describe, expect, it } from 'vitest';
import { german } from '../../../../shared/cards/page/texts.de.ts';
import { english } from '../../../../shared/cards/page/texts.en.ts';
import { textsOf, withOwner } from '../../../../shared/cards/page/texts.ts';

/** Every text by its path. */
function flat(texts: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? [...flat(value, `${path}${name}.`)]
        : [[`${path}${name}`, String(value)] as const],
    ),
  );
}

const [de, en] = [flat(german), flat(english)];

describe('the texts', () => {
  it('are the same ones in each language', () => {
    expect([...de.keys()]).toEqual([...en.keys()]);
    expect(de.size).toBeGreaterThan(45);
  });

  it('are never empty, and have no spaces around them', () => {
    for (const [path, text] of [...de, ...en]) expect(text, path).toMatch(/^\S(?:.*\S)?$/);
  });

  it('are written in their language', () => {
    const same = [...de].filter(([path, text]) => en.get(path) === text).map(([path]) => path);
    expect(same).toEqual(['card.website', 'form.fields.website']);
  });

  it('name the owner in the same places, and have no other placeholder', () => {
    const placeholders = (text: string | undefined): string[] => text?.match(/\{[^}]*\}/g) ?? [];
    for (const [path, text] of de) {
      expect(placeholders(text), path).toEqual(placeholders(en.get(path)));
      expect(
        placeholders(text).filter((one) => one !== '{owner}'),
        path,
      ).toEqual([]);
    }
  });

  it('are those of the language', () => {
    expect(textsOf('de')).toBe(german);
    expect(textsOf('en')).toBe(english);
  });

  it('take any name as it is', () => {
    expect(withOwner('Foto von {owner}', "$& $' {owner}")).toBe("Foto von $& $' {owner}");
  });
});
