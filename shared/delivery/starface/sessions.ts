import type { z } from 'zod';
import type { Secret } from '../../secrets/secret.ts';
import type { Destination, DestinationBody } from '../destination.ts';
import { mostLogins } from '../destination-health.ts';
import type { DestinationStore } from '../destination-store.ts';
import { DeliveryError, opened } from '../outcome.ts';
import type { Outgoing, OutgoingAnswer } from '../outgoing/outgoing.ts';
import { loginSecret, loginTemplateSchema, tokenSchema } from './wire.ts';

export type Starface = Destination<Extract<DestinationBody, { kind: 'starface' }>>;

export interface SessionPorts {
  outgoing: Outgoing;
  destinations: Pick<DestinationStore, 'changeHealth'>;
  /** Opens the sealed password. */
  passwordOf(destination: Starface): Secret;
  now(): Date;
}

/** The logins of this process, one for each destination. */
export interface Sessions {
  /** The token of a destination, logging in where there is none. */
  token(destination: Starface, signal: AbortSignal | undefined): Promise<string>;
  /** A token that is not taken any more. */
  drop(destination: Starface, token: string): void;
  /** Logs in anew, also where nothing is sent any more because logins were refused. */
  tryLogin(destination: Starface): Promise<string>;
}

const tokenMs = 4 * 3_600_000 - 10 * 60_000;
/** As long as a login may take. */
const loginMs = 35_000;
const busySeconds = 3;
export const versionHeader = { 'x-version': '2' };

export function openSessions(ports: SessionPorts): Sessions {
  const tokens = new Map<string, { token: string; until: number }>();
  const underWay = new Map<string, Promise<string>>();
  const login = async (destination: Starface, mode: 'usual' | 'test', signal?: AbortSignal): Promise<string> => {
    const token = await guardedLogin(ports, destination, mode, signal);
    tokens.set(nameOf(destination), { token, until: ports.now().getTime() + tokenMs });
    return token;
  };
  return {
    async token(destination, signal) {
      const name = nameOf(destination);
      const known = tokens.get(name);
      if (known && known.until > ports.now().getTime()) return known.token;
      // Those who come at the same time share one login: each refused one counts.
      const running = underWay.get(name) ?? login(destination, 'usual', signal);
      underWay.set(name, running);
      try {
        return await running;
      } finally {
        underWay.delete(name);
      }
    },
    drop(destination, token) {
      if (tokens.get(nameOf(destination))?.token === token) tokens.delete(nameOf(destination));
    },
    tryLogin: (destination) => login(destination, 'test'),
  };
}

/** A destination that was saved anew may have another password. */
function nameOf({ id, updatedAt }: Starface): string {
  return `${id} ${updatedAt}`;
}

/** One login at a time in the whole installation, and none after two that were refused: phone systems lock accounts out. */
async function guardedLogin(
  ports: SessionPorts,
  destination: Starface,
  mode: 'usual' | 'test',
  signal: AbortSignal | undefined,
): Promise<string> {
  const { destinations, now } = ports;
  let refusedBefore = 0;
  const claimed = await destinations.changeHealth(destination, (health) => {
    refusedBefore = health.loginsRefused;
    const isBusy = health.loginUntil > now().toISOString();
    if (isBusy || (mode === 'usual' && health.loginsRefused >= mostLogins)) return undefined;
    return { ...health, loginUntil: new Date(now().getTime() + loginMs).toISOString() };
  });
  if (!claimed) throw mode === 'usual' && refusedBefore >= mostLogins ? refused(mostLogins) : busy();
  let loginsRefused = refusedBefore;
  try {
    const token = await askForToken(ports, destination, signal);
    if (token !== undefined) {
      loginsRefused = 0;
      return token;
    }
    loginsRefused = refusedBefore + 1;
    throw refused(loginsRefused);
  } finally {
    await destinations.changeHealth(destination, (health) => ({ ...health, loginsRefused, loginUntil: '' }));
  }
}

/** Undefined when the login is refused. */
async function askForToken(
  { outgoing, passwordOf }: SessionPorts,
  destination: Starface,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { login } = destination.body;
  const url = `${restOf(destination)}/login`;
  const ends = signal ? { signal } : {};
  const asked = await outgoing.send({ method: 'GET', url, headers: versionHeader, ...ends });
  const { loginType, nonce } = parsed(loginTemplateSchema, asked);
  if (loginType.toLowerCase() !== 'internal')
    throw new DeliveryError({
      outcome: 'auth',
      detail: `The STARFACE wants logins of the type ${loginType.slice(0, 40)}; only Internal is known, so enter a local user.`,
    });
  const password = await opened(() => passwordOf(destination));
  const secret = loginSecret(login, nonce, password);
  const headers = { ...versionHeader, 'content-type': 'application/json' };
  const body = JSON.stringify({ loginType, nonce, secret });
  const answer = await outgoing.send({ method: 'POST', url, headers, body, ...ends });
  if ([400, 401, 403].includes(answer.status)) return undefined;
  return parsed(tokenSchema, answer).token;
}

/** The address of the API of a destination. */
export function restOf({ body }: Starface): string {
  return `${body.url.replace(/\/+$/, '')}/rest`;
}

/** Reads a JSON answer with the status 200; throws a delivery error for every other one. */
export function parsed<S extends z.ZodType>(schema: S, { status, body }: OutgoingAnswer): z.infer<S> {
  if (status === 200) {
    try {
      return schema.parse(JSON.parse(body));
    } catch (error) {
      const detail = 'The answer is none of a STARFACE; check the address.';
      throw new DeliveryError({ outcome: 'status', status, detail }, error);
    }
  }
  const outcome = status === 401 || status === 403 ? 'auth' : 'status';
  throw new DeliveryError({
    outcome,
    status,
    detail: `The STARFACE answered with the status ${status} instead of 200; check the address, and the rights of the login.`,
  });
}

function refused(times: number): DeliveryError {
  const isFinal = times >= mostLogins;
  const next = isFinal
    ? 'nothing more is sent, so that the account is not locked; enter the right password or replay'
    : 'check the login and the password';
  return new DeliveryError({ outcome: 'auth', detail: `The STARFACE refuses the login; ${next}.`, isFinal });
}

function busy(): DeliveryError {
  return new DeliveryError({
    outcome: 'auth',
    detail: 'Somebody else is logging in at this moment; it is tried again in a few seconds.',
    postponedSeconds: busySeconds,
  });
}
