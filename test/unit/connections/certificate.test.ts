import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from '../../../shared/connections/certificate.ts';
import { pem } from './stubs.ts';

let own: { private: string; cert: string };
let other: { private: string; cert: string };
beforeAll(async () => {
  own = await pem(90);
  other = await pem();
});

function wrongOf(text: string): string {
  const read = readCertificate(text);
  return 'wrong' in read ? read.wrong : 'nothing';
}

describe('readCertificate', () => {
  it('reads the thumbprint as Entra shows it, and the last day', () => {
    const read = readCertificate(`${own.private}\n${own.cert}`);
    const { fingerprint } = new X509Certificate(own.cert);
    expect(read).toMatchObject({ thumbprint: fingerprint.replaceAll(':', ''), expiresOn: '2027-01-30' });
    expect(read).toHaveProperty('thumbprint', expect.stringMatching(/^[0-9A-F]{40}$/));
  });

  it('keeps the key and its own certificate only, whatever the order, the line ends and what stands between', () => {
    const bags = 'Bag Attributes\n    friendlyName: patchbay-2026\n';
    const texts = [
      `${own.private}${own.cert}`,
      `${own.cert}${own.private}`,
      `${bags}${other.cert}\n${bags}${own.cert}\n${bags}${own.private}`,
      `${own.private}${own.cert}`.replaceAll(/\r?\n/g, '\r\n'),
    ];
    for (const text of texts) {
      const read = readCertificate(text);
      if ('wrong' in read) throw new Error(read.wrong);
      const kept = read.pem.reveal();
      expect(kept.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
      expect(new X509Certificate(kept).checkPrivateKey(createPrivateKey(kept))).toBe(true);
      expect(new X509Certificate(kept).fingerprint).toBe(new X509Certificate(own.cert).fingerprint);
    }
  });

  it('takes a PKCS #1 key too', () => {
    const pkcs1 = createPrivateKey(own.private).export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(readCertificate(pkcs1 + own.cert)).toHaveProperty('thumbprint');
  });

  it('says what is wrong, and shows nothing of the text', () => {
    const key = createPrivateKey(own.private);
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
    const lockedOld = { type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
    const cases: [string, string][] = [
      ['', 'no private key'],
      ['hello', 'no private key'],
      [own.cert, 'no private key'],
      [own.private, 'no certificate'],
      [own.private + other.cert, 'belongs to its private key'],
      [ec.toString() + own.cert, 'RSA of 2048'],
      [weak.toString() + own.cert, 'RSA of 2048'],
      [key.export(locked).toString() + own.cert, 'passphrase'],
      [key.export(lockedOld).toString() + own.cert, 'passphrase'],
      ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' + own.cert, 'cannot be read'],
      [own.private + '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'belongs to its private key'],
    ];
    for (const [text, words] of cases) {
      expect(wrongOf(text)).toContain(words);
      expect(wrongOf(text)).not.toMatch(/BEGIN|[A-Za-z0-9+/]{40}/);
    }
  });

  it('reads hostile texts quickly', () => {
    const start = Date.now();
    for (const part of [
      '-----BEGIN A-----',
      '-----BEGIN PRIVATE KEY-----\n',
      '-----BEGIN CERTIFICATE-----x',
      '-'.repeat(20_000),
    ]) {
      expect(wrongOf(part.repeat(20_000 / part.length))).toContain('no private key');
    }
    expect(Date.now() - start).toBeLessThan(1000);
  });
});
