import { describe, expect, it } from 'vitest';
import { graphEventSchema } from '../../../../shared/source/graph/event.ts';

const interest = { timeZone: 'Europe/Berlin', categories: ['_SF_A', '_SF_B'], titles: true, targets: true };

function read(item: Record<string, unknown>, more: Partial<typeof interest> = {}) {
  return graphEventSchema({ ...interest, ...more }).safeParse({ ...base, ...item });
}

const at = (dateTime: string, timeZone: string | null = 'UTC') => ({ dateTime, timeZone });
const base = {
  id: 'AAkALg',
  subject: 'Title',
  sensitivity: 'normal',
  showAs: 'busy',
  isAllDay: false,
  start: at('2026-03-10T08:00:00.0000000'),
  end: at('2026-03-10T09:00:00.0000000'),
};

describe('an event of Graph', () => {
  it('has times without Z and with seven digits, which are UTC', () => {
    expect(read({}).data).toMatchObject({ start: '2026-03-10T08:00:00.000Z', end: '2026-03-10T09:00:00.000Z' });
    expect(read({ start: at('2026-03-10T08:00:00') }).data).toMatchObject({ start: '2026-03-10T08:00:00.000Z' });
    expect(read({ start: at('2026-03-10T08:00:00Z', null) }).data).toMatchObject({ start: '2026-03-10T08:00:00.000Z' });
  });

  it('is read rightly where its zone is not the one that was asked for', () => {
    const start = at('2026-03-10T08:00:00.0000000', 'Eastern Standard Time');
    const end = at('2026-03-10T14:00:00.0000000', 'tzone://Microsoft/Custom');
    expect(read({ start, end }).data).toMatchObject({
      start: '2026-03-10T12:00:00.000Z',
      end: '2026-03-10T13:00:00.000Z',
    });
  });

  it('of whole days has dates, whatever zone they are stated in', () => {
    for (const timeZone of ['UTC', 'Asia/Tokyo', 'tzone://Microsoft/Custom', null]) {
      const days = {
        start: at('2026-03-29T00:00:00.0000000', timeZone),
        end: at('2026-03-30T00:00:00.0000000', timeZone),
      };
      expect(read({ isAllDay: true, ...days }).data).toMatchObject({
        start: '2026-03-28T23:00:00.000Z',
        end: '2026-03-29T22:00:00.000Z',
        allDay: true,
      });
    }
    const odd = { start: at('2026-03-09T22:00:00.0000000'), end: at('2026-03-10T22:00:00.0000000') };
    expect(read({ isAllDay: true, ...odd }).data).toMatchObject({ start: '2026-03-09T22:00:00.000Z', allDay: true });
  });

  it.each([
    { start: at('2026-03-10') },
    { start: at('2026-13-10T08:00:00') },
    { start: at('tomorrow') },
    { start: null },
    { id: '' },
    { categories: 'x' },
    { subject: 7 },
  ])('that is none is refused: %j', (item) => {
    expect(read(item).success).toBe(false);
  });

  it('has the categories that are wanted, as they are wanted', () => {
    expect(read({ categories: [' _sf_b ', 'Other', '_SF_B'] }).data).toMatchObject({ categories: ['_SF_B'] });
    expect(read({ categories: null }).data).toMatchObject({ categories: [] });
  });

  it('has targets also where a body comes as HTML against the request', () => {
    const body = { contentType: 'html', content: '<div>@@Extern:&nbsp;0841 12<br></div><div>@@Intern: 7 </div>' };
    expect(read({ body }).data).toMatchObject({ targets: { external: '0841 12', internal: '7' } });
    expect(read({ body }, { targets: false, titles: false }).data).toMatchObject({
      title: '',
      targets: { external: '', internal: '' },
    });
  });

  it('that is private is not looked into', () => {
    const trap = {
      ...base,
      sensitivity: 'private',
      get subject(): string {
        throw new Error('The title was read.');
      },
      get body(): unknown {
        throw new Error('The text was read.');
      },
    };
    expect(graphEventSchema(interest).parse(trap)).toMatchObject({ isPrivate: true, title: '' });
  });

  it('without a word about privacy is private', () => {
    expect(read({ sensitivity: undefined }).data).toMatchObject({ isPrivate: true, title: '' });
  });
});
