import type { SigningSecrets } from '../webhooks/signing-secrets.ts';
import { signaturesOf } from '../webhooks/signature.ts';
import type { Destination, DestinationBody } from './destination.ts';
import type { Outgoing } from './outgoing/outgoing.ts';
import { DeliveryError, opened, refuseStatus } from './outcome.ts';
import type { Sender } from './sender.ts';
import { presenceEvent, testEvent } from './webhook-event.ts';

export interface WebhookPorts {
  outgoing: Outgoing;
  signingSecrets: Pick<SigningSecrets, 'open'>;
  now(): Date;
}

type Webhook = Destination<Extract<DestinationBody, { kind: 'webhook' }>>;

const mediaType = 'application/cloudevents+json; charset=utf-8';

/** Sends each state as an event, signed by all secrets of the profile (Standard Webhooks 1.0 over a CloudEvents 1.0 body). */
export function webhookSender(ports: WebhookPorts): Sender<Webhook> {
  return {
    async send(attempt) {
      await post(ports, attempt.destination, presenceEvent(attempt), attempt.signal);
      return attempt.delivery.held;
    },
    async test(destination) {
      await post(ports, destination, testEvent(destination.profile, destination.id, ports.now()));
    },
  };
}

async function post(
  { outgoing, signingSecrets, now }: WebhookPorts,
  { profile, body: { url } }: Webhook,
  event: { id: string },
  signal?: AbortSignal,
): Promise<void> {
  const secrets = await opened(() => signingSecrets.open(profile));
  if (secrets.length === 0) throw noSecret(profile);
  const body = JSON.stringify(event);
  const timestamp = String(Math.floor(now().getTime() / 1000));
  const signature = signaturesOf({ id: event.id, timestamp, body: Buffer.from(body) }, secrets);
  const headers = {
    'content-type': mediaType,
    'user-agent': 'Patchbay',
    'webhook-id': event.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  };
  const answer = await outgoing.send({ method: 'POST', url, headers, body, ...(signal && { signal }) });
  refuseStatus(answer.status, answer.header('retry-after'), now());
}

function noSecret(profile: string): DeliveryError {
  return new DeliveryError({
    outcome: 'noSecret',
    detail: `The profile has no signing secret, and nothing is sent unsigned; create one with POST /api/profiles/${profile}/signing-secrets.`,
  });
}
