import type { Effects } from '../presence/effects.ts';
import { hashOf } from './delivery.ts';
import type { Attempt } from './sender.ts';

const presenceChanged = 'patchbay.presence.changed.v1';
const test = 'patchbay.test.v1';

/** An event as webhooks receive it (CloudEvents 1.0, structured mode). */
interface WebhookEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject?: string;
  time: string;
  datacontenttype: 'application/json';
  data: object;
}

/**
 * The event of one state: the same, to the byte, however often it is tried. Its id follows from profile, account, sequence and what the
 * state says.
 */
export function presenceEvent({
  destination,
  delivery,
  target,
}: Pick<Attempt, 'destination' | 'delivery' | 'target'>): WebhookEvent {
  const { profile } = destination;
  const { account, effects, since, until, sequence, winner } = target.state;
  const previous: { previous?: Effects } = delivery.effects === '' ? {} : { previous: delivery.effects };
  return {
    specversion: '1.0',
    id: `evt_${hashOf([profile, account.id, sequence, target.hash]).slice(0, 27)}`,
    source: `/profiles/${profile}`,
    type: presenceChanged,
    subject: account.id,
    time: delivery.targetAt,
    datacontenttype: 'application/json',
    data: { account, effects, ...previous, since, until, sequence, event: winner },
  };
}

/** The event that the test of a destination sends. */
export function testEvent(profile: string, destination: string, now: Date): WebhookEvent {
  const time = now.toISOString();
  return {
    specversion: '1.0',
    id: `evt_${hashOf([profile, destination, time]).slice(0, 27)}`,
    source: `/profiles/${profile}`,
    type: test,
    time,
    datacontenttype: 'application/json',
    data: { destination },
  };
}
