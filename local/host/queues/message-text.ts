/**
 * Decodes a message's text as .NET's `Convert.FromBase64String` does: white space is skipped, padding is required.
 * @returns undefined where the text is not base64
 */
export function decodeMessage(text: string, encoding: 'base64' | 'none'): Buffer | undefined {
  if (encoding === 'none') return Buffer.from(text);
  const compact = text.replaceAll(/[ \t\r\n]/g, '');
  const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
  return base64.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}

/** The opposite of `decodeMessage`. */
export function encodeMessage(body: Buffer, encoding: 'base64' | 'none'): string {
  return encoding === 'none' ? body.toString() : body.toString('base64');
}

/** The body as text; undefined where it is not valid UTF-8. */
export function bodyText(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
