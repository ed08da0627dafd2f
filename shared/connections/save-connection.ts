import { ConflictError, InvalidError } from '../errors.ts';
import type { ConnectionInput } from './connection-input.ts';
import { changedMeanwhile, newConnectionId } from './connection-store.ts';
import type { Connection, SealedValues } from './connection.ts';
import { draftOf, versionAfter, type Draft } from './draft.ts';
import { healthOf, type Health } from './health.ts';
import type { Seal } from '../secrets/seal.ts';
import { tryOut, type TestConnectionPorts } from './test-connection.ts';

export interface SaveConnectionPorts extends TestConnectionPorts {
  /** The id of a run of a profile that uses the connection and is under way. */
  activeRun(connectionId: string): Promise<string | undefined>;
}

/**
 * Creates a connection, after testing it. What the test finds decides:
 * - the sign-in is refused (unknown tenant or client, wrong or expired secret, rejected certificate, a policy of the tenant):
 *   invalid, with a fault at the field; nothing is stored, so a secret that works is never replaced by one that does not;
 * - the sign-in service or the directory cannot be reached: unavailable or throttled; nothing is stored, try again;
 * - permissions are missing, mailboxes are not found, something cannot be proven: stored, and `health.problems` names it,
 *   because grants take hours and are often made by somebody else.
 */
export async function createConnection(ports: SaveConnectionPorts, input: ConnectionInput): Promise<Connection> {
  const id = newConnectionId();
  const draft = draftOf(input, { id, current: undefined, seal: ports.seal, settings: ports.settings });
  const now = ports.now();
  const health = await testedHealth(ports, draft, now);
  return ports.store.insert({
    ...bodyOf(draft, undefined, now),
    id,
    sealed: sealedBy(ports.seal, draft),
    health,
  });
}

/**
 * Replaces a connection by the same rules. A secret that the input leaves out stays, for the same client and cloud only.
 * `expected` is the etag that the connection must still have. Conflict when it changed (code `changed`) or while one of its
 * profiles runs (code `running`).
 */
export async function replaceConnection(
  ports: SaveConnectionPorts,
  id: string,
  input: ConnectionInput,
  expected?: string,
): Promise<Connection> {
  const current = await ports.store.get(id);
  if (expected !== undefined && expected !== current.etag) throw changedMeanwhile(id);
  await refuseWhileRunning(ports, current);
  const draft = draftOf(input, { id, current, seal: ports.seal, settings: ports.settings });
  const now = ports.now();
  const health = await testedHealth(ports, draft, now);
  // The test takes seconds, in which a run may have started.
  await refuseWhileRunning(ports, current);
  return ports.store.replace({
    ...bodyOf(draft, current, now),
    id,
    sealed: sealedBy(ports.seal, draft),
    health,
    etag: current.etag,
  });
}

async function refuseWhileRunning(ports: SaveConnectionPorts, { id, name }: Connection): Promise<void> {
  const run = await ports.activeRun(id);
  if (run === undefined) return;
  throw new ConflictError(`The connection "${name}" is in use by the run ${run}; save again when that has ended.`, {
    code: 'running',
  });
}

async function testedHealth(ports: SaveConnectionPorts, draft: Draft, now: Date): Promise<Health> {
  const { signIn, credential } = draft;
  const { sender, testMailbox } = draft.input;
  const result = await tryOut({ signIn, credential, sender, testMailbox }, ports.openProbe(signIn), now);
  switch (result.outcome) {
    case 'tested':
      return healthOf(result.problems, now);
    case 'refused':
      throw new InvalidError(`The connection is not saved: ${result.fault.detail}`, [result.fault], {
        code: 'signInRefused',
      });
    case 'unreachable':
      throw result.error;
  }
}

function bodyOf(
  draft: Draft,
  current: Connection | undefined,
  now: Date,
): Omit<Connection, 'id' | 'sealed' | 'health' | 'etag'> {
  const { kind, name, cloud, tenant, client, sender, testMailbox } = draft.input;
  return {
    kind,
    name,
    cloud,
    tenant,
    client,
    credential: draft.credential,
    sender,
    testMailbox,
    version: versionAfter(current, draft.input),
    createdAt: current?.createdAt ?? now.toISOString(),
    updatedAt: now.toISOString(),
  };
}

function sealedBy(seal: Seal, { id, fresh, kept }: Draft): SealedValues {
  if (!fresh) return kept;
  return { [fresh.field]: seal.seal({ kind: 'connection', id, field: fresh.field }, fresh.secret) };
}
