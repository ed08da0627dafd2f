import { describe, expect, it } from 'vitest';
import { forwardFaults, presenceProfileSchema } from '../../../shared/profiles/presence-profile.ts';
import { profileSchema } from '../../../shared/profiles/profile.ts';
import { profileOf } from './calendars.ts';

const needed = { kind: 'presence', name: 'Zentrale', connectionId: 'demo', personal: { from: 'all' } };
const faultsOf = (more: object): string[] =>
  presenceProfileSchema
    .safeParse({ ...needed, ...more })
    .error?.issues.map(({ path, message }) => `${path.join('/')}: ${message}`) ?? [];

describe('a profile of the kind presence', () => {
  it('needs little, and is one of the kinds of profiles', () => {
    expect(profileSchema.parse(needed)).toMatchObject({
      ...{ enabled: true, readEveryMinutes: 5, reactTo: ['oof', 'busy'], maxDurationHours: 336, chat: 'away' },
      ...{ statusText: '[!time!] [!type!] !title!', privacy: 'title', lamp: { colour: 'red' }, language: 'de' },
      categories: { enabled: false, prefix: '_SF_', allow: { ignore: true, forwardExternal: true } },
      always: { lamp: true, groups: false, forwardInternal: false, voicemailExternal: false },
      targets: { internal: true, external: true },
    });
  });

  it('N7: finds accounts by e-mail, or by user name where that is wanted', () => {
    expect(profileOf().personal.match).toBe('email');
    const group = '7d7d24f4-2f0a-4b9a-9b3a-0d3f3a4f7a10';
    expect(profileOf({ personal: { from: 'group', group, match: 'userName' } }).personal).toMatchObject({
      group,
      match: 'userName',
    });
    expect(profileOf({ personal: { from: 'list', mailboxes: ['anna@example.org'] } }).personal.match).toBe('email');
  });

  it.each([
    ['an unknown variable', '!time! !ort!', 'statusText: has no variable !ort!; write !time!, !title! or !type!'],
    ['one in another case', '!Title!', 'statusText: has no variable !Title!; write !time!, !title! or !type!'],
    ['one between others', '!time!x!type!', ''],
    ['marks that are none', 'Achtung! !title! geht vor!', ''],
    ['one after a mark', 'Achtung!title!', ''],
  ])('N11: refuses unknown variables: %s', (_what, statusText, fault) => {
    expect(faultsOf({ statusText }).join()).toBe(fault);
  });

  it.each([
    [{ readEveryMinutes: 0 }, 'readEveryMinutes'],
    [{ readEveryMinutes: 61 }, 'readEveryMinutes'],
    [{ maxDurationHours: 0 }, 'maxDurationHours'],
    [{ reactTo: [] }, 'reactTo'],
    [{ reactTo: ['unknown'] }, 'reactTo/0'],
    [{ typeWords: { unknown: 'x' } }, 'typeWords'],
    [{ categories: { prefix: 'a,b' } }, 'categories/prefix'],
    [{ categories: { prefix: '' } }, 'categories/prefix'],
    [{ targets: { defaultInternal: '1' } }, 'targets/defaultInternal'],
    [{ targets: { defaultExternal: '0841 12345' } }, 'targets/defaultExternal'],
    [{ lamp: { colour: 'green' } }, 'lamp/colour'],
    [{ personal: { from: 'all', match: 'extension' } }, 'personal/match'],
    [{ unknown: 1 }, ''],
  ])('refuses %j', (more, path) => {
    expect(faultsOf(more).map((fault) => fault.split(': ')[0])).toEqual([path]);
  });

  it('N20, N21: refuses to forward always where nothing can say where to', () => {
    const always = { forwardInternal: true, forwardExternal: true };
    expect(forwardFaults(profileOf({ always }))).toEqual([]);
    expect(
      forwardFaults(profileOf({ always, targets: { internal: false, external: false, defaultExternal: '23' } })),
    ).toEqual([
      {
        pointer: '/always/forwardInternal',
        detail:
          'Every event forwards internal calls, but nothing says where to; set targets.defaultInternal or allow targets in texts.',
      },
    ]);
  });
});
