/** The numbers that the text of an event names, as they are written there; empty where it names none. */
export interface ForwardTargets {
  internal: string;
  external: string;
}

/** Longer than any number with all its blanks; what is cut off at it is no number any more. */
const longest = 64;

// No blank, mark or number character is an @, so no part of a text is looked at by more than two matches.
const blank = String.raw`[\p{Zs}\t\p{Cf}]`;
const tag = String.raw`(?:@@|(?<![\p{L}\p{N}@])@)${blank}*(intern|extern)${blank}*:`;
const numberCharacter = String.raw`[\d+*#()./\p{Pd}\u2212\p{Zs}\t\p{Cf}]`;
const target = new RegExp(`${tag}(${numberCharacter}*)`, 'giu');

/**
 * Finds `@@Intern:` and `@@Extern:` in plain text: one or two @, in any case, with blanks anywhere around the word. The number behind
 * ends where its line ends or no number character follows. Of several numbers for one side the first one counts. A single @ behind a
 * letter belongs to an e-mail address. Never throws, and takes time in proportion to the text.
 */
export function forwardTargets(text: string): ForwardTargets {
  const found = { internal: '', external: '' };
  for (const [, word, written = ''] of text.matchAll(target)) {
    const side = word?.toLowerCase() === 'intern' ? 'internal' : 'external';
    if (found[side] === '') found[side] = trimmed(written);
    if (found.internal !== '' && found.external !== '') break;
  }
  return found;
}

/** A number without what is invisible in it (numbers copied from Windows have such) and what stands around it. */
function trimmed(written: string): string {
  const visible = written
    .slice(0, 4 * longest)
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Zs}\t]+/gu, ' ');
  const end = visible.search(/[\d*#][^\d*#]*$/);
  return visible
    .slice(0, end + 1)
    .replace(/^[^\d*#+(]+/, '')
    .slice(0, longest);
}
