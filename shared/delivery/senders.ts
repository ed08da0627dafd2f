import { isOfDestinationKind } from './destination.ts';
import type { Sender } from './sender.ts';
import type { SessionPorts } from './starface/sessions.ts';
import { starfaceSender } from './starface/starface-sender.ts';
import { webhookSender, type WebhookPorts } from './webhook-sender.ts';

/** Sends to destinations of every kind, each by the sender of its kind. */
export function allSenders(ports: WebhookPorts & SessionPorts): Sender {
  const webhook = webhookSender(ports);
  const starface = starfaceSender(ports);
  return {
    async send({ destination, ...attempt }) {
      if (isOfDestinationKind(destination, 'webhook')) return webhook.send({ ...attempt, destination });
      if (isOfDestinationKind(destination, 'starface')) return starface.send({ ...attempt, destination });
      return attempt.delivery.held;
    },
    async test(destination) {
      if (isOfDestinationKind(destination, 'webhook')) await webhook.test(destination);
      if (isOfDestinationKind(destination, 'starface')) await starface.test(destination);
    },
  };
}
