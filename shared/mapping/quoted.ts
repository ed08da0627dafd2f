/** A text from outside, short and on one line, as it may stand in a sentence. */
export function quoted(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '?');
  return `\`${clean.length > 60 ? `${clean.slice(0, 60)}…` : clean}\``;
}
