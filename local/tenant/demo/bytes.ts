/** The bytes of a text in Windows-1252, or undefined when it has a character that is not in that set. */
export function windows1252(text: string): Uint8Array | undefined {
  const bytes = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x80 || (code > 0x9f && code < 0x100) ? code : 0x80 + upperHalf.indexOf(character);
  });
  return bytes.some((byte) => byte === 0x7f) ? undefined : Uint8Array.from(bytes);
}

/** 0x80 to 0x9f; the five unused places hold the control characters that they stand for. */
const upperHalf = Array.from('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ');

/** Quoted-printable, each line of text on a line of its own as Outlook writes it. */
export function quotedPrintable(text: string, encode: (line: string) => Uint8Array): string {
  const lines = text
    .split('\n')
    .map((line) =>
      Array.from(encode(line), (byte) =>
        byte === 0x3d || byte < 0x20 || byte > 0x7e
          ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
          : String.fromCharCode(byte),
      ).join(''),
    );
  return lines.join('=0D=0A=\r\n');
}
