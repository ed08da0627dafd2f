import { PatchbayError, reasonOf, SignInError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Connection } from './connection.ts';
import { runProblem, withoutRunProblem, withRunProblem, type Health } from './health.ts';
import { signInField } from './sign-in-faults.ts';

/** What noting how a run signed in needs. */
export interface NoteSignInPorts {
  recordHealth(connection: string, health: Health): Promise<void>;
  log: Log;
  now(): Date;
}

/** Does something that signs in; when that is refused, the health of the connection says so. The error goes on as it is. */
export async function notingRefusal<T>(
  ports: NoteSignInPorts,
  connection: Connection,
  run: string,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof SignInError) await noteRefusal(ports, connection, run, error);
    throw error;
  }
}

/** Has the health of a connection say that a run was refused; it is written once, however many find it. */
export async function noteRefusal(
  ports: NoteSignInPorts,
  { id, credential, health }: Connection,
  run: string,
  error: SignInError,
): Promise<void> {
  if (runProblem(health)?.detail === error.message) return;
  const field = signInField(error, credential.kind);
  const problem = { ...(field !== '' && { field }), level: 'error' as const, detail: error.message, run };
  await record(ports, id, withRunProblem(health, problem, ports.now()));
}

/** Takes away what an earlier run has said about signing in, now that one could. Writes nothing when there is nothing. */
export async function noteSignedIn(ports: NoteSignInPorts, { id, health }: Connection): Promise<void> {
  if (runProblem(health)) await record(ports, id, withoutRunProblem(health));
}

/** The work itself goes on, whether this can be noted or not; the next run will find the same. */
async function record({ recordHealth, log }: NoteSignInPorts, connection: string, health: Health): Promise<void> {
  try {
    await recordHealth(connection, health);
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    log.warn('connection.healthNotRecorded', { connection, reason: reasonOf(error) });
  }
}
