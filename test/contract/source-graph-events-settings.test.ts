import { describe, expect, it } from 'vitest';
import { BOB } from './graph-simulator/tenant-fixture.ts';
import { control, open, stageEvents } from './source-graph-events-stage.ts';

stageEvents();

describe('time zones of mailboxes', () => {
  it.each([
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Nepal Standard Time', 'Asia/Katmandu'],
    ['Lord Howe Standard Time', 'Australia/Lord_Howe'],
    ['eastern standard time', 'America/New_York'],
    ['Europe/Vienna', 'Europe/Vienna'],
    ['UTC', 'UTC'],
    ['tzone://Microsoft/Utc', 'UTC'],
    ['tzone://Microsoft/Custom', 'UTC'],
    ['Customized Time Zone', 'UTC'],
    ['', 'UTC'],
    ['CET', 'UTC'],
  ])('%s is %s', async (name, zone) => {
    control().setTimeZone(BOB, name);
    const source = open();
    expect(await source.timeZone(BOB)).toBe(zone);
    expect(source.count.requests).toBe(1);
  });
});

describe('categories', () => {
  const wanted = [
    { name: '_SF_DND', colour: 'preset0' },
    { name: '_SF_Ignorieren', colour: 'preset12' },
  ] as const;

  it('that are missing are added once; those that are there stay', async () => {
    const mailbox = 'office@contoso.example';
    const before = control().categories(mailbox);
    const source = open();
    expect(await source.addCategories(mailbox, [...wanted, { name: '_sf_dnd', colour: 'preset3' }])).toBe(2);
    expect(source.count.requests).toBe(3);
    const after = control().categories(mailbox);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toMatchObject([
      { displayName: '_SF_DND', color: 'preset0' },
      { displayName: '_SF_Ignorieren', color: 'preset12' },
    ]);
    expect(await source.addCategories(mailbox, wanted)).toBe(0);
    expect(await source.addCategories(mailbox, [{ name: 'ROTE KATEGORIE', colour: 'preset9' }])).toBe(0);
    expect(source.count.requests).toBe(5);
    expect(control().requestLog.filter(({ method }) => method === 'PATCH')).toEqual([]);
  });

  it('that somebody else adds at the same moment count as there', async () => {
    const before = control().categories(BOB).length;
    const counts = await Promise.all([1, 2, 3].map(() => open().addCategories(BOB, wanted)));
    expect(counts.reduce((total, count) => total + count, 0)).toBe(2);
    expect(control().categories(BOB)).toHaveLength(before + 2);
  });

  it('that Graph refuses for another reason are an error', async () => {
    control().addFault({
      match: { operation: 'users.outlook.createMasterCategories' },
      effect: { status: 400, code: 'ErrorInvalidProperty' },
    });
    await expect(open().addCategories(BOB, [{ name: 'New', colour: 'preset1' }])).rejects.toMatchObject({
      kind: 'invalid',
    });
  });
});
