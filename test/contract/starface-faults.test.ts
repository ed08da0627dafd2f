import { afterEach, describe, expect, it } from 'vitest';
import type { RequestFault } from '../../local/starface-simulator/telephone-system.ts';
import { watchDeliveries } from '../../shared/delivery/watch-deliveries.ts';
import type { Effects } from '../../shared/presence/effects.ts';
import { faultKinds, type Fault } from '../unit/runs/process.ts';
import { hourMs, minuteMs } from '../unit/delivery/world.ts';
import { starfaceStage, type StarfaceStage } from './delivery-stage.ts';

let stage: StarfaceStage | undefined;

afterEach(async () => {
  await stage?.pbx.close();
});

const everything: Partial<Effects> = {
  doNotDisturb: true,
  internal: { to: 'voicemail' },
  external: { to: 'number', number: '+4930123456' },
};

function settings({ pbx }: StarfaceStage): string {
  const { phoneConfig, redirects } = pbx.user(101);
  return JSON.stringify([phoneConfig, redirects.map(({ lastMailboxDestination: _last, ...rest }) => rest)]);
}

/** Sets everything, changes it, takes it back; a fault meets one call on the way. Answers how it was before, in between and after. */
async function play(fault: Fault | undefined, httpFault?: { at: number; fault: RequestFault }) {
  const here = await starfaceStage();
  stage = here;
  const { world, pbx } = here;
  const states = [settings(here)];
  world.failing.fault = fault;
  let seen = 0;
  if (httpFault) {
    // Every request before the one that is met goes through.
    pbx.system.faults = [
      {
        get fault(): RequestFault {
          return httpFault.fault;
        },
        get times(): number {
          return (seen += 1) === httpFault.at ? 1 : 0;
        },
        set times(_left: number) {
          // Counted by requests.
        },
      },
    ];
  }
  for (const wish of [everything, { ...everything, external: { to: 'voicemail' } as const }, {}]) {
    await world.want('anna', wish);
    await world.run(world.now + 3 * minuteMs);
    await watchDeliveries(world.ports());
    await world.run(world.now + hourMs);
    states.push(settings(here));
  }
  await pbx.close();
  return {
    states,
    calls: world.failing.calls,
    requests: pbx.system.requests.length,
    behind: await watchDeliveries(world.ports()),
  };
}

describe('a worker that fails', async () => {
  const smooth = await play(undefined);

  it('is tried at every call', () => {
    expect(smooth.calls.length).toBeGreaterThan(30);
    expect(smooth.requests).toBeGreaterThan(20);
    expect(smooth.states[3]).toBe(smooth.states[0]);
    expect(new Set(smooth.states).size).toBe(3);
  });

  it.each(faultKinds)('%s: everything is set, changed and taken back all the same', async (kind) => {
    for (let at = 1; at <= smooth.calls.length; at += 1) {
      const { states, behind } = await play({ at, kind });
      expect([kind, at, smooth.calls[at - 1], states, behind]).toEqual([
        kind,
        at,
        smooth.calls[at - 1],
        smooth.states,
        0,
      ]);
    }
  });

  it.each<RequestFault>(['lost', 'cut', 500, 200, 429])('requests that end with %s: the same', async (fault) => {
    for (let at = 1; at <= smooth.requests; at += 1) {
      const { states, behind } = await play(undefined, { at, fault });
      expect([fault, at, states, behind]).toEqual([fault, at, smooth.states, 0]);
    }
  });
});
