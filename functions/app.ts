import { reasonOf } from '../shared/errors.ts';
import { buildServices, type Services } from '../shared/services.ts';
import { readSettings } from '../shared/settings.ts';
import { keepHeapSmall } from './heap.ts';
import { log } from './log.ts';

keepHeapSmall();

let built: Services | undefined;

/** The composition root: builds everything at first use. Throws as long as a setting is missing or wrong. */
export function services(): Services {
  return (built ??= buildServices(readSettings(), log));
}

/** Builds everything before it is needed; settings that are wrong are logged here, and named by the health route. */
export function prepare(): void {
  try {
    services();
  } catch (error) {
    log.error('settings.wrong', { reason: reasonOf(error) });
  }
}
