import { describe, expect, it } from 'vitest';
import { commandsOf, readCategories, wantedCategories } from '../../../shared/presence/commands.ts';
import { commandedProfile, profileOf } from './calendars.ts';

const { categories } = commandedProfile();
const allAllowed = [
  ['N24', '_SF_Ignorieren', 'ignore'],
  ['N25', '_SF_Funktionstasten_aktivieren', 'lamp'],
  ['N26', '_SF_DND_aktivieren', 'doNotDisturb'],
  ['N27', '_SF_Voicemail_intern_aktivieren', 'voicemailInternal'],
  ['N28', '_SF_Voicemail_extern_aktiviern', 'voicemailExternal'],
  ['N28', '_SF_Voicemail_extern_aktivieren', 'voicemailExternal'],
  ['N29', '_SF_AUL_intern_aktivieren', 'forwardInternal'],
  ['N30', '_SF_AUL_extern_aktivieren', 'forwardExternal'],
] as const;

describe('commands', () => {
  it.each(allAllowed)('%s: %s means %s, in any case', (_number, name, command) => {
    for (const spelled of [name, name.toLowerCase(), name.toUpperCase()]) {
      expect([...commandsOf(['Wichtig', spelled], categories)]).toEqual([[command, spelled]]);
    }
  });

  it.each(allAllowed)('%s: %s means nothing where %s is not allowed', (_number, name, command) => {
    const denied = commandedProfile({ categories: { enabled: true, allow: { [command]: false } } });
    expect(commandsOf([name], denied.categories).size).toBe(0);
    expect(readCategories(denied)).not.toContain(name);
  });

  it('N17: means nothing while categories are off', () => {
    expect(commandsOf(['_SF_Ignorieren'], profileOf().categories).size).toBe(0);
    expect(wantedCategories(profileOf())).toEqual([]);
    expect(readCategories(profileOf())).toEqual([]);
  });

  it('takes another prefix instead of the usual one', () => {
    const other = commandedProfile({ categories: { enabled: true, prefix: 'TK ' } });
    expect([...commandsOf(['tk ignorieren', '_SF_DND_aktivieren'], other.categories)]).toEqual([
      ['ignore', 'tk ignorieren'],
    ]);
  });

  it('takes several at once', () => {
    expect(new Set(commandsOf(allAllowed.map(([, name]) => name), categories).keys())).toEqual(
      new Set(allAllowed.map(([, , command]) => command)),
    ); // prettier-ignore
  });

  it('reads nothing into other categories', () => {
    expect(commandsOf(['', '_SF_', 'Ignorieren', '_SF_Ignorieren!', 'constructor'], categories).size).toBe(0);
  });

  it('N3: wants each once, in a colour of its own, and reads both spellings', () => {
    const wanted = wantedCategories(commandedProfile());
    const names = wanted.map(({ name }) => name);
    expect(names).toEqual(
      allAllowed.map(([, name]) => name).filter((name) => name !== '_SF_Voicemail_extern_aktivieren'),
    );
    expect(new Set(wanted.map(({ colour }) => colour)).size).toBe(7);
    expect(readCategories(commandedProfile())).toEqual(allAllowed.map(([, name]) => name));
  });

  it('gives a command with each category it wants', () => {
    for (const { name } of wantedCategories(commandedProfile())) expect(commandsOf([name], categories).size).toBe(1);
  });
});
