import type { ContactsProfileInput } from '../../../shared/profiles/contacts-profile.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { host, type Host } from './host.ts';
import { world, type World } from './world.ts';

/** Puts contacts `from` to `before` into a mailbox; each has a name and numbers of its own. */
export function fill({ tenant }: World, mailbox: string, from: number, before: number, path = ''): void {
  for (let n = from; n < before; n += 1) tenant.put(mailbox, idOf(mailbox, n), cardOf(mailbox, n), path);
}

export function drop({ tenant }: World, mailbox: string, from: number, before: number): void {
  for (let n = from; n < before; n += 1) tenant.remove(mailbox, idOf(mailbox, n));
}

export function idOf(mailbox: string, n: number): string {
  return `${mailbox}-${String(n).padStart(3, '0')}`;
}

export function cardOf(mailbox: string, n: number): { name: string; phone: string } {
  return { name: `Friend ${n} of ${mailbox}`, phone: `+49 30 ${1_000_000 + n * 1000 + mailbox.length}` };
}

export const staff = ['anna', 'ben', 'cleo'];

/** Three people with five contacts and an account each, and a profile of all of them that runs at noon. */
export async function staffed(
  changes: Partial<ContactsProfileInput> = {},
): Promise<{ made: World; profile: string; functions: Host }> {
  const made = world();
  for (const name of staff) {
    made.tenant.addPerson(name);
    fill(made, name, 0, 5);
  }
  const profile = await made.addProfile(changes);
  await made.putAccounts(profile, ...staff);
  return { made, profile, functions: host(made) };
}

/** A minute later, starts a run and lets it come to its end. */
export async function runNow({
  made,
  profile,
  functions,
}: {
  made: World;
  profile: string;
  functions: Host;
}): Promise<void> {
  made.later(1);
  await startRun(made.ports(), profile);
  await functions.settle();
}
