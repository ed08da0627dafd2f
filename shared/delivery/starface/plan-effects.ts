import type { Effects, Forward } from '../../presence/effects.ts';
import { DeliveryError } from '../outcome.ts';
import type { Held, RedirectSetting } from './held.ts';
import { confirmed, planSetting } from './plan-setting.ts';
import { mailboxOf, settingOf, sideOf, type Redirect } from './wire.ts';

/** What a phone system has set for a user, as far as it matters; undefined: it was not asked. */
export interface Current {
  doNotDisturb: boolean | undefined;
  redirects: readonly Redirect[] | undefined;
}

/** One change of a setting: from what was seen to what it shall be. */
export type Write =
  | { what: 'doNotDisturb'; from: boolean; to: boolean }
  | { what: 'redirect'; id: string; from: RedirectSetting; to: RedirectSetting };

export interface EffectsPlan {
  held: Held;
  writes: Write[];
}

/** What of the effects a STARFACE can be told over REST. Chat status, status text and lamp are none of it. */
export type Settable = Pick<Effects, 'doNotDisturb' | 'internal' | 'external' | 'groups'>;

/** Which settings have to be read to decide. */
export function whatToRead(
  { doNotDisturb, internal, external }: Settable,
  held: Held,
): { phone: boolean; redirects: boolean } {
  return {
    phone: doNotDisturb || held.doNotDisturb !== undefined,
    redirects: internal !== null || external !== null || Object.keys(held.redirects).length > 0,
  };
}

/** Decides about all settings of a user; pure. */
export function planEffects(user: string, current: Current, held: Held, effects: Settable): EffectsPlan {
  const writes: Write[] = [];
  const plan: EffectsPlan = { held: { user, redirects: {} }, writes };
  if (current.doNotDisturb !== undefined) {
    const { held: kept, write } = planSetting(
      current.doNotDisturb,
      held.doNotDisturb,
      effects.doNotDisturb || undefined,
    );
    if (kept) plan.held.doNotDisturb = kept;
    if (write !== undefined) writes.push({ what: 'doNotDisturb', from: current.doNotDisturb, to: write });
  }
  for (const redirect of current.redirects ?? []) {
    const from = settingOf(redirect);
    if (!from) continue;
    const { held: kept, write: to } = planSetting(from, held.redirects[redirect.id], wantedOf(redirect, effects));
    if (kept) plan.held.redirects[redirect.id] = kept;
    if (to) writes.push({ what: 'redirect', id: redirect.id, from, to });
  }
  return plan;
}

/** What is held after one change of a plan was made, and what is there since. */
export function heldAfter(held: Held, write: Write, now: boolean | RedirectSetting): Held {
  const kept: Held = { ...held, redirects: { ...held.redirects } };
  if (write.what === 'doNotDisturb') {
    const setting = held.doNotDisturb && confirmed<boolean>(held.doNotDisturb, now === true);
    if (setting) kept.doNotDisturb = setting;
    else delete kept.doNotDisturb;
    return kept;
  }
  const planned = held.redirects[write.id];
  const setting = planned && typeof now === 'object' ? confirmed<RedirectSetting>(planned, now) : undefined;
  if (setting) kept.redirects[write.id] = setting;
  else kept.redirects = Object.fromEntries(Object.entries(kept.redirects).filter(([id]) => id !== write.id));
  return kept;
}

/** What is held when a change of a plan was not made, because somebody else made another one: what was held before. */
export function heldWithout(held: Held, write: Write, before: Held): Held {
  const kept: Held = { ...held, redirects: { ...held.redirects } };
  const id = write.what === 'redirect' ? write.id : undefined;
  if (id === undefined) {
    if (before.doNotDisturb) kept.doNotDisturb = before.doNotDisturb;
    else delete kept.doNotDisturb;
    return kept;
  }
  const earlier = before.redirects[id];
  if (earlier) kept.redirects[id] = earlier;
  else kept.redirects = Object.fromEntries(Object.entries(kept.redirects).filter(([other]) => other !== id));
  return kept;
}

/** What a redirect shall be; undefined: as it is without us. Only those that always apply are ours. */
function wantedOf(redirect: Redirect, effects: Settable): RedirectSetting | undefined {
  if (redirect.redirectTrigger.redirectTriggerType !== 'ALWAYS') return undefined;
  if (redirect.groupNumber && !effects.groups) return undefined;
  const side = sideOf(redirect);
  const forward = side && effects[side];
  return forward ? { enabled: true, redirectDestination: destinationOf(redirect, forward) } : undefined;
}

function destinationOf(redirect: Redirect, forward: Forward): RedirectSetting['redirectDestination'] {
  if (forward.to === 'number') return { redirectDestinationType: 'PHONENUMBER', phoneNumber: forward.number };
  const mailboxId = mailboxOf(redirect);
  if (mailboxId === undefined)
    throw new DeliveryError({
      outcome: 'account',
      detail: 'A number of the account has no voicemail box; redirect it there once by hand, so that the box is known.',
    });
  return { redirectDestinationType: 'MAILBOX', mailboxId };
}
