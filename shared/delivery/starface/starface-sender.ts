import { isDeepStrictEqual } from 'node:util';
import { noEffects } from '../../presence/effects.ts';
import { DeliveryError } from '../outcome.ts';
import type { Sender, Attempt } from '../sender.ts';
import { starfaceApi, type StarfaceApi } from './api.ts';
import { openDirectory } from './directory.ts';
import { isNothingHeld, nothingHeld, type Held, type RedirectSetting } from './held.ts';
import {
  heldAfter,
  heldWithout,
  planEffects,
  whatToRead,
  type Current,
  type EffectsPlan,
  type Settable,
  type Write,
} from './plan-effects.ts';
import { openSessions, type SessionPorts, type Starface } from './sessions.ts';
import { settingOf } from './wire.ts';

const mostPlans = 3;

/**
 * Sets do-not-disturb and redirects of users and puts back what was there before. What is about to be changed is stored first, so that
 * it is taken back whenever a worker dies; what a person has changed meanwhile stays.
 */
export function starfaceSender(ports: SessionPorts): Sender<Starface> {
  const sessions = openSessions(ports);
  const directory = openDirectory(ports.now);
  const apiOf = (destination: Starface, signal?: AbortSignal): StarfaceApi =>
    starfaceApi({ outgoing: ports.outgoing, sessions }, destination, signal);
  return {
    async send(attempt) {
      const { destination, delivery, target, signal } = attempt;
      const { account, effects } = target.state;
      let { held } = delivery;
      if (isNothingHeld(held) && !asksForSomething(effects)) return nothingHeld;
      const api = apiOf(destination, signal);
      const user = account.email === undefined ? undefined : await directory.userBy(destination, api, account.email);
      if (!isNothingHeld(held) && (user !== held.user || !asksForSomething(effects)))
        held = await takeBack(api, attempt, held);
      if (!asksForSomething(effects)) return held;
      if (user === undefined) throw noUser(account.email);
      return apply(api, attempt, user, held, effects);
    },
    async test(destination) {
      await sessions.tryLogin(destination);
      await apiOf(destination).users();
    },
  };
}

function asksForSomething({ doNotDisturb, internal, external }: Settable): boolean {
  return doNotDisturb || internal !== null || external !== null;
}

/** Brings a user's settings to what is asked for; answers what is held afterwards. */
async function apply(
  api: StarfaceApi,
  attempt: Attempt<Starface>,
  user: string,
  before: Held,
  effects: Settable,
): Promise<Held> {
  let held = before;
  let stored = before;
  for (let round = 0; round < mostPlans; round += 1) {
    const plan = planEffects(user, await read(api, user, whatToRead(effects, held)), held, effects);
    if (!isDeepStrictEqual(plan.held, stored)) await attempt.hold(plan.held);
    stored = plan.held;
    const changed = await carryOut(api, plan, held);
    if (changed.isComplete) return changed.held;
    held = changed.held;
  }
  throw new DeliveryError({
    outcome: 'account',
    detail: 'Somebody keeps changing the settings of the account; it is tried again later.',
  });
}

/** Makes the changes of a plan, but none of a setting that somebody else has changed since it was read. */
async function carryOut(
  api: StarfaceApi,
  { held: planned, writes }: EffectsPlan,
  before: Held,
): Promise<{ held: Held; isComplete: boolean }> {
  let held = planned;
  let isComplete = true;
  for (const write of writes) {
    const now = await change(api, planned.user, write);
    isComplete &&= now !== undefined;
    held = now === undefined ? heldWithout(held, write, before) : heldAfter(held, write, now);
  }
  return { held, isComplete };
}

async function read(api: StarfaceApi, user: string, wanted: { phone: boolean; redirects: boolean }): Promise<Current> {
  return {
    doNotDisturb: wanted.phone ? (await api.phoneConfig(user)).doNotDisturb : undefined,
    redirects: wanted.redirects ? await api.redirects(user) : undefined,
  };
}

/**
 * Changes one setting and leaves everything around it as it is at this moment; answers what is there since. Undefined: somebody else
 * has changed it since it was read.
 */
async function change(api: StarfaceApi, user: string, write: Write): Promise<boolean | RedirectSetting | undefined> {
  if (write.what === 'doNotDisturb') {
    const config = await api.phoneConfig(user);
    if (config.doNotDisturb !== write.from) return undefined;
    await api.putPhoneConfig(user, { ...config, doNotDisturb: write.to });
    return write.to;
  }
  const redirect = await api.redirect(user, write.id);
  if (!isDeepStrictEqual(settingOf(redirect), write.from)) return undefined;
  await api.putRedirect(user, { ...redirect, ...write.to });
  // A phone system may spell a number in another way than it was given.
  const now = settingOf(await api.redirect(user, write.id));
  return now?.enabled === write.to.enabled ? now : write.to;
}

/** Takes everything back that is held; of a user that does not exist any more there is nothing to take back. */
async function takeBack(api: StarfaceApi, attempt: Attempt<Starface>, held: Held): Promise<Held> {
  try {
    return await apply(api, attempt, held.user, held, noEffects);
  } catch (error) {
    if (error instanceof DeliveryError && error.failure.status === 404) return nothingHeld;
    throw error;
  }
}

function noUser(email: string | undefined): DeliveryError {
  const detail =
    email === undefined
      ? 'The account has no e-mail address, by which users of the STARFACE are found; enter it.'
      : 'No user of the STARFACE has the e-mail address of the account; enter it there.';
  return new DeliveryError({ outcome: 'account', detail });
}
