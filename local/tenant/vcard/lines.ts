import { withoutByteOrderMark } from './character-sets.ts';

/** One unfolded line. Its text holds one character per byte, because only the line itself says how to decode it. */
export interface ByteLine {
  text: string;
  /** Where it begins in the file, counted from 1. */
  number: number;
}

/**
 * Cuts a vCard file into unfolded lines, blank ones left out. Folding is undone on bytes: older programs fold in the
 * middle of a UTF-8 sequence. The line breaks of quoted-printable and base64 values of vCard 2.1 are undone as well.
 */
export function unfoldedLines(file: Uint8Array): ByteLine[] {
  const physical = Buffer.from(withoutByteOrderMark(file))
    .toString('latin1')
    .split(/\r*\n|\r/);
  const lines: ByteLine[] = [];
  let open: ByteLine | undefined;
  for (const [index, text] of physical.entries()) {
    const joined = open === undefined ? undefined : joinedTo(open.text, text);
    if (open !== undefined && joined !== undefined) {
      open.text = joined;
    } else if (text.trim() === '') {
      open = undefined;
    } else {
      open = { text, number: index + 1 };
      lines.push(open);
    }
  }
  return lines;
}

function joinedTo(line: string, next: string): string | undefined {
  if (line.endsWith('=') && /[;=]QUOTED-PRINTABLE/i.test(headOf(line))) return line.slice(0, -1) + next;
  if (/^[ \t]./.test(next)) return line + next.slice(1);
  if (/^[A-Za-z0-9+/]{2,}=*$/.test(next) && /[;=]BASE64/i.test(headOf(line))) return line + next;
  return undefined;
}

function headOf(line: string): string {
  return line.slice(0, Math.max(0, line.indexOf(':')));
}
