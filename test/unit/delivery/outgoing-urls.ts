/** Notations of this machine that clients have fallen for; PORT is where a listener waits. */
export const ownMachine = [
  ...['127.0.0.1', '127.0.0.2', '127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.0.0.1', '0x7f.1', '017700000001'],
  ...['0177.0.0.1', '0177.1', '127.0.0.1.', '127.0.0.1..', '0', '0.0.0.0', '0x0', '00', '0.0.0.0.', '127.255.255.254'],
  ...['１２７.０.０.１', '127。0。0。1', '①②⑦.0.0.1', '%31%32%37.0.0.1', '127.0.0.1%2e', '0X7F.0X0.0X0.0X1'],
  ...['[::1]', '[::]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[::7f00:1]'],
  ...['[0000::1]', '[::ffff:0:127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::7f00:1]'],
  ...['[2002:7f00:1::]', '[2001:0:7f00:1::]', '[2001:0000:4136:e378:8000:63bf:80ff:fffe]', '[::ffff:0.0.0.0]'],
  ...['localhost', 'LOCALHOST', 'localhost.', 'foo.localhost', 'ｌocalhost', 'LocalHost..', 'a.b.localhost.'],
].map((host) => `https://${host}:PORT/hook`);

/** Addresses of networks behind routers, and of services of clouds. */
export const notPublic = [
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.254', '192.168.0.1', '192.168.255.255', '100.64.0.1'],
  ...['169.254.169.254', '169.254.0.1', '0xa9fea9fe', '2852039166', '168.63.129.16', '100.100.100.200', '192.0.0.192'],
  ...[
    '[fe80::1]',
    '[febf::1]',
    '[fec0::1]',
    '[fc00::1]',
    '[fd00::1]',
    '[fd00:ec2::254]',
    '[fd20:ce::254]',
    '[ff02::1]',
  ],
  ...['[::ffff:10.0.0.1]', '[::ffff:a9fe:a9fe]', '[64:ff9b::a9fe:a9fe]', '[2002:a9fe:a9fe::]', '[2002:0a00:0001::]'],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '0.1.2.3', '192.0.2.1', '198.51.100.1'],
  ...['203.0.113.9', '198.18.0.1', '192.88.99.1', '192.31.196.1', '192.52.193.1', '192.175.48.1', '[100::1]'],
  ...['[2001:db8::1]', '[2001:10::1]', '[2001:20::1]', '[2001:2::1]', '[5f00::1]', '[3fff::1]', '[::2]', '[1::1]'],
  ...['metadata.google.internal', 'METADATA.google.internal.', 'metadata', 'metadata.azure.com', 'instance-data'],
  ...['patchbay.azurewebsites.net', 'patchbay.scm.azurewebsites.net', 'PATCHBAY.azurewebsites.net.'],
].map((host) => `https://${host}/hook`);

/** What is no address to ask at all, or hides one. */
export const malformed = [
  ...['', ' ', 'hook.example', '//hook.example', 'https://', 'https:///', 'https://?', 'https://#', 'https://:443/'],
  ...['http://hook.example/', 'ftp://hook.example/', 'file:///etc/passwd', 'gopher://hook.example/', 'javascript:1'],
  ...[
    'data:text/plain,x',
    'ws://hook.example/',
    'unix:/run/docker.sock',
    'https+unix://x',
    'about:blank',
    'blob:https://hook.example/1',
  ],
  ...['https://user@hook.example/', 'https://user:pass@hook.example/', 'https://hook.example@127.0.0.1/'],
  ...['https://127.0.0.1:443@hook.example/', 'https://:pass@hook.example/', 'https://hook.example\\@127.0.0.1/'],
  ...['https:\\\\127.0.0.1\\', 'https://hook.example\\.127.0.0.1/', 'https://hook.example /', ' https://hook.example/'],
  ...[
    'https://hook.example/\n',
    'https://hook\t.example/',
    'https://hook.example/\r\nx: y',
    'https://hook.example/\u0000',
  ],
  ...['https://hook.example:80/', 'https://hook.example:22/', 'https://hook.example:8443/', 'https://hook.example:0/'],
  ...[
    'https://hook.example:65536/',
    'https://hook.example:x/',
    'https://[::1',
    'https://::1/',
    'https://[fe80::1%25eth0]/',
  ],
  ...['https://[hook.example]/', 'https://256.256.256.256/', 'https://1.2.3.4.5/', 'https://0x100000000/'],
  ...['https://hook .example/', 'https://hook<.example/', 'https://hook^.example/', 'https://hook|.example/'],
  `https://hook.example/${'a'.repeat(2000)}`,
];

/** Names that lead where they must not: what each resolves to, call by call. */
export const resolving: Record<string, string[]> = {
  '127.0.0.1.nip.io': ['127.0.0.1'],
  'app-10-0-0-1.nip.io': ['10.0.0.1'],
  'localtest.me': ['127.0.0.1', '::1'],
  'second.example': ['93.184.216.34', '127.0.0.1'],
  'mixed.example': ['93.184.216.34', '10.0.0.1'],
  'six.example': ['2606:2800:220:1::1', '::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'metadata.example': ['169.254.169.254'],
  'host.example': ['168.63.129.16'],
  'zone.example': ['fe80::1%eth0'],
  'local.example': ['fd00::1'],
  'zero.example': ['0.0.0.0'],
  'odd.example': ['0x7f000001'],
  'number.example': ['2130706433'],
  'empty.example': [],
  'text.example': ['hook.example'],
  'broadcast.example': ['255.255.255.255'],
  'sixtofour.example': ['2002:7f00:1::'],
  'teredo.example': ['2001:0:7f00:1::'],
};
