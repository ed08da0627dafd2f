import { DeniedError, InvalidError, NotFoundError, type PatchbayError } from '../../../../shared/errors.ts';
import type { Chance } from './chance.ts';
import type { Installation } from './installation.ts';
import { faultKinds, longestRequestMs, promptly, type Course } from './process.ts';
import { plainFate, type QueueHost } from './queue-host.ts';

/** How often what goes wrong, from 0 to 1. */
export interface Rates {
  storage: number;
  queue: number;
  source: number;
  slow: number;
  pause: number;
  messages: number;
}

const refusals: readonly [PatchbayError, ...PatchbayError[]] = [
  new DeniedError('The mailbox is out of scope.'),
  new NotFoundError('The mailbox is gone.'),
  new InvalidError('The mailbox is full.'),
];

/** Lets everything go wrong at these rates, until `peace`. */
export function trouble(made: Installation, host: QueueHost, rates: Rates, dice: Chance): void {
  made.calls.courseOf = (name) => courseOf(name, rates, dice);
  host.fate = () => {
    const lost = dice.happens(rates.messages);
    const copies = dice.happens(rates.messages) ? 3 : 1;
    const delayMs = dice.happens(rates.messages * 3) ? dice.between(0, 400_000) : dice.between(0, 2000);
    return { lost, copies, delayMs, again: dice.happens(rates.messages) };
  };
  // Clocks of processes differ by seconds; those who wait for each other have that much to spare.
  host.skewMs = () => dice.between(-2000, 2000);
}

function courseOf(name: string, rates: Rates, dice: Chance): Course {
  const place = name.startsWith('source') ? 'source' : name.startsWith('send') ? 'queue' : 'storage';
  const isSlow = dice.happens(rates.slow);
  return {
    fault: dice.happens(rates[place]) ? dice.oneOf(faultKinds) : undefined,
    effectMs: isSlow ? dice.between(0, longestRequestMs) : dice.between(1, 60),
    answerMs: isSlow ? dice.between(0, longestRequestMs) : dice.between(1, 60),
    pauseMs: dice.happens(rates.pause) ? dice.between(10_000, 400_000) : 0,
    retryAfterSeconds: dice.between(1, 600),
  };
}

/** Some mailboxes refuse what they are asked, from now on. */
export function refuseIn(made: Installation, mailboxes: readonly string[], dice: Chance): void {
  const error = dice.oneOf(refusals);
  made.exchange.trouble = (mailbox) => (mailboxes.includes(mailbox) ? error : undefined);
}

/** Storage does not answer at all for a time, and then as before. */
export async function breakStorage(made: Installation, ms: number): Promise<void> {
  const { courseOf: before } = made.calls;
  made.calls.courseOf = (name, at) => {
    const course = before(name, at);
    return name.startsWith('source') ? course : { ...course, fault: 'fail' };
  };
  const broken = made.calls.courseOf;
  await made.time.sleep(ms);
  if (made.calls.courseOf === broken) made.calls.courseOf = before;
}

/** Nothing goes wrong any more. */
export function peace(made: Installation, host: QueueHost): void {
  made.calls.courseOf = () => promptly;
  made.exchange.trouble = () => undefined;
  host.fate = () => plainFate;
  host.skewMs = () => 0;
}
