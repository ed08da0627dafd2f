import type { Line } from './numbers.ts';
import type { Random } from './random.ts';

/** How somebody writes a number down: one of the notations found in real address books. */
export function written(line: Line, random: Random): string {
  if (line.dialling !== '49') return random.pick(foreign)(line);
  if (/^1[5-7]/.test(line.area)) return random.pick(mobile)(line);
  return random.percent(4) && line.extension.length === 2 ? random.pick(awkward)(line) : random.pick(german)(line);
}

/** A number with words around it, or two numbers in one field, as people type them. */
export function withWords(line: Line, other: Line | undefined, random: Random): string {
  const number = random.pick(/^1[5-7]/.test(line.area) ? mobile : german)(line);
  if (other !== undefined) return `${slashed(line)} oder ${slashed(other)}`;
  return random.pick<(number: string) => string>([
    (text) => `${text} (privat)`,
    (text) => `Tel. ${text}`,
    (text) => `${text} (nur vormittags)`,
    (text) => `${text} – Werkstatt`,
  ])(number);
}

/** `+49 841 1123-12`: as the firm writes its own numbers. */
export function international({ dialling, area, trunk, extension }: Line): string {
  return `+${dialling} ${area} ${trunk}${dash(extension)}`;
}

type Notation = (line: Line) => string;

function slashed({ area, trunk, extension }: Line): string {
  return `0${area}/${trunk}${dash(extension)}`;
}

function dash(extension: string): string {
  return extension === '' ? '' : `-${extension}`;
}

/** Two by two, as on typewritten letterheads. */
function pairs(digits: string): string {
  return digits.replace(/(\d\d)(?=\d)/g, '$1 ');
}

const german: readonly [Notation, ...Notation[]] = [
  international,
  international,
  slashed,
  ({ area, trunk, extension }) => `+49 (${area}) ${trunk}${dash(extension)}`,
  ({ area, trunk, extension }) => `+49 (${area}) ${trunk}${dash(extension)}`,
  ({ area, trunk, extension }) => `+49 (0)${area} ${trunk}${dash(extension)}`,
  ({ area, trunk, extension }) => `+49 (0) ${area} / ${trunk} ${extension}`.trim(),
  ({ area, trunk, extension }) => `0${area} ${trunk}${extension}`,
  ({ area, trunk, extension }) => `0${area}-${trunk}${dash(extension)}`,
  ({ area, trunk, extension }) => `0049 ${area} ${trunk}${extension}`,
  ({ area, trunk, extension }) => `0049${area}${trunk}${extension}`,
  ({ area, trunk, extension }) => `+49${area}${trunk}${extension}`,
  ({ area, trunk, extension }) => `(0${area}) ${trunk}${dash(extension)}`,
  ({ area, trunk, extension }) =>
    `(0 ${pairs(area)}) ${pairs(trunk)}${extension === '' ? '' : ` - ${pairs(extension)}`}`,
  ({ area, trunk, extension }) => `0${area}.${trunk}${extension === '' ? '' : `.${extension}`}`,
];

const awkward: readonly [Notation, ...Notation[]] = [
  ({ area, trunk, extension }) => `0${area}/${trunk}-0 DW ${extension}`,
  ({ area, trunk, extension }) => `+49 ${area} ${trunk}0 ext. ${extension}`,
  ({ area, trunk, extension }) => `0${area} ${trunk}-0, App. ${extension}`,
];

const mobile: readonly [Notation, ...Notation[]] = [
  ({ area, trunk }) => `0${area} ${trunk}`,
  ({ area, trunk }) => `0${area}/${trunk}`,
  ({ area, trunk }) => `+49 ${area} ${trunk}`,
  ({ area, trunk }) => `+49 (${area}) ${trunk}`,
  ({ area, trunk }) => `+49 (0)${area} ${pairs(trunk)}`,
  ({ area, trunk }) => `0049 ${area} ${trunk}`,
  ({ area, trunk }) => `+49${area}${trunk}`,
  ({ area, trunk }) => `0${area}-${pairs(trunk)}`,
];

const foreign: readonly [Notation, ...Notation[]] = [
  international,
  ({ dialling, area, trunk, extension }) => `00${dialling} ${area} ${trunk}${extension}`,
  ({ dialling, area, trunk, extension }) => `+${dialling} (0)${area} ${pairs(trunk + extension)}`,
  ({ dialling, area, trunk, extension }) => `+${dialling}${area}${trunk}${extension}`,
];
