import { describe, expect, it } from 'vitest';
import { add, canary, control, read, stageEvents } from './source-graph-events-stage.ts';

stageEvents();

describe('private events', () => {
  it.each(['private', 'confidential'])('drop what they say: %s', async (sensitivity) => {
    add('2026-03-10T09:00:00', {
      sensitivity,
      showAs: 'oof',
      subject: canary,
      body: { contentType: 'html', content: `<b>${canary}</b> @@Extern: 0841 7777` },
      location: { displayName: canary },
      categories: ['_SF_DND', canary],
      attendees: [{ emailAddress: { address: 'canary-7f3a@x.example', name: canary } }],
    });
    const events = await read();
    expect(events).toMatchObject([
      { isPrivate: true, showAs: 'oof', title: '', categories: ['_SF_DND'], targets: { external: '', internal: '' } },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/canary|7777/i);
  });

  it('say nothing in an error either', async () => {
    add('2026-03-10T09:00:00', { sensitivity: 'private', subject: canary });
    const body = { value: [{ id: 'x', subject: canary, sensitivity: 'private', start: canary }] };
    control().addFault({ match: { operation: 'users.listCalendarView' }, effect: { status: 200, body } });
    const error: unknown = await read().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'unavailable', code: 'unknownForm' });
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('CANARY');
  });

  it('are what an event is whose sensitivity nobody knows', async () => {
    const id = add('2026-03-10T09:00:00');
    const time = { dateTime: '2026-03-10T08:00:00.0000000', timeZone: 'UTC' };
    for (const sensitivity of [null, 'secretValue']) {
      const body = { value: [{ id, subject: canary, sensitivity, start: time, end: time }] };
      control().addFault({
        match: { operation: 'users.listCalendarView', times: 1 },
        effect: { status: 200, body },
      });
      expect(await read()).toMatchObject([{ isPrivate: true, title: '' }]);
    }
  });
});
