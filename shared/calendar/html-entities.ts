/** Names of the characters that stand in numbers, in the marks before them, and in German, French and Italian words. */
const named: Readonly<Record<string, string>> = {
  ...{
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
  },
  ...{ shy: '\u00ad', zwnj: '\u200c', zwj: '\u200d', lrm: '\u200e', rlm: '\u200f', Tab: '\t', NewLine: '\n' },
  ...{
    commat: '@',
    colon: ':',
    semi: ';',
    comma: ',',
    plus: '+',
    lpar: '(',
    rpar: ')',
    sol: '/',
    period: '.',
    num: '#',
  },
  ...{
    ast: '*',
    hyphen: '\u2010',
    dash: '\u2010',
    ndash: '\u2013',
    mdash: '\u2014',
    minus: '\u2212',
    excl: '!',
    lowbar: '_',
  },
  ...{
    auml: 'ä',
    ouml: 'ö',
    uuml: 'ü',
    Auml: 'Ä',
    Ouml: 'Ö',
    Uuml: 'Ü',
    szlig: 'ß',
    euro: '€',
    hellip: '…',
    bull: '•',
  },
  ...{
    agrave: 'à',
    acirc: 'â',
    ccedil: 'ç',
    eacute: 'é',
    egrave: 'è',
    ecirc: 'ê',
    icirc: 'î',
    ocirc: 'ô',
    ugrave: 'ù',
  },
};

/** Decodes numeric entities and the named ones that matter; what else looks like one stays as it is. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole: string, ...groups: unknown[]) => {
    const [decimal, hex, name] = groups.map((group) => (typeof group === 'string' ? group : ''));
    if (name) return (Object.hasOwn(named, name) ? named[name] : undefined) ?? whole;
    return characterOf(decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16));
  });
}

/** The character of a code point; the mark for an unknown one where there is none. */
function characterOf(code: number): string {
  const exists = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return exists ? String.fromCodePoint(code) : '\ufffd';
}
