import { afterEach, describe, expect, it } from 'vitest';
import type { SimulatedRedirect } from '../../local/starface-simulator/telephone-system.ts';
import { watchDeliveries } from '../../shared/delivery/watch-deliveries.ts';
import { minuteMs, profile } from '../unit/delivery/world.ts';
import { starfaceStage, type StarfaceStage } from './delivery-stage.ts';

let stage: StarfaceStage | undefined;

afterEach(async () => {
  await stage?.pbx.close();
});

async function open(options?: Parameters<typeof starfaceStage>[0]): Promise<StarfaceStage> {
  return (stage = await starfaceStage(options));
}

function redirect({ pbx }: StarfaceStage, id: string): SimulatedRedirect {
  const found = pbx.user(101).redirects.find((one) => one.id === id);
  if (!found) throw new Error(`There is no redirect ${id}.`);
  return found;
}

const enabled = ({ pbx }: StarfaceStage) =>
  pbx
    .user(101)
    .redirects.filter((one) => one.enabled)
    .map(({ id }) => id);

describe('do-not-disturb', () => {
  it('is set and taken back, and leaves the other fields as they are', async () => {
    const { world, pbx } = await open();
    await world.want('anna', { doNotDisturb: true });
    await world.run();
    expect(pbx.user(101).phoneConfig).toEqual({
      callWaiting: true,
      displayNumberId: 1010,
      doNotDisturb: true,
      primaryPhoneId: 10100,
    });
    await world.want('anna', {});
    await world.run();
    expect(pbx.user(101).phoneConfig.doNotDisturb).toBe(false);
    expect(pbx.user(102).phoneConfig.doNotDisturb).toBe(false);
  });

  it('that was set before stays', async () => {
    const { world, pbx } = await open();
    pbx.user(101).phoneConfig.doNotDisturb = true;
    await world.want('anna', { doNotDisturb: true });
    await world.run();
    await world.want('anna', {});
    await world.run();
    expect(pbx.user(101).phoneConfig.doNotDisturb).toBe(true);
    expect(pbx.system.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it('that a person has switched off stays off until there is a new event', async () => {
    const { world, pbx } = await open();
    await world.want('anna', { doNotDisturb: true });
    await world.run();
    pbx.user(101).phoneConfig.doNotDisturb = false;
    await world.want('anna', { doNotDisturb: true, text: 'next' });
    await world.run();
    expect(pbx.user(101).phoneConfig.doNotDisturb).toBe(false);
    await world.want('anna', {});
    await world.run();
    await world.want('anna', { doNotDisturb: true });
    await world.run();
    expect(pbx.user(101).phoneConfig.doNotDisturb).toBe(true);
  });
});

describe('redirects', () => {
  it('tell internal, external and group numbers apart, and only those that always apply are set', async () => {
    const here = await open();
    const { world } = here;
    await world.want('anna', { internal: { to: 'voicemail' } });
    await world.run();
    expect(enabled(here)).toEqual(['101-101-ALWAYS']);
    expect(redirect(here, '101-101-ALWAYS').redirectDestination).toMatchObject({ mailboxId: 'box-101' });
    await world.want('anna', { external: { to: 'number', number: '+4930123456' } });
    await world.run();
    expect(enabled(here)).toEqual(['101-+4930555101-ALWAYS']);
    await world.want('anna', { external: { to: 'number', number: '250' }, groups: true });
    await world.run();
    expect(enabled(here)).toEqual(['101-+4930555101-ALWAYS', '101-+4930555900-ALWAYS']);
    expect(redirect(here, '101-+4930555101-ALWAYS').redirectDestination).toMatchObject({ phoneNumber: '250' });
    await world.want('anna', {});
    await world.run();
    expect(enabled(here)).toEqual([]);
    expect(redirect(here, '101-+4930555101-ALWAYS').redirectDestination).toMatchObject({ phoneNumber: '' });
  });

  it('come back to what they were, and stay where a person has moved them', async () => {
    const here = await open();
    const mine = redirect(here, '101-101-ALWAYS');
    Object.assign(mine, {
      enabled: true,
      redirectDestination: { redirectDestinationType: 'PHONENUMBER', phoneNumber: '300' },
    });
    await here.world.want('anna', { internal: { to: 'voicemail' }, external: { to: 'voicemail' } });
    await here.world.run();
    const theirs = { redirectDestinationType: 'PHONENUMBER' as const, phoneNumber: '+49301' };
    redirect(here, '101-+4930555101-ALWAYS').redirectDestination = theirs;
    await here.world.want('anna', {});
    await here.world.run();
    expect(mine).toMatchObject({ enabled: true, redirectDestination: { phoneNumber: '300' } });
    expect(redirect(here, '101-+4930555101-ALWAYS')).toMatchObject({ enabled: true, redirectDestination: theirs });
  });

  it('are known as ours in the spelling of the phone system', async () => {
    const here = await open();
    here.pbx.system.spells = (number) => number.replace('+', '00');
    await here.world.want('anna', { external: { to: 'number', number: '+4930123456' } });
    await here.world.run();
    expect(redirect(here, '101-+4930555101-ALWAYS').redirectDestination).toMatchObject({ phoneNumber: '004930123456' });
    await here.world.want('anna', {});
    await here.world.run();
    expect(enabled(here)).toEqual([]);
  });
});

describe('an account', () => {
  it('without a user is told about, and holds up nobody', async () => {
    const { world, pbx, destination } = await open();
    await world.want('carl', { doNotDisturb: true });
    await world.want('ben', { doNotDisturb: true });
    await world.run();
    expect(pbx.user(102).phoneConfig.doNotDisturb).toBe(true);
    const found = await world.ports().deliveries.find(profile, destination.id, 'carl');
    expect(found?.failure).toContain('e-mail address');
    expect((await world.ports().destinations.find(profile, destination.id))?.health.failingSince).toBe('');
  });

  it('that gets another address is taken back there and set here', async () => {
    const { world, pbx } = await open();
    await world.want('anna', { doNotDisturb: true });
    await world.run();
    const state = world.desired.get('anna')!;
    world.desired.set('anna', { ...state, account: { ...state.account, email: 'ben@example.org' } });
    await world.want('anna', { doNotDisturb: true });
    await world.run();
    expect([101, 102].map((id) => pbx.user(id).phoneConfig.doNotDisturb)).toEqual([false, true]);
  });

  it('that is not served any more is taken back', async () => {
    const { world, pbx } = await open();
    await world.want('anna', { doNotDisturb: true, internal: { to: 'voicemail' } });
    await world.run();
    world.desired.delete('anna');
    await watchDeliveries(world.ports());
    await world.run(world.now + minuteMs);
    expect(pbx.user(101).phoneConfig.doNotDisturb).toBe(false);
    expect(enabled(stage!)).toEqual([]);
  });

  it('that asks for what has no call there costs none', async () => {
    const { world, pbx } = await open();
    await world.want('anna', { chat: 'away', text: 'Meeting', lamp: 'red' });
    await world.run();
    expect(pbx.system.requests).toEqual([]);
  });
});
