import { z } from 'zod';
import { changeFailed, jsonAnswer, noContent, notFound, type Answer } from './answer.ts';
import { loginTemplate, logIn } from './login.ts';
import type { SimulatedRedirect, SimulatedUser, TelephoneSystem } from './telephone-system.ts';

/** A request as far as it matters. */
export interface Asked {
  method: string;
  url: URL;
  token: string;
  body: unknown;
}

/** All four fields are wanted; whoever leaves one out changes nothing. */
const phoneConfigBody = z.object({
  callWaiting: z.boolean(),
  displayNumberId: z.int(),
  doNotDisturb: z.boolean(),
  primaryPhoneId: z.int(),
});

const redirectBody = z.object({
  id: z.string(),
  enabled: z.boolean(),
  redirectTrigger: z.object({ redirectTriggerType: z.enum(['ALWAYS', 'BUSY', 'TIMEOUT']) }),
  redirectDestination: z.discriminatedUnion('redirectDestinationType', [
    z.object({ redirectDestinationType: z.literal('MAILBOX'), mailboxId: z.string().min(1) }),
    z.object({ redirectDestinationType: z.literal('PHONENUMBER'), phoneNumber: z.string() }),
  ]),
});

/** Answers one request of the API (starface-api.yaml 6.7.0.22), as far as it is simulated. */
export function answerTo(system: TelephoneSystem, { method, url, token, body }: Asked): Answer {
  const path = url.pathname.replace(/^\/rest/, '');
  if (path === '/login' && method === 'GET') return loginTemplate(system);
  if (path === '/login' && method === 'POST') return logIn(system, body);
  if (!system.tokens.has(token)) return jsonAnswer(401, { error: 'no login' });
  if (path === '/login' && method === 'DELETE') {
    system.tokens.delete(token);
    return noContent;
  }
  if (path === '/users' && method === 'GET') return jsonAnswer(200, system.users.map(shown));
  const [, phoneUser] = /^\/users\/(\d+)\/phoneconfig$/.exec(path) ?? [];
  if (phoneUser !== undefined) return phoneConfig(userBy(system, phoneUser), method, body);
  const [, redirect] = /^\/redirects(?:\/([^/]+))?$/.exec(path) ?? [];
  if (!path.startsWith('/redirects')) return notFound;
  const user = userBy(system, url.searchParams.get('actOnBehalfOf') ?? '');
  return redirects(system, user, redirect && decodeURIComponent(redirect), method, body);
}

function shown({ id, login, firstName, familyName, email }: SimulatedUser): object {
  return { id, login, firstName, familyName, email, language: 'de' };
}

function userBy({ users }: TelephoneSystem, id: string): SimulatedUser | undefined {
  return users.find((user) => String(user.id) === id);
}

function phoneConfig(user: SimulatedUser | undefined, method: string, body: unknown): Answer {
  if (!user) return notFound;
  if (method === 'GET') return jsonAnswer(200, user.phoneConfig);
  const given = phoneConfigBody.safeParse(body);
  if (!given.success) return changeFailed;
  user.phoneConfig = given.data;
  return noContent;
}

function redirects(
  system: TelephoneSystem,
  user: SimulatedUser | undefined,
  id: string | undefined,
  method: string,
  body: unknown,
): Answer {
  if (!user) return notFound;
  if (id === undefined) return jsonAnswer(200, user.redirects);
  const redirect = user.redirects.find((one) => one.id === id);
  if (!redirect) return notFound;
  return method === 'GET' ? jsonAnswer(200, redirect) : changeRedirect(system, redirect, body);
}

function changeRedirect({ spells }: TelephoneSystem, redirect: SimulatedRedirect, body: unknown): Answer {
  const given = redirectBody.safeParse(body);
  if (!given.success || given.data.id !== redirect.id) return changeFailed;
  const { enabled, redirectDestination: to } = given.data;
  redirect.enabled = enabled;
  redirect.redirectDestination =
    to.redirectDestinationType === 'PHONENUMBER' ? { ...to, phoneNumber: spells(to.phoneNumber) } : to;
  if (to.redirectDestinationType === 'MAILBOX') redirect.lastMailboxDestination = to;
  return noContent;
}
