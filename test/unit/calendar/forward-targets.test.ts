import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forwardTargets } from '../../../shared/calendar/forward-targets.ts';
import { plainText } from '../../../shared/calendar/plain-text.ts';

const nothing = { internal: '', external: '' };

describe('targets in the text of an event', () => {
  it.each([
    ['N31: as documented', '@@Extern:+41717271818', '+41717271818'],
    ['N31: as the introduction writes it', '@extern: +41717271818', '+41717271818'],
    ['one @ at the start of a line', 'Termin\n@Extern: 0041 71 727 18 18', '0041 71 727 18 18'],
    ['any case', '@@EXTERN:23', '23'],
    ['blanks anywhere', '@@ Extern :   +41 71 727 18 18   ', '+41 71 727 18 18'],
    ['no-break blanks', '@@Extern:\u00a0+41\u00a071\u202f727\u00a018\u00a018', '+41 71 727 18 18'],
    ['punctuation in the number', '@@Extern: +49 (0)841/123.45-67', '+49 (0)841/123.45-67'],
    ['brackets around the country', '@@Extern: (+41) 71 727 18 18', '(+41) 71 727 18 18'],
    ['invisible marks, as Windows copies them', '@@Extern: \u202a+41 71 727 18 18\u202c', '+41 71 727 18 18'],
    ['a word behind it', '@@Extern: +41 71 727 18 18, bitte', '+41 71 727 18 18'],
    ['a full stop behind it', 'Ich bin da: @@Extern: 4711.', '4711'],
    ['a name in brackets behind it', '@@Extern: 23 (Anna)', '23'],
    ['a dash behind it', '@@Extern: 23 \u2013 Anna', '23'],
    ['the end of its line', '@@Extern: 23\n42 Teilnehmer', '23'],
    ['what a phone would dial otherwise', '@@Extern: *97#', '*97#'],
    ['text glued to two @', 'Ort.@@Extern:23', '23'],
    ['the first number of two', '@@Extern: 23 @@Extern: 42', '23'],
    ['an occurrence without number is none', '@@Extern: siehe unten\n@@Extern: 42', '42'],
  ])('%s', (_what, text, external) => {
    expect(forwardTargets(text)).toEqual({ internal: '', external });
  });

  it('N32: finds the internal one beside the external one, in any order', () => {
    expect(forwardTargets('@@Intern: 23 @@Extern: +41 71 727 18 18')).toEqual({
      internal: '23',
      external: '+41 71 727 18 18',
    });
    expect(forwardTargets('@@Extern:42;@intern:23')).toEqual({ internal: '23', external: '42' });
  });

  it.each([
    ['no mark', 'Extern: 23'],
    ['another word', '@@External: 23'],
    ['no colon', '@@Extern 23'],
    ['an e-mail address', 'anna@extern: 23'],
    ['no number', '@@Extern: Anna'],
    ['a number on the next line', '@@Extern:\n23'],
    ['the template of the manual', '@@Extern:[Nummer]'],
    ['nothing', ''],
  ])('finds none: %s', (_what, text) => {
    expect(forwardTargets(text)).toEqual(nothing);
  });

  it('reads an HTML body as Outlook writes it', () => {
    const html =
      '<html><head><style>@@Extern: 1</style></head><body lang=DE><div class=WordSection1><p class=MsoNormal>Hallo,<o:p></o:p></p>\r\n' +
      '<p class=MsoNormal>&#64;@Ex<span\r\nstyle="color:#000">tern</span>:\r\n&#43;41&nbsp;71 <b>727</b> 18 18<br>25 Teilnehmer</p>' +
      '<!-- @@Intern: 1 --><p>@@Intern:&nbsp;23</p></div></body></html>';
    expect(forwardTargets(plainText(html))).toEqual({ internal: '23', external: '+41 71 727 18 18' });
  });

  const bits = fc.constantFrom(
    '@', '@@', '@@Extern:', '@@intern :', 'extern', ':', ' ', '\u00a0', '\n', '+', '41', '7', '(', ')', '-', '/', '.', '\u202a', '*',
    '<b>', '&#64;', '\ud800', 'é', 'a@extern:1',
  ); // prettier-ignore
  const wild = fc
    .array(fc.oneof(bits, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 })
    .map((parts) => parts.join(''));

  it('answers a short text of number characters, or none, whatever the text', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const { internal, external } = forwardTargets(text);
        for (const target of [internal, external]) {
          expect(target).toMatch(/^(?:[\d+*#(][\d+*#()./\p{Pd}\u2212 ]*)?$/u);
          expect(target).toMatch(/^$|[\d*#]$/);
          expect(target.length).toBeLessThanOrEqual(64);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('finds a number however it is written and whatever stands around it', () => {
    const blanks = fc.constantFrom('', ' ', '\u00a0', '  ', '\t');
    const gap = fc.constantFrom(' ', '-', '/', '.', ' (0)', '\u2011', '\u00a0');
    const around = fc.constantFrom('', 'Sitzung bei Muster AG ', 'anna@muster.example\n', '2026-03-29 ');
    const written = fc.record({ before: around, after: fc.constantFrom('', '\n', ', danke', '; x', ' @@Intern: 5'), a: blanks, b: blanks,
      c: blanks, gap, mark: fc.constantFrom('@', '@@'), word: fc.constantFrom('extern', 'Extern', 'EXTERN', 'eXTERN') }); // prettier-ignore
    fc.assert(
      fc.property(written, ({ before, after, a, b, c, gap: between, mark, word }) => {
        const number = `+41${between}71${between}727`;
        const text = `${before}${mark}${a}${word}${b}:${c}${number}${after}`;
        expect(forwardTargets(text).external).toBe(number.replace('\u00a0', ' ').replace('\u00a0', ' '));
      }),
    );
  });
});

describe('hostile texts of 100 kB', () => {
  const size = 100_000;
  const pieces = [
    '@',
    '@ ',
    ' ',
    '@@Extern',
    '@@Extern ',
    '@@Extern:',
    '@@Extern: 1',
    '@@Extern:+',
    '1',
    '(',
    '\u200b',
    '@\u200b',
    'a@',
  ];
  const marks = [
    '<',
    '<a',
    '<a ',
    '<a b="',
    "<a b='",
    '<!--',
    '<!',
    '<script>',
    '<script',
    '</',
    '&',
    '&#',
    '&amp',
    '&#64;',
    '<p>',
    '<style></',
    '>',
    '=',
  ];

  it.each([...pieces, ...marks])('made of %j take no time', (piece) => {
    const text = piece.repeat(size / piece.length);
    // Time of the processor: what else the machine does does not count.
    const began = process.cpuUsage();
    forwardTargets(`@@Extern:${text}`);
    forwardTargets(plainText(text));
    forwardTargets(`${' '.repeat(size)}${text}`);
    expect(process.cpuUsage(began).user).toBeLessThan(500_000);
  });
});
