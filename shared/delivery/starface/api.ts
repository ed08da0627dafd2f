import type { z } from 'zod';
import { DeliveryError } from '../outcome.ts';
import type { Outgoing, OutgoingAnswer } from '../outgoing/outgoing.ts';
import { parsed, restOf, versionHeader, type Sessions, type Starface } from './sessions.ts';
import { phoneConfigSchema, redirectSchema, usersSchema, type PhoneConfig, type Redirect } from './wire.ts';

/** The calls of STARFACE's REST API that are used (starface-api.yaml, 6.7.0.22). */
export interface StarfaceApi {
  users(): Promise<z.infer<typeof usersSchema>>;
  phoneConfig(user: string): Promise<PhoneConfig>;
  putPhoneConfig(user: string, config: PhoneConfig): Promise<void>;
  redirects(user: string): Promise<Redirect[]>;
  redirect(user: string, id: string): Promise<Redirect>;
  putRedirect(user: string, redirect: Redirect): Promise<void>;
}

type Ask = (method: 'GET' | 'PUT', path: string, body?: object) => Promise<OutgoingAnswer>;

export function starfaceApi(
  { outgoing, sessions }: { outgoing: Outgoing; sessions: Sessions },
  destination: Starface,
  signal: AbortSignal | undefined,
): StarfaceApi {
  const ask: Ask = async (method, path, body) => {
    const send = async (token: string): Promise<OutgoingAnswer> =>
      outgoing.send({
        ...{ method, url: `${restOf(destination)}${path}` },
        headers: { ...versionHeader, authtoken: token, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      });
    const token = await sessions.token(destination, signal);
    const answer = await send(token);
    if (answer.status !== 401) return answer;
    sessions.drop(destination, token);
    return send(await sessions.token(destination, signal));
  };
  const put = async (path: string, body: object): Promise<void> => {
    const { status } = await ask('PUT', path, body);
    // 200 is what it answers when something went wrong.
    if (status !== 204) throw notDone(status);
  };
  const own = (user: string): string => `actOnBehalfOf=${encodeURIComponent(user)}`;
  return {
    users: async () => parsed(usersSchema, await ask('GET', '/users')),
    phoneConfig: async (user) =>
      parsed(phoneConfigSchema, await ask('GET', `/users/${encodeURIComponent(user)}/phoneconfig`)),
    putPhoneConfig: (user, config) => put(`/users/${encodeURIComponent(user)}/phoneconfig`, config),
    redirects: async (user) => parsed(redirectSchema.array(), await ask('GET', `/redirects?${own(user)}`)),
    redirect: async (user, id) =>
      parsed(redirectSchema, await ask('GET', `/redirects/${encodeURIComponent(id)}?${own(user)}`)),
    putRedirect: (user, redirect) => put(`/redirects/${encodeURIComponent(redirect.id)}?${own(user)}`, redirect),
  };
}

function notDone(status: number): DeliveryError {
  const outcome = status === 401 || status === 403 ? 'auth' : 'status';
  const detail = `The STARFACE answered a change with the status ${status} instead of 204; check the rights of the login.`;
  return new DeliveryError({ outcome, status, detail });
}
