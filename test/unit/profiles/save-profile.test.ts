import { describe, expect, it } from 'vitest';
import { InvalidError } from '../../../shared/errors.ts';
import { contactsProfileSchema, type ContactsProfileInput } from '../../../shared/profiles/contacts-profile.ts';
import { createProfile, replaceProfile } from '../../../shared/profiles/save-profile.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { profileInput, world } from '../runs/world.ts';

const parse = (changes: Partial<ContactsProfileInput>) => contactsProfileSchema.parse(profileInput(changes));

async function faultsOf(changes: Partial<ContactsProfileInput>): Promise<string[]> {
  try {
    await createProfile(world().ports(), parse(changes));
    return [];
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    return error.faults.map(({ pointer }) => pointer);
  }
}

describe('saving a profile', () => {
  it.each<[string, Partial<ContactsProfileInput>, string[]]>([
    ['a connection that does not exist', { connectionId: 'gone' }, ['/connectionId']],
    ['no source at all', { sources: {} }, ['/sources']],
    ['public folders', { sources: { public: true } }, ['/sources/public']],
    ['several faults at once', { connectionId: 'gone', sources: {} }, ['/connectionId', '/sources']],
    [
      'ticks too close to each other',
      { schedule: { cron: '* * * * *', timeZone: 'Europe/Berlin' } },
      ['/schedule/cron'],
    ],
    ['nothing', { sources: { directory: { users: true } } }, []],
  ])('finds fault with %s', async (_name, changes, pointers) => {
    expect(await faultsOf(changes)).toEqual(pointers);
  });

  it('finds fault with a mapping, where it is', async () => {
    const mapping = { variables: [], structure: { phonebook: [{ name: '{{#DisplayName}}x{{/DisplayName}}' }] } };
    const [pointer] = await faultsOf({ mapping });
    expect(pointer).toMatch(/^\/mapping\//);
  });

  it('is refused while the profile runs, and to who has not seen the last change', async () => {
    const made = world();
    const profile = await made.addProfile();
    const ports = made.ports();
    const old = await ports.profiles.get(profile);
    await startRun(ports, profile);
    await expect(replaceProfile(ports, old, parse({ name: 'New' }))).rejects.toMatchObject({ code: 'running' });
    await ports.states.end(profile, (await ports.states.get(profile)).activeRun ?? '');
    const changed = await replaceProfile(ports, old, parse({ name: 'New' }));
    expect(changed).toMatchObject({ id: profile, createdAt: old.createdAt, body: { name: 'New' } });
    await expect(replaceProfile(ports, old, parse({ name: 'Newer' }))).rejects.toMatchObject({ kind: 'conflict' });
  });
});

describe('the lock of a profile', () => {
  it('is given back by its own run only', async () => {
    const made = world();
    const profile = await made.addProfile();
    const { states } = made.ports();
    await states.change(await states.get(profile), { activeRun: 'r2' });
    await states.end(profile, 'r1');
    expect(await states.get(profile)).toMatchObject({ activeRun: 'r2' });
    await Promise.all([states.end(profile, 'r2'), states.end(profile, 'r2')]);
    expect(await states.get(profile)).toMatchObject({ activeRun: undefined });
  });

  it('is taken by one only', async () => {
    const made = world();
    const profile = await made.addProfile();
    const { states } = made.ports();
    const state = await states.get(profile);
    const takes = await Promise.allSettled(['r1', 'r2', 'r3'].map((activeRun) => states.change(state, { activeRun })));
    expect(takes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
