import { DeniedError, InvalidError, NotFoundError, PatchbayError, reasonOf, type Fault } from '../errors.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { Connection, StoredCredential } from './connection.ts';
import type { SignIn } from './credential.ts';
import { healthOf, type Health, type Problem } from './health.ts';
import type { ConnectionProbe } from './probe.ts';
import { remarksOn } from './remarks.ts';
import type { Seal } from '../secrets/seal.ts';
import { proofFields, signInFault } from './sign-in-faults.ts';
import { signInOf, type SignInSettings } from './sign-in.ts';
import { excessProblems, permissionProblems } from './test-outcome.ts';

export interface TestConnectionPorts {
  store: ConnectionStore;
  seal: Seal;
  settings: SignInSettings;
  openProbe(signIn: SignIn): ConnectionProbe;
  now(): Date;
}

/** What a test needs to know of a connection, stored or not. */
export interface TestSubject {
  signIn: SignIn;
  credential: StoredCredential;
  sender: string | undefined;
  testMailbox: string | undefined;
}

/** `refused`: a field is wrong; `unreachable`: nobody answered, so nothing is known; `tested`: what was found. */
export type TestOutcome =
  | { outcome: 'refused'; fault: Fault }
  | { outcome: 'unreachable'; error: PatchbayError }
  | { outcome: 'tested'; problems: Problem[] };

/** Tests a stored connection as saving does, and stores and answers its health. */
export async function testConnection(ports: TestConnectionPorts, id: string): Promise<Health> {
  const connection = await ports.store.get(id);
  const health = await healthNow(ports, connection);
  await ports.store.recordHealth(id, health);
  return health;
}

async function healthNow(ports: TestConnectionPorts, connection: Connection): Promise<Health> {
  const now = ports.now();
  try {
    const { credential, sender, testMailbox } = connection;
    const signIn = signInOf(connection, ports.seal, ports.settings);
    return healthAfter(await tryOut({ signIn, credential, sender, testMailbox }, ports.openProbe(signIn), now), now);
  } catch (error) {
    // What is stored or set does not even allow a try.
    if (!(error instanceof PatchbayError)) throw error;
    const field = error instanceof InvalidError ? error.faults[0]?.pointer : proofFields[connection.credential.kind];
    return healthOf([{ ...(field !== undefined && { field }), level: 'error', detail: error.message }], now);
  }
}

function healthAfter(result: TestOutcome, now: Date): Health {
  switch (result.outcome) {
    case 'tested':
      return healthOf(result.problems, now);
    case 'refused':
      return healthOf([{ field: result.fault.pointer, level: 'error', detail: result.fault.detail }], now);
    case 'unreachable': {
      const problem: Problem = { level: 'error', detail: result.error.message };
      return { state: 'unknown', testedAt: now.toISOString(), problems: [problem] };
    }
  }
}

/** Tries a connection: the sign-in, the directory, the sender's mailbox, then each permission by one real call. */
export async function tryOut(subject: TestSubject, probe: ConnectionProbe, now: Date): Promise<TestOutcome> {
  const { signIn, testMailbox, sender } = subject;
  const signedIn = await attempted(() => probe.signIn());
  if ('error' in signedIn) return failedSignIn(signedIn.error, signIn);
  const directory = await attempted(() => reachDirectory(probe, testMailbox));
  if ('error' in directory && isOutage(directory.error)) return { outcome: 'unreachable', error: directory.error };
  const found = !('error' in directory);
  const problems = [
    ...remarksOn(subject.credential, signIn.proof, now),
    ...(found ? [] : directoryProblems(directory.error, testMailbox)),
    ...(sender === undefined ? [] : await senderProblems(probe, sender)),
    ...permissionProblems(await probe.permissions(found ? testMailbox : undefined), {
      roles: signedIn.value,
      directoryRead: found || directory.error instanceof NotFoundError,
      mailboxNamed: found && testMailbox !== undefined,
      sends: sender !== undefined,
    }),
    ...excessProblems(signedIn.value),
  ];
  return { outcome: 'tested', problems };
}

function failedSignIn(error: PatchbayError, { proof }: SignIn): TestOutcome {
  return isOutage(error) ? { outcome: 'unreachable', error } : { outcome: 'refused', fault: signInFault(error, proof) };
}

/** Reads from the directory the mailbox to test with, or any. */
async function reachDirectory({ source }: ConnectionProbe, testMailbox: string | undefined): Promise<void> {
  if (testMailbox !== undefined) await source.mailbox(testMailbox);
  else for await (const _page of source.mailboxes({ from: 'all' })) return;
}

/** A directory that may not be read is a matter of the permission User.Read.All, which is tried anyway. */
function directoryProblems(error: PatchbayError, testMailbox: string | undefined): Problem[] {
  if (error instanceof DeniedError) return [];
  return [{ ...(testMailbox !== undefined && { field: '/testMailbox' }), level: 'error', detail: error.message }];
}

async function senderProblems({ source }: ConnectionProbe, sender: string): Promise<Problem[]> {
  const result = await attempted(() => source.mailbox(sender));
  if (!('error' in result) || result.error instanceof DeniedError) return [];
  const level = result.error instanceof NotFoundError ? 'error' : 'warning';
  return [{ field: '/sender', level, detail: reasonOf(result.error) }];
}

/** Whether an error says nothing about the connection itself. */
function isOutage({ kind }: PatchbayError): boolean {
  return kind === 'unavailable' || kind === 'throttled';
}

async function attempted<T>(call: () => Promise<T>): Promise<{ value: T } | { error: PatchbayError }> {
  try {
    return { value: await call() };
  } catch (error) {
    if (error instanceof PatchbayError) return { error };
    throw error;
  }
}
