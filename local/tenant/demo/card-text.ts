/** A text as a vCard 3.0 or 4.0 value. */
export function escaped(text: string | undefined): string {
  return (text ?? '').replace(/[\\,;]/g, '\\$&').replaceAll('\n', '\\n');
}

/** A structured value: its components, each escaped. */
export function structured(...components: (string | undefined)[]): string {
  return components.map(escaped).join(';');
}

/** A card's lines, folded at 75 octets without cutting a letter in two. */
export function folded(lines: string[], newline: '\r\n' | '\n'): string {
  return lines.map((line) => foldedLine(line, newline) + newline).join('');
}

function foldedLine(line: string, newline: string): string {
  const pieces: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > (pieces.length === 0 ? 75 : 74)) {
      pieces.push(piece);
      piece = '';
      octets = 0;
    }
    piece += character;
    octets += size;
  }
  return [...pieces, piece].join(`${newline} `);
}
