import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { requireSignature } from '../../../shared/cards/connect.ts';
import { Secret } from '../../../shared/secrets/secret.ts';
import { isRecent, isSigned, newSigningSecret, signaturesOf } from '../../../shared/webhooks/signature.ts';

const now = new Date('2026-11-02T12:00:00Z');
const seconds = now.getTime() / 1000;
const [secret, other] = [newSigningSecret(), newSigningSecret()];
const text = '{"contact":{"email":"vera@example.org","name":"Müßig 😀"}}';

/** What another implementation of the standard signs. */
function theirs(body: string, id = 'msg_1', by = secret, at = now): string {
  return new Webhook(by.reveal()).sign(id, at, body);
}

const messageOf = (body: string, id = 'msg_1', timestamp = String(seconds)) => ({
  ...{ id, timestamp, body: new TextEncoder().encode(body) },
});

/** Whether the endpoint takes a message with these headers, from a profile with these secrets. */
async function isTaken(
  header: string,
  { body = text, id = 'msg_1', timestamp = String(seconds), secrets = [secret] } = {},
): Promise<boolean> {
  const ports = { now: () => now, signingSecrets: { ...noSecrets, open: () => Promise.resolve(secrets) } };
  return requireSignature(ports, 'aa', messageOf(body, id, timestamp), header).then(
    () => true,
    () => false,
  );
}

const unasked = (): Promise<never> => Promise.reject(new Error('Nobody asks for this.'));
const noSecrets = { list: unasked, create: unasked, delete: unasked, sealed: unasked };

describe('signatures of Standard Webhooks', () => {
  it('are those of its own library, both ways', () => {
    const words = fc.string({ unit: 'binary', maxLength: 200 }).map((one) => one.toWellFormed());
    const ids = fc.stringMatching(/^[\w-]{1,40}$/);
    fc.assert(
      fc.property(words, ids, (body, id) => {
        const message = messageOf(body, id);
        expect(isSigned(message, theirs(body, id), [secret])).toBe(true);
        expect(signaturesOf(message, [secret])).toBe(theirs(body, id));
        expect(isSigned(message, theirs(body, id), [other])).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('are those of the example of the standard', () => {
    const known = new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    const message = messageOf('{"test": 2432232314}', 'msg_p5jXN8AQM9LWM0D4loKWxJek', '1614265330');
    expect(isSigned(message, 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', [known])).toBe(true);
  });

  it('are verified by the library, body and all', () => {
    const at = new Date();
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const header = signaturesOf(messageOf(text, 'msg_1', timestamp), [other, secret]);
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': header };
    expect(new Webhook(secret.reveal()).verify(text, headers)).toEqual(JSON.parse(text));
  });

  it('are refused when anything signed is altered', async () => {
    expect(await isTaken(theirs(text))).toBe(true);
    expect(await isTaken(theirs(text), { body: `${text} ` })).toBe(false);
    expect(await isTaken(theirs(text), { body: text.replace('vera', 'verb') })).toBe(false);
    expect(await isTaken(theirs('{"a":1,"b":2}'), { body: '{"b":2,"a":1}' })).toBe(false);
    expect(await isTaken(theirs(text), { id: 'msg_2' })).toBe(false);
    expect(await isTaken(theirs(text), { timestamp: String(seconds + 1) })).toBe(false);
    expect(await isTaken(theirs(text), { secrets: [other] })).toBe(false);
    expect(await isTaken(theirs(text), { secrets: [] })).toBe(false);
  });

  it.each([-301, -300, 0, 300, 301])('are as old as five minutes at most: %s seconds', async (off) => {
    const at = new Date(now.getTime() + off * 1000);
    const header = theirs(text, 'msg_1', secret, at);
    expect(await isTaken(header, { timestamp: String(seconds + off) })).toBe(Math.abs(off) <= 300);
  });

  it.each([
    '',
    ' ',
    'x',
    '1e9',
    `${seconds}.0`,
    `0x${seconds.toString(16)}`,
    `+${seconds}`,
    ` ${seconds}`,
    `${seconds}, ${seconds}`,
    '-1',
    '9'.repeat(13),
    '１',
  ])('have a plain moment, not %j', (timestamp) => {
    expect(isRecent(timestamp, now)).toBe(false);
  });

  it.each(['a.b', '', 'msg 1', 'msg_1, msg_2', 'x'.repeat(201), 'ü', 'msg_1\n'])(
    'have a plain id, not %j',
    async (id) => {
      expect(await isTaken(theirs(text, id), { id })).toBe(false);
    },
  );

  it('cannot move what is signed between id and moment', async () => {
    const body = `${seconds}.x`;
    expect(await isTaken(theirs(body, 'a'), { id: `a.${seconds}`, body: 'x' })).toBe(false);
  });

  it('may be several; those of other versions are passed over', async () => {
    const [right, wrong] = [theirs(text), theirs(text, 'msg_1', other)];
    expect(await isTaken(`${wrong} ${right}`)).toBe(true);
    expect(await isTaken(`v1a,${right.slice(3)} v2,x ${right}`)).toBe(true);
    expect(await isTaken(`v2,${right.slice(3)}`)).toBe(false);
    expect(await isTaken([...Array.from({ length: 10 }, () => wrong), right].join(' '))).toBe(false);
  });

  it('are read strictly: headers joined by commas, other spellings of base64 and garbage are none', async () => {
    const right = theirs(text);
    const bare = right.slice(3);
    for (const header of [
      ...['', ' ', ',', 'v1', 'v1,', bare, `V1,${bare}`, `v1,${bare},`, `${right},v1`, `v1,${bare.replace('=', '')}`],
      ...[
        `v1, ${bare}`,
        `v1,${bare}=`,
        `${right},${right}`,
        `v1,${bare.slice(0, -4)}`,
        `v1,${'A'.repeat(43)}=`,
        `v1:${bare}`,
      ],
    ])
      expect(await isTaken(header), header).toBe(false);
    expect(await isTaken(`${theirs(text, 'msg_1', other)}, ${right}`), 'a second header that is right').toBe(true);
  });

  it('are made with both secrets while one takes the place of the other', async () => {
    const secrets = [secret, other];
    expect(await isTaken(theirs(text), { secrets })).toBe(true);
    expect(await isTaken(theirs(text, 'msg_1', other), { secrets })).toBe(true);
    expect(signaturesOf(messageOf(text), secrets).split(' ')).toEqual([theirs(text), theirs(text, 'msg_1', other)]);
  });

  it('are refused in the same words, whatever is wrong', async () => {
    const ports = { now: () => now, signingSecrets: { ...noSecrets, open: () => Promise.resolve([secret]) } };
    const refusals = await Promise.all(
      [messageOf(text, 'a.b'), messageOf(text, 'm', '1'), messageOf(text)].map((message) =>
        requireSignature(ports, 'aa', message, 'v1,x').catch((error: unknown) => String(error)),
      ),
    );
    expect(new Set(refusals).size).toBe(1);
  });

  it('have secrets of 32 random bytes', () => {
    expect(secret.reveal()).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(secret.reveal()).not.toBe(other.reveal());
  });
});
