import type { Card } from '../../../../shared/cards/card.ts';
import { connectFromPage, connectFromPlatform } from '../../../../shared/cards/connect.ts';
import { consentVersion } from '../../../../shared/cards/consent.ts';
import { formToken } from '../../../../shared/cards/form-token.ts';
import { pageInputSchema, platformInputSchema } from '../../../../shared/cards/visitor-input.ts';
import { InvalidError } from '../../../../shared/errors.ts';
import type { Installation, Ports } from './installation.ts';
import type { QueueHost } from './queue-host.ts';

/** One visitor's wish to send their contact: what they and their program send, as often as they have no answer. */
export interface Press {
  card: Card;
  from: 'page' | 'platform';
  /** Who it is; the same number enters the same. */
  visitor: number;
  key: string | undefined;
  /** How often it is sent at the same moment. */
  parallel: number;
  /** How often it is sent again after no answer came. */
  retries: number;
}

/** What the senders of one press were told. */
export interface Told {
  press: Press;
  /** Ids in answers. */
  acknowledged: Set<string>;
  /** How often it was refused because the key belongs to something else. */
  keyReused: number;
  /** How often no answer came, or that of a fault. */
  unknown: number;
  /** From the first sending to the last answer. */
  tookMs: number;
}

export function emailOf(visitor: number): string {
  return `visitor${visitor}@example.org`;
}

/** What a visitor enters; every third one has everything. */
export function fieldsOf(visitor: number): Record<string, string> {
  const least = { firstName: 'Vera', lastName: `Nr. ${visitor}`, email: emailOf(visitor) };
  if (visitor % 3 !== 0) return least;
  return { ...least, phone: `0841 ${10_000 + visitor}`, company: 'Company', city: 'Ingolstadt', note: 'Hello' };
}

/** Sends a press once. */
export async function send(ports: Ports, made: Installation, press: Press): Promise<string> {
  const open = await made.open(press.card);
  const entered = fieldsOf(press.visitor);
  if (press.from === 'platform')
    return connectFromPlatform(ports, open, platformInputSchema.parse(entered), press.key ?? '');
  const issuedAt = new Date(ports.now().getTime() - 3_600_000);
  const consent = consentVersion(open.profile.body);
  const token = formToken({ card: press.card.id, consent, issuedAt }, ports.cardKeys.form);
  const input = pageInputSchema.parse({ ...entered, siteKey: press.card.siteKey, token, consent: true });
  const address = `198.51.100.${press.visitor % 250}`;
  return connectFromPage(ports, open, input, { address, language: 'de', key: press.key });
}

/** Sends a press from processes that may fail, until somebody answers or nobody tries any more. */
export async function insist(host: QueueHost, made: Installation, press: Press): Promise<Told> {
  const told: Told = { press, acknowledged: new Set(), keyReused: 0, unknown: 0, tookMs: 0 };
  const begunAt = made.time.now;
  const one = async (): Promise<void> => {
    for (let time = 0; time <= press.retries; time += 1) {
      const outcome = await host.invoke((ports) => send(ports, made, press));
      if (outcome !== 'killed' && 'done' in outcome) return void told.acknowledged.add(outcome.done);
      if (outcome !== 'killed' && outcome.error instanceof InvalidError && outcome.error.code === 'keyReused')
        return void (told.keyReused += 1);
      told.unknown += 1;
      await made.time.sleep(20_000);
    }
  };
  await Promise.all(Array.from({ length: press.parallel }, one));
  return { ...told, tookMs: made.time.now - begunAt };
}
