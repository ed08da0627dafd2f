import { describe, expect, it } from 'vitest';
import { DEMO_CLIENT_ID, DEMO_ROLES } from '../../local/graph-simulator/demo.ts';
import { BOB, DORA } from './graph-simulator/tenant-fixture.ts';
import { add, between, control, open, read, stageEvents, times, window } from './source-graph-events-stage.ts';

stageEvents();

describe('reading events', () => {
  it('answers every field in one request', async () => {
    const id = add('2026-03-10T09:00:00', {
      subject: ' Jour fixe – “Übergabe” 🎉 ',
      body: { contentType: 'html', content: '<p>Hallo<br>@@Extern: +49 841 / 1234-5<br>@@Intern: 42</p>' },
      showAs: 'workingElsewhere',
      sensitivity: 'personal',
      categories: ['Kunde', '_sf_ignorieren'],
    });
    const source = open();
    const events = await source.events(window('2026-03-10T00:00:00Z', '2026-03-11T00:00:00Z'));
    expect(source.count.requests).toBe(1);
    expect(events).toEqual([
      {
        id,
        start: '2026-03-10T08:00:00.000Z',
        end: '2026-03-10T09:00:00.000Z',
        allDay: false,
        showAs: 'workingElsewhere',
        isPrivate: false,
        title: 'Jour fixe – “Übergabe” 🎉',
        categories: ['_SF_Ignorieren'],
        targets: { external: '+49 841 / 1234-5', internal: '42' },
      },
    ]);
  });

  it.each(['oof', 'busy', 'tentative', 'workingElsewhere', 'free'])('reads %s as it is shown', async (showAs) => {
    add('2026-03-10T09:00:00', { showAs });
    expect(await read()).toMatchObject([{ showAs }]);
  });

  it('takes an event of unknown kind for a free one', async () => {
    add('2026-03-10T09:00:00', { showAs: 'unknown' });
    expect(await read()).toMatchObject([{ showAs: 'free' }]);
  });

  it('requests title, text and categories only when they are wanted', async () => {
    add('2026-03-10T09:00:00', { categories: ['_SF_DND'], body: { contentType: 'text', content: '@@Extern: 0841' } });
    control().resetRequests();
    expect(await read(undefined, undefined, { titles: false, targets: false, categories: [] })).toMatchObject([
      { title: '', categories: [], targets: { external: '', internal: '' } },
    ]);
    const [request] = control().requestLog;
    expect(request?.address).not.toMatch(/subject|body|categories/);
  });

  it('reads a text that an old program wrote as plain text', async () => {
    add('2026-03-10T09:00:00', { body: { contentType: 'text', content: 'Bitte\r\n@extern: 0841 99\r\n' } });
    expect(await read()).toMatchObject([{ targets: { external: '0841 99', internal: '' } }]);
  });

  it('leaves out what is cancelled or declined', async () => {
    add('2026-03-10T09:00:00', { isCancelled: true });
    add('2026-03-10T10:00:00', { responseStatus: { response: 'declined' } });
    add('2026-03-10T11:00:00', { responseStatus: { response: 'tentativelyAccepted' }, showAs: 'tentative' });
    expect(times(await read())).toEqual(['2026-03-10T10:00:00.000Z 2026-03-10T11:00:00.000Z']);
  });

  it('reads what ends after the start of the window and starts before its end, in order', async () => {
    add('2026-03-10T10:00:00');
    add('2026-03-10T08:00:00');
    add('2026-03-10T09:00:00');
    add('2026-03-10T09:00:00', between('2026-03-10T09:00:00', '2026-03-10T09:00:00'));
    add('2026-03-01T00:00:00', between('2026-03-01T00:00:00', '2026-03-20T00:00:00'));
    const found = await read('2026-03-10T08:00:00Z', '2026-03-10T09:00:00Z');
    expect(times(found)).toEqual([
      '2026-02-28T23:00:00.000Z 2026-03-19T23:00:00.000Z',
      '2026-03-10T08:00:00.000Z 2026-03-10T09:00:00.000Z',
    ]);
  });

  it('follows the pages to the end', async () => {
    for (let index = 0; index < 120; index += 1) {
      add(new Date(Date.UTC(2026, 2, 5, 0, index * 10)).toISOString().slice(0, 19), { subject: String(index) });
    }
    const source = open();
    const events = await source.events(window('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'));
    expect(events.map(({ title }) => title)).toEqual(Array.from({ length: 120 }, (_, index) => String(index)));
    expect(source.count.requests).toBe(3);
  });

  it('answers nothing for an empty calendar', async () => {
    expect(await read()).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('names the permission that is missing', async () => {
    const roles = DEMO_ROLES.filter((role) => !/Calendars|MailboxSettings/.test(role));
    control().setRoles(DEMO_CLIENT_ID, roles);
    const source = open();
    const denied = (permission: string) => ({ kind: 'denied', message: expect.stringContaining(permission) as string });
    await expect(source.events(window('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'))).rejects.toMatchObject(
      denied('Application Calendars.Read'),
    );
    await expect(source.timeZone(BOB)).rejects.toMatchObject(denied('Application MailboxSettings.Read'));
    await expect(source.addCategories(BOB, [])).rejects.toMatchObject(denied('Application MailboxSettings.ReadWrite'));
    control().setRoles(DEMO_CLIENT_ID, DEMO_ROLES);
  });

  it('says not found for somebody without a mailbox', async () => {
    await expect(read(undefined, undefined, { mailbox: DORA })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(open().timeZone(DORA)).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('says throttled and unavailable', async () => {
    const match = { operation: 'users.listCalendarView', times: 1 };
    control().addFault({ match, effect: { status: 429, headers: { 'Retry-After': '120' } } });
    await expect(read()).rejects.toMatchObject({ kind: 'throttled', retryAfterSeconds: 120 });
    control().addFault({ match: { ...match, times: 10 }, effect: { html: '<html>gateway</html>' } });
    await expect(read()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('never answers a part: a failing second page fails the read', async () => {
    for (let index = 0; index < 60; index += 1) {
      add(new Date(Date.UTC(2026, 2, 5, 0, index * 10)).toISOString().slice(0, 19));
    }
    const match = { operation: 'users.listCalendarView', path: /\$skip=50/ };
    control().addFault({ match, effect: { status: 400, code: 'ErrorInvalidUrlQuery' } });
    await expect(read()).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
