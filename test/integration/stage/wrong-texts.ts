/** Parts of a path that name nothing, written as they are sent. */
export const wrongParts = [
  ...['..', '.', '%2e%2e', '%2E%2E%2F%2E%2E', '..%2f..%2fkeys', '..%5c..%5ckeys', '....//', '%252e%252e', '．．'].map(
    encodeWide,
  ),
  ...[
    '%00',
    'a%00b',
    '%0a',
    'a%0d%0aSet-Cookie:%20a=b',
    '%1b%5b31m',
    '%7f',
    '%c2%85',
    '%e2%80%ae',
    '%ed%a0%80',
    '%ff',
    '%',
    '%zz',
    '%E0%A4%A',
  ],
  ...["'", "''", "%27%20or%20PartitionKey%20ne%20'", '%27)%20or%20(RowKey%20ge%20%27', '%24filter', "a'%20or%20'1'='1"],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'NaN',
    '-',
    '_',
    '*',
    '{id}',
    '%7B%7Bconstructor%7D%7D',
    '%3Cscript%3E',
  ],
  ...[
    'a%2fb',
    'a%5cb',
    'a%23b',
    'a%3fb',
    'a%7cb',
    'a;b=c',
    'a%20b',
    '%20',
    '%c3%a9',
    '%f0%9f%98%80',
    'a'.repeat(65),
    'a'.repeat(513),
    'a'.repeat(4000),
  ],
];

/** Encodes what an HTTP client would not even send. */
export function encodeWide(text: string): string {
  return /^[!-~]*$/.test(text) ? text : encodeURIComponent(text);
}

/** What is no number from 1 to 1000. */
export const limits = [
  '0',
  '-1',
  '1001',
  '1.5',
  '1e3',
  '0x10',
  'abc',
  '',
  '%20',
  '1,2',
  '１',
  '9'.repeat(30),
  'NaN',
  '%00',
  '1%20',
  '+',
];
/** A cursor as the product makes them, of whatever one likes. */
export const forged = (position: unknown): string => Buffer.from(JSON.stringify([position])).toString('base64url');
/** What is no cursor. */
export const cursors = [
  ...[
    '',
    'x',
    '%00',
    'null',
    '*',
    forged(1),
    forged(null),
    forged({ a: 1 }),
    `${forged('a')}=`,
    ` ${forged('a')}`,
    forged('a').slice(1),
  ],
  ...[Buffer.from('"a"').toString('base64url'), Buffer.from('["a","b"]').toString('base64url'), 'A'.repeat(4001)],
];

/** Positions that a cursor of a list may never have had. */
export const positions = [
  '',
  ' ',
  '~',
  'a',
  'c',
  'c|',
  'd|x',
  'e',
  'e|',
  'e~',
  'n|',
  'r',
  'v',
  'zzzz',
  "' or PartitionKey ne '",
  '}',
  '|',
  '..',
  '\u0001',
  '\u0000',
  'ä',
  '\uffff',
];

/** What nobody's number looks like. */
export const numbers = [
  "' or RowKey ge '",
  '*',
  '#',
  '%',
  '../..',
  '\u0000',
  '\u202e110',
  '😀',
  '+',
  '++49',
  '1'.repeat(200),
  '{{x}}',
  '<1>',
  'sip:',
  'tel:',
  'sip:@',
  'a@b',
  '٠١٢',
];
