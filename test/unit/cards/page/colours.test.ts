import { describe, expect, it } from 'vitest';
import { asProperties, dark, light, type Colours } from '../../../../shared/cards/page/colours.ts';

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first: string, second: string): number {
  const [dim = 0, bright = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

const texts: [keyof Colours, keyof Colours][] = [
  ['ink', 'surface'], ['ink', 'ground'], ['ink', 'faultTint'], ['quiet', 'surface'], ['quiet', 'ground'],
  ['accent', 'surface'], ['accent', 'ground'], ['accent', 'tint'], ['onAccent', 'accent'], ['fault', 'surface'], ['fault', 'faultTint'],
]; // prettier-ignore
const edges: [keyof Colours, keyof Colours][] = [['edge', 'surface'], ['accent', 'surface'], ['accent', 'ground']]; // prettier-ignore

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours', (_name, colours) => {
  it.each(texts)('make text in %s on %s readable', (text, ground) => {
    expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(edges)('make edges in %s on %s visible', (edge, ground) => {
    expect(contrast(colours[edge], colours[ground])).toBeGreaterThanOrEqual(3);
  });
});

it('colours become custom properties', () => {
  expect(asProperties(light)).toMatch(/^--ground: #f2f4f3; .*--on-accent: #ffffff; .*--fault-tint: #[0-9a-f]{6};$/);
});
