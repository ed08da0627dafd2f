import { randomBytes } from 'node:crypto';
import { ConflictError, InvalidError, NotFoundError, type Fault } from '../errors.ts';
import { compileMapping } from '../mapping/mapping.ts';
import type { ContactsProfile } from './contacts-profile.ts';
import { forwardFaults } from './presence-profile.ts';
import type { ProfileStates } from './profile-state.ts';
import type { Profile, ProfileInput } from './profile.ts';
import type { ProfileStore } from './profile-store.ts';
import { scheduleProblem } from './schedule.ts';

export interface SaveProfilePorts {
  profiles: ProfileStore;
  states: ProfileStates;
  /** Throws not found. */
  connection(id: string): Promise<unknown>;
  now(): Date;
}

/** Stores a new profile. Throws invalid with every fault a person can correct. Its first run is due at the next tick of its schedule. */
export async function createProfile(ports: SaveProfilePorts, body: ProfileInput): Promise<Profile> {
  await check(ports, body);
  const id = randomBytes(6).toString('hex');
  await ports.states.create(id, ports.now());
  return ports.profiles.create(id, body, ports.now());
}

/** Changes a profile. Throws conflict while it is running, because a run must not mix two configurations. */
export async function replaceProfile(ports: SaveProfilePorts, old: Profile, body: ProfileInput): Promise<Profile> {
  if (body.kind !== old.body.kind) throw otherKind(old.body.kind);
  await check(ports, body);
  await refuseWhileRunning(ports, old.id);
  return ports.profiles.replace(old, body, ports.now());
}

export async function refuseWhileRunning(ports: Pick<SaveProfilePorts, 'states'>, id: string): Promise<void> {
  const { activeRun } = await ports.states.get(id);
  if (activeRun === undefined) return;
  throw new ConflictError(`The profile is running (run ${activeRun}); change it when that run has ended.`, {
    code: 'running',
  });
}

/** Everything about a profile that its schema cannot tell. */
async function check(ports: Pick<SaveProfilePorts, 'connection'>, body: ProfileInput): Promise<void> {
  const faults = [...(await connectionFaults(ports, body)), ...kindFaults(body)];
  if (faults.length > 0) {
    throw new InvalidError(`The profile cannot be saved: ${faults.map((fault) => fault.detail).join(' ')}`, faults);
  }
}

function kindFaults(body: ProfileInput): Fault[] {
  switch (body.kind) {
    case 'contacts':
      return [...scheduleFaults(body), ...sourceFaults(body), ...mappingFaults(body)];
    case 'presence':
      return forwardFaults(body);
    case 'cards':
      return [];
  }
}

function otherKind(kind: string): InvalidError {
  const detail = `A profile keeps its kind, here "${kind}"; create another profile for another kind.`;
  return new InvalidError(detail, [{ pointer: '/kind', detail }]);
}

async function connectionFaults(ports: Pick<SaveProfilePorts, 'connection'>, body: ProfileInput): Promise<Fault[]> {
  try {
    await ports.connection(body.connectionId);
    return [];
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return [{ pointer: '/connectionId', detail: error.message }];
  }
}

/** Not in the schema, so that a profile that is stored already stays readable. */
function scheduleFaults({ schedule }: ContactsProfile): Fault[] {
  const detail = scheduleProblem(schedule);
  return detail === undefined ? [] : [{ pointer: '/schedule/cron', detail }];
}

function sourceFaults({ sources }: ContactsProfile): Fault[] {
  if (sources.public) {
    const detail =
      'Microsoft Graph has no public folders; move their contacts into a shared mailbox and name it under sources.shared.';
    return [{ pointer: '/sources/public', detail }];
  }
  const { personal, shared, directory } = sources;
  if (personal || shared.length > 0 || directory.users || directory.organisationContacts) return [];
  const detail = 'Name at least one source: personal, shared, directory.users or directory.organisationContacts.';
  return [{ pointer: '/sources', detail }];
}

/** The faults of a mapping, under the place it has in the profile. */
export function mappingFaults({ mapping }: ContactsProfile): Fault[] {
  try {
    compileMapping(mapping);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    return error.faults.map(({ pointer, detail }) => ({ pointer: `/mapping${pointer}`, detail }));
  }
}
