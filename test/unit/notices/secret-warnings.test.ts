import { describe, expect, it } from 'vitest';
import { warnOfExpiry } from '../../../shared/notices/secret-warnings.ts';
import { host } from '../runs/host.ts';
import { mailsOf } from '../runs/truth.ts';
import { world, type World } from '../runs/world.ts';

const day = 24 * 60;

/** Lets the timer run for some days and answers the mails of that time. */
async function days(made: World, count: number, everyMinutes = 4 * 60): Promise<string[]> {
  const before = made.tenant.outbox.length;
  const functions = host(made);
  for (let passed = 0; passed < count * day; passed += everyMinutes) {
    const ports = made.ports();
    await warnOfExpiry(ports, await ports.profiles.list(), [made.connection]);
    await functions.drain();
    made.later(everyMinutes);
  }
  return made.tenant.outbox.slice(before).map(({ mail }) => mail.text.split('\n')[0] ?? '');
}

/** A connection whose secret ends on a day, and a profile that uses it. */
async function expiring(on: string): Promise<World> {
  const made = world();
  await made.addProfile({ schedule: { everyMinutes: 7 * 24 * 60 } });
  renew(made, on);
  return made;
}

function renew(made: World, on: string): void {
  made.connection = { ...made.connection, credential: { kind: 'secret', expiresOn: on } };
}

describe('a secret that ends', () => {
  it('is warned of 30, 14 and 3 days before, once each, and once when it has ended', async () => {
    const made = await expiring('2026-12-20');
    const texts = await days(made, 60);
    expect(texts.map((text) => /(in \d+ days|expired on [\d-]+)/.exec(text)?.[0])).toEqual([
      'in 30 days',
      'in 14 days',
      'in 3 days',
      'expired on 2026-12-20',
    ]);
    expect(texts[0]).toContain('Contoso');
  });

  it('is warned of at once when the profile is new and little time is left', async () => {
    expect(await days(await expiring('2026-11-10'), 1)).toEqual([expect.stringContaining('in 8 days')]);
  });

  it('is said to be replaced, once, and then warned of anew', async () => {
    const made = await expiring('2026-11-10');
    await days(made, 7);
    expect(mailsOf(made)).toHaveLength(2);
    renew(made, '2027-11-10');
    expect(await days(made, 20)).toEqual([expect.stringContaining('is over since')]);
    made.now = Date.UTC(2027, 9, 1);
    expect(await days(made, 45, 6 * 60)).toEqual([
      expect.stringContaining('in 30 days'),
      expect.stringContaining('in 14 days'),
      expect.stringContaining('in 3 days'),
      expect.stringContaining('expired'),
    ]);
  });

  it('is none of the business of other connections, and one without end is never warned of', async () => {
    const made = await expiring('2026-11-10');
    made.connection = { ...made.connection, id: 'c2' };
    expect(await days(made, 5)).toEqual([]);
    const endless = await expiring('2026-11-10');
    endless.connection = { ...endless.connection, credential: { kind: 'managedIdentity' } };
    expect(await days(endless, 5)).toEqual([]);
  });

  it('leaves other incidents alone', async () => {
    const made = await expiring('2027-11-10');
    const [profile] = await made.ports().profiles.list();
    await made.ports().incidents.open(profile?.id ?? '', { kind: 'held', reason: '', run: '' }, new Date(made.now));
    await days(made, 1);
    expect(await made.ports().incidents.list(profile?.id ?? '')).toMatchObject([{ kind: 'held', closedAt: '' }]);
  });
});
