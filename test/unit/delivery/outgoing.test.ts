import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialWithin, type Dial } from '../../../shared/delivery/outgoing/dial.ts';
import { outgoingSetting } from '../../../shared/delivery/outgoing/outgoing-entry.ts';
import { openOutgoing, type Outgoing, type OutgoingOptions } from '../../../shared/delivery/outgoing/outgoing.ts';
import { DeliveryError } from '../../../shared/delivery/outcome.ts';
import { malformed, notPublic, ownMachine, resolving } from './outgoing-urls.ts';

const ownHosts = ['patchbay.azurewebsites.net', 'patchbay.scm.azurewebsites.net'];
const publicAddress = '93.184.216.34';
const listeners: Server[] = [];
const dialled: string[] = [];
let connections = 0;
let port = 0;

beforeAll(async () => {
  port = await listen('127.0.0.1', 0);
  for (const host of ['127.0.0.2', '::1']) await listen(host, port).catch(() => undefined);
});

afterAll(() => {
  for (const server of listeners) server.close();
});

async function listen(host: string, wanted: number): Promise<number> {
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, host, resolve);
  });
  listeners.push(server);
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Dials in earnest, and notes where; what must never happen would be counted by a listener too. */
function way(setting: string, options: OutgoingOptions = {}, local = false): Outgoing {
  const dial = dialWithin(300);
  return openOutgoing(
    { entries: outgoingSetting.parse(setting), local, ownHosts },
    {
      timeoutMs: 1500,
      resolve: () => Promise.resolve([publicAddress]),
      dial: (to) => {
        dialled.push(`${to.address} ${to.port}`);
        return dial(to);
      },
      ...options,
    },
  );
}

async function outcomeOf(outgoing: Outgoing, url: string): Promise<string> {
  try {
    return `status ${(await outgoing.send({ method: 'GET', url })).status}`;
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    return error.failure.outcome;
  }
}

describe('addresses that must never be asked', () => {
  const all = [...ownMachine, ...notPublic, ...malformed];

  it('are many', () => {
    expect(new Set(all).size + Object.keys(resolving).length).toBeGreaterThanOrEqual(150);
  });

  it('are refused before anything is dialled', async () => {
    // Everything public is allowed on the port where the listeners wait.
    const outgoing = way(`public,public:${port}`);
    for (const text of all) {
      const url = text.replaceAll('PORT', String(port));
      expect([url, await outcomeOf(outgoing, url)]).toEqual([url, 'refusedByPolicy']);
      expect(() => outgoing.check(url)).toThrow(/./);
    }
    expect([dialled, connections]).toEqual([[], 0]);
  });

  it('are refused when a name leads there, alone or among others', async () => {
    for (const [host, addresses] of Object.entries(resolving)) {
      const outgoing = way(`public:${port}`, { resolve: () => Promise.resolve(addresses) });
      expect([host, await outcomeOf(outgoing, `https://${host}:${port}/`)]).toEqual([host, 'refusedByPolicy']);
    }
    expect([dialled, connections]).toEqual([[], 0]);
  });

  it('are refused even if they are listed', async () => {
    const listed = `127.0.0.0/8:${port},[::1]:${port},169.254.169.254,pbx.example:${port},168.63.129.16,0.0.0.0/0:${port}`;
    const outgoing = way(listed, { resolve: () => Promise.resolve(['127.0.0.1']) });
    for (const host of ['127.0.0.1', '127.0.0.2', '[::1]', 'pbx.example', '2130706433'])
      for (const scheme of ['http', 'https'])
        expect([host, await outcomeOf(outgoing, `${scheme}://${host}:${port}/`)]).toEqual([host, 'refusedByPolicy']);
    expect(await outcomeOf(outgoing, 'https://169.254.169.254/')).toBe('refusedByPolicy');
    expect(await outcomeOf(outgoing, 'https://168.63.129.16/')).toBe('refusedByPolicy');
    expect([dialled, connections]).toEqual([[], 0]);
  });
});

describe('a name that changes its mind', () => {
  it('is resolved once for a connection, and what was checked is what is dialled', async () => {
    let calls = 0;
    const resolve = (): Promise<string[]> => Promise.resolve(++calls === 1 ? [publicAddress] : ['127.0.0.1']);
    const outgoing = way(`public:${port}`, { resolve, dial: record });
    await outcomeOf(outgoing, `https://rebind.example:${port}/`);
    expect([calls, dialled.splice(0)]).toEqual([1, [`${publicAddress} ${port}`]]);
    expect(await outcomeOf(outgoing, `https://rebind.example:${port}/`)).toBe('refusedByPolicy');
    expect([dialled, connections]).toEqual([[], 0]);
  });

  it('may not be found first and lead inside later', async () => {
    let calls = 0;
    const missing = Object.assign(new Error('none'), { code: 'ENOTFOUND' });
    const resolve = (): Promise<string[]> => (++calls === 1 ? Promise.reject(missing) : Promise.resolve(['10.0.0.1']));
    const outgoing = way('public', { resolve });
    expect(await outcomeOf(outgoing, 'https://later.example/')).toBe('dns');
    expect(await outcomeOf(outgoing, 'https://later.example/')).toBe('refusedByPolicy');
    expect(dialled).toEqual([]);
  });
});

const record: Dial = ({ address, port: to }) => {
  dialled.push(`${address} ${to}`);
  return Promise.reject(Object.assign(new Error('not dialled here'), { code: 'ECONNREFUSED' }));
};

describe('the list of the operator', () => {
  const reaches = async (setting: string, url: string, address = publicAddress): Promise<boolean> => {
    const outgoing = way(setting, { resolve: () => Promise.resolve([address]), dial: record });
    const outcome = await outcomeOf(outgoing, url);
    const wasDialled = dialled.splice(0).length > 0;
    expect(outcome).toBe(wasDialled ? 'unreachable' : 'refusedByPolicy');
    return wasDialled;
  };

  it.each([
    ['public', 'https://hook.example/', publicAddress, true],
    ['public', 'https://hook.example/', '192.168.0.120', false],
    ['public', 'http://hook.example/', publicAddress, false],
    ['public,192.168.0.120', 'https://192.168.0.120/', '', true],
    ['public,192.168.0.120', 'https://192.168.0.121/', '', false],
    ['192.168.0.120', 'https://192.168.0.120:8443/', '', false],
    ['192.168.0.120', 'https://hook.example/', publicAddress, false],
    ['192.168.0.120', 'https://pbx.example/', '192.168.0.120', true],
    ['192.168.0.120:80', 'http://192.168.0.120/', '', true],
    ['192.168.0.120:443', 'http://192.168.0.120/', '', false],
    ['10.1.0.0/16:8443', 'https://10.1.2.3:8443/', '', true],
    ['10.1.0.0/16:8443', 'https://10.2.2.3:8443/', '', false],
    ['10.1.0.0/16:8443', 'https://[::ffff:10.1.2.3]:8443/', '', true],
    ['[fd12:3456::]:8443', 'https://[fd12:3456::]:8443/', '', true],
    ['[fd12:3456::/48]', 'https://[fd12:3456::9]/', '', true],
    ['[fd12:3456::/48]', 'https://[fd12:3457::9]/', '', false],
    ['pbx.example', 'https://pbx.example/', '192.168.0.120', true],
    ['pbx.example', 'https://PBX.example./', '192.168.0.120', true],
    ['pbx.example', 'https://other.example/', '192.168.0.120', false],
    ['pbx.example', 'https://pbx.example/', '169.254.169.254', false],
    ['pbx.example', 'https://evil.pbx.example/', publicAddress, false],
    ['pbx', 'https://pbx/', '192.168.0.120', true],
  ])('%s: %s at %s is reached: %s', async (setting, url, address, isReached) => {
    expect(await reaches(setting, url, address)).toBe(isReached);
  });

  it.each([
    '',
    ',',
    'public,',
    'https://pbx.example',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    'pbx.example:0',
    'pbx:x',
    'a b',
    '*.example',
    '127.1',
  ])('is refused at the start when it says %j', (setting) => {
    expect(outgoingSetting.safeParse(setting).success).toBe(false);
  });

  it('does not open this machine while developing but for 127.0.0.1', async () => {
    const outgoing = way('public', {}, true);
    for (const host of ['localhost', '127.0.0.2', '[::1]', '0.0.0.0'])
      expect(await outcomeOf(outgoing, `http://${host}:${port}/`)).toBe('refusedByPolicy');
    expect([dialled, connections]).toEqual([[], 0]);
    expect(await outcomeOf(outgoing, `http://127.0.0.1:${port}/`)).toBe('unreachable');
    expect(connections).toBe(1);
  });
});

describe('a request', () => {
  it('ends in time, whatever it waits for', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    expect(await outcomeOf(way('public', { resolve: never, timeoutMs: 50 }), 'https://slow.example/')).toBe('timeout');
    expect(await outcomeOf(way('public', { dial: never, timeoutMs: 50 }), 'https://slow.example/')).toBe('timeout');
  });

  it('is not sent to a socket that leads elsewhere than to the address that was checked', async () => {
    const elsewhere: Dial = ({ port: to }) =>
      dialWithin(300)({ protocol: 'http:', address: '127.0.0.1', port: to, servername: undefined });
    const outgoing = way(`public:${port}`, { dial: elsewhere });
    expect(await outcomeOf(outgoing, `https://hook.example:${port}/`)).toBe('refusedByPolicy');
  });
});
