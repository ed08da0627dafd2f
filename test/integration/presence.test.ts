import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ANNA, office } from './stage/office.ts';
import { createPresence, event, presenceOf, presenceWhen, readNow } from './stage/presence.ts';
import { createConnection } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office() });
const hour = 3600;
let profile = '';

beforeAll(async () => {
  const connection = await createConnection(set());
  const categories = { enabled: true };
  profile = await createPresence(set(), connection, { categories });
  await readNow(set(), profile);
  await presenceWhen(set(), profile, 'anna', ({ known }) => known);
  await presenceWhen(set(), profile, 'bert', ({ known }) => known);
});

afterEach(async () => {
  set().simulator.control.emptyCalendar(ANNA);
  await readNow(set(), profile);
  await presenceWhen(set(), profile, 'anna', ({ effects }) => effects.chat === 'none');
});

const isBusy = ({ effects }: { effects: { chat: string } }): boolean => effects.chat !== 'none';

describe('presence', () => {
  it('shows a running appointment, why, until when, and takes it back when it is gone', async () => {
    const { control } = set().simulator;
    control.addEvent(ANNA, event(-hour, hour));
    await readNow(set(), profile);
    const seen = await presenceWhen(set(), profile, 'anna', isBusy);
    expect(seen.effects).toMatchObject({ chat: 'away', lamp: 'red', doNotDisturb: false, internal: null });
    expect(seen.effects.text).toMatch(/^\[\d\d:\d\d-\d\d:\d\d\] \[Gebucht\] Kunde ABC$/);
    expect(seen.event).toMatchObject({ type: 'busy', title: 'Kunde ABC' });
    expect(seen.causes.map(({ effect }) => effect)).toContain('chat');
    expect(Date.parse(seen.until ?? '')).toBeGreaterThan(Date.now());
    expect(await presenceOf(set(), profile, 'bert')).toMatchObject({
      effects: { chat: 'none', text: '' },
      event: null,
    });
  });

  it('begins and ends within two seconds of the appointment', async () => {
    const { control } = set().simulator;
    control.addEvent(ANNA, event(6, 12));
    await readNow(set(), profile);
    await presenceWhen(set(), profile, 'anna', ({ next }) => next !== null);
    await set().wire.trigger('watchPresence');
    const begun = await presenceWhen(set(), profile, 'anna', isBusy);
    expect(Date.now() - Date.parse(begun.since ?? '')).toBeLessThan(2000);
    await set().wire.trigger('watchPresence');
    await presenceWhen(set(), profile, 'anna', (seen) => !isBusy(seen));
    expect(Date.now() - Date.parse(begun.until ?? '')).toBeLessThan(2000);
  });

  it('never learns what a private appointment says', async () => {
    const canary = 'Geheimtermin-Kanarie';
    set().secrets.push({ name: 'a private title', text: canary });
    set().simulator.control.addEvent(
      ANNA,
      event(-hour, hour, {
        subject: canary,
        sensitivity: 'private',
        body: { contentType: 'html', content: `<p>${canary}</p>` },
      }),
    );
    await readNow(set(), profile);
    const seen = await presenceWhen(set(), profile, 'anna', isBusy);
    expect(seen.effects.text).toMatch(/ Privat$/);
    expect(seen.event).toMatchObject({ title: null });
  });

  it('obeys categories and targets in the text, and adds the categories once', async () => {
    const { control } = set().simulator;
    const names = control.categories(ANNA).map(({ displayName }) => displayName);
    expect(names.filter((name) => name.startsWith('_SF_'))).toHaveLength(7);
    const content = '<div>Bitte umleiten auf <b>@@Extern: +49 171 392 00-01</b></div>';
    const made = control.addEvent(
      ANNA,
      event(-hour, hour, {
        categories: ['_SF_DND_aktivieren', '_SF_AUL_extern_aktivieren', 'Kunden'],
        body: { contentType: 'html', content },
      }),
    );
    await readNow(set(), profile);
    const seen = await presenceWhen(set(), profile, 'anna', ({ effects }) => effects.doNotDisturb);
    expect(seen.effects.external).toEqual({ to: 'number', number: '+491713920001' });
    control.patchEvent(ANNA, made.id, { categories: ['_SF_Ignorieren'] });
    await readNow(set(), profile);
    await presenceWhen(set(), profile, 'anna', (now) => !isBusy(now) && !now.effects.doNotDisturb);
  });

  it('ends early when the person says so, until the appointment is over', async () => {
    set().simulator.control.addEvent(ANNA, event(-hour, hour));
    await readNow(set(), profile);
    await presenceWhen(set(), profile, 'anna', isBusy);
    const reply = await set().admin.send('POST', `/profiles/${profile}/presence/anna/reset`);
    expect([reply.status, reply.text]).toEqual([200, expect.stringContaining('"chat":"none"')]);
    await readNow(set(), profile);
    set().simulator.control.addEvent(ANNA, event(-60, 2 * hour, { subject: 'Neu', showAs: 'oof' }));
    await readNow(set(), profile);
    expect((await presenceWhen(set(), profile, 'anna', isBusy)).event).toMatchObject({ title: 'Neu' });
  });
});
