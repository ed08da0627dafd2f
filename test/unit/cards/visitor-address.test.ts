import { describe, expect, it } from 'vitest';
import { addressHashes, visitorAddress } from '../../../shared/cards/visitor-address.ts';

describe('the address of a visitor', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['198.51.100.7:51423', '198.51.100.7'],
    [' 198.51.100.7:1 ', '198.51.100.7'],
    ['10.0.0.1, 198.51.100.7:51423', '198.51.100.7'],
    ['1.1.1.1,2.2.2.2,198.51.100.7', '198.51.100.7'],
    ['198.51.100.7, garbage', 'unknown'],
    ['[2001:db8:1:2:3:4:5:6]:443', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::6]', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
    ['1:0:0:4:5:6:7:8', '1:0:0:4::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['[::ffff:198.51.100.7]:80', '198.51.100.7'],
    ['::FFFF:c633:6407', '198.51.100.7'],
    ['0:0:0:0:0:ffff:198.51.100.7', '198.51.100.7'],
    ['::ffff:0:1', '0.0.0.1'],
    ['', 'unknown'],
    [undefined, 'unknown'],
    ['300.1.1.1', 'unknown'],
    ['198.51.100', 'unknown'],
    ['[198.51.100.7', 'unknown'],
    ['[zzz]:80', 'unknown'],
    ['for=198.51.100.7', 'unknown'],
    ['198.51.100.7:', 'unknown'],
    ['<script>', 'unknown'],
    ['1'.repeat(10_000), 'unknown'],
  ])('%j is %s', (header, address) => {
    expect(visitorAddress(header)).toBe(address);
  });

  it('is kept as a hash that another address, day or key does not have', () => {
    const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const noon = new Date('2026-11-02T12:00:00Z');
    const hashes = [
      ...addressHashes('198.51.100.7', [key], noon),
      ...addressHashes('198.51.100.8', [key], noon),
      ...addressHashes('198.51.100.7', [other], noon),
      ...addressHashes('198.51.100.7', [key], new Date('2026-11-03T12:00:00Z')),
    ];
    expect(new Set(hashes).size).toBe(4);
    expect(addressHashes('198.51.100.7', [key, other], noon)).toEqual([hashes[0]]);
    expect(() => addressHashes('198.51.100.7', [], noon)).toThrow(/key/);
  });

  it('is also known by the hash of the day before, as long as that counts', () => {
    const key = Buffer.alloc(32, 1);
    const at = (time: string): string[] => addressHashes('198.51.100.7', [key], new Date(time));
    const [before] = at('2026-11-02T23:59:59Z');
    expect(at('2026-11-03T00:09:59Z')[1]).toBe(before);
    expect(at('2026-11-03T00:10:00Z')).toHaveLength(1);
  });
});
