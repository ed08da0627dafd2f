import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainText } from '../../../shared/calendar/plain-text.ts';

const shown = (html: string): string[] =>
  plainText(html)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

it.each([
  [
    'breaks lines where they are shown',
    'a<br>b<p>c</p>d<div>e</div><ul><li>f<li>g</ul>',
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
  ],
  ['does not break lines where the source does', '<p>+41\r\n71</p>', ['+41 71']],
  ['keeps lines of preformatted text', '<pre>a\nb</pre>c\nd', ['a', 'b', 'c d']],
  ['joins what formatting splits', '@@Ex<b>te</b>rn<span>:</span> 2<i>3</i>', ['@@Extern: 23']],
  [
    'keeps cells of a row on one line',
    '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>',
    ['a\t\tb', 'c'],
  ],
  ['drops what nobody reads', 'a<script>x("</b>")</script><STYLE>y</STYLE ><title>z</title>b<!-- c -->', ['ab']],
  ['drops what was begun and not ended', 'a<script>b', ['a']],
  ['drops values with >', 'a<a title="b > c" alt=\'d>\'>e</a>', ['ae']],
  ['is not confused by quotes outside of values', `a<b it's>c`, ['ac']],
  ['keeps a < that begins nothing', 'a < b, 1<2', ['a < b, 1<2']],
  [
    'drops conditional comments of Word',
    '<!--[if gte mso 9]><xml>x</xml><![endif]-->a<![if !supportLists]>b<![endif]>',
    ['ab'],
  ],
  ['decodes entities', '&lt;&auml;&Auml;&#252;&#x1F600;&commat;&nbsp;&amp;amp;', ['<äÄü😀@\u00a0&amp;']],
  [
    'leaves alone what is no entity',
    'a&b; &unknownn; &constructor; & &#; AT&T',
    ['a&b; &unknownn; &constructor; & &#; AT&T'],
  ],
  ['survives code points that do not exist', '&#0;&#xD800;&#9999999;', ['\ufffd\ufffd\ufffd']],
])('%s', (_what, html, lines) => {
  expect(shown(html)).toEqual(lines);
});

it('gives back any text that was escaped, and never throws', () => {
  const word = fc.string({ unit: 'grapheme-ascii', maxLength: 30 });
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (lines) => {
      const html = lines.map((line) => `<p style="margin:0">${escaped(line)}</p>`).join('\r\n');
      const blankless = (text: string): string => text.replace(/\s+/g, ' ').trim();
      expect(shown(html)).toEqual(lines.map(blankless).filter((line) => line !== ''));
    }),
  );
  const markup = fc.constantFrom(
    '<',
    '>',
    '<!--',
    '-->',
    '<p',
    '"',
    "'",
    '=',
    '</',
    'script',
    '&#',
    ';',
    '&amp;',
    '\n',
    'x',
  );
  fc.assert(
    fc.property(fc.array(markup), (parts) => typeof plainText(parts.join('')) === 'string'),
    { numRuns: 1000 },
  );
});
