import { z } from 'zod';
import { costSchema, type Cost } from '../measured.ts';
import type { Child } from '../processes/child.ts';
import { pressedSchema, type Pressed, type Presses, type Team } from './card-messages.ts';

/** Business cards as the bench steers them. */
export interface Cards {
  /** Stores a profile with a card for each mailbox. */
  team(team: Team): Promise<void>;
  /** Sends submissions as the page of a card does. */
  press(presses: Presses): Promise<Pressed>;
  /** Works on messages of the queue of submissions. */
  deliver(messages: readonly unknown[], atOnce: number): Promise<Cost>;
}

export function steerCards(child: Child): Cards {
  return {
    async team(team) {
      await child.call('team', z.unknown(), team);
    },
    press: (presses) => child.call('press', pressedSchema, presses),
    deliver: (messages, atOnce) => child.call('deliver', costSchema, { messages, atOnce }),
  };
}
