import { TextDecoder } from 'node:util';

/**
 * The text behind bytes whose encoding is stated wrongly as often as rightly. UTF-8 is tried before any stated
 * single-byte character set: Outlook labels its lines windows-1252, and whoever re-saves the file as UTF-8 leaves the
 * label standing, while text of a single-byte set is next to never valid UTF-8 by chance.
 */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  const stated = charset === undefined ? undefined : decoderFor(charset);
  if (stated !== undefined && !/^(utf-8|windows-125\d|iso-8859-\d+)$/.test(stated.encoding))
    return stated.decode(bytes);
  return decodeUtf8(bytes) ?? (stated?.encoding === 'utf-8' ? windows1252 : (stated ?? windows1252)).decode(bytes);
}

/** The text of a whole file: UTF-16 or UTF-8 by its byte order mark, else UTF-8 if it is valid, else Windows-1252. */
export function decodeFile(bytes: Uint8Array): string {
  return decodeText(withoutByteOrderMark(bytes));
}

/** The same text in UTF-8 without byte order mark if the file has one; any other file as it is. */
export function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3);
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined;
  return wide === undefined ? bytes : new TextEncoder().encode(new TextDecoder(wide).decode(bytes));
}

const windows1252 = new TextDecoder('windows-1252');
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function decoderFor(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}
