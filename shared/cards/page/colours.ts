/** What the page's colours are for; each pair that meets is readable (WCAG 2.2, AA). */
export interface Colours {
  ground: string;
  surface: string;
  ink: string;
  quiet: string;
  /** Lines between things, for the eye only. */
  line: string;
  /** Edges of fields. */
  edge: string;
  accent: string;
  onAccent: string;
  tint: string;
  fault: string;
  faultTint: string;
}

export const light: Colours = {
  ground: '#f2f4f3',
  surface: '#ffffff',
  ink: '#16211f',
  quiet: '#52605d',
  line: '#dbe1df',
  edge: '#75827f',
  accent: '#0d655c',
  onAccent: '#ffffff',
  tint: '#e4f0ee',
  fault: '#b3261e',
  faultTint: '#fcefee',
};

export const dark: Colours = {
  ground: '#0f1514',
  surface: '#19211f',
  ink: '#ecf1f0',
  quiet: '#a5b3b0',
  line: '#2d3937',
  edge: '#788784',
  accent: '#6fcdbf',
  onAccent: '#06231f',
  tint: '#1d302d',
  fault: '#ffb4ab',
  faultTint: '#3a201e',
};

/** The colours as custom properties of a style. */
export function asProperties(colours: Colours): string {
  return Object.entries(colours)
    .map(([name, colour]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${colour};`)
    .join(' ');
}
