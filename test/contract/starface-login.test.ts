import { afterEach, describe, expect, it } from 'vitest';
import { replayDestination } from '../../shared/delivery/save-destination.ts';
import { testDestination } from '../../shared/delivery/test-destination.ts';
import { hourMs, profile } from '../unit/delivery/world.ts';
import { password, starfaceStage, type StarfaceStage } from './delivery-stage.ts';

let stage: StarfaceStage | undefined;

afterEach(async () => {
  await stage?.pbx.close();
});

async function open(options?: Parameters<typeof starfaceStage>[0]): Promise<StarfaceStage> {
  return (stage = await starfaceStage(options));
}

const logins = ({ pbx }: StarfaceStage): number =>
  pbx.system.requests.filter(({ method, url }) => method === 'POST' && url === '/rest/login').length;
const stored = ({ world, destination }: StarfaceStage) => world.ports().destinations.find(profile, destination.id);

describe('the login', () => {
  it('is kept for almost four hours', async () => {
    const here = await open({ oneProcess: true });
    for (const doNotDisturb of [true, false, true]) {
      await here.world.want('anna', { doNotDisturb });
      await here.world.run();
    }
    expect(logins(here)).toBe(1);
    here.world.now += 4 * hourMs;
    await here.world.want('anna', {});
    await here.world.run();
    expect(logins(here)).toBe(2);
  });

  it('is renewed once when the token is not taken any more', async () => {
    const here = await open({ oneProcess: true });
    await here.world.want('anna', { doNotDisturb: true });
    await here.world.run();
    here.pbx.forgetTokens();
    await here.world.want('anna', {});
    await here.world.run();
    expect([logins(here), here.pbx.user(101).phoneConfig.doNotDisturb]).toEqual([2, false]);
  });

  it('that is refused twice is not tried again, however many accounts and workers there are, until somebody replays', async () => {
    const here = await open();
    here.pbx.system.password = 'another';
    for (const account of ['anna', 'ben', 'carl', 'dora']) await here.world.want(account, { doNotDisturb: true });
    await Promise.all([here.world.step(), here.world.step(), here.world.step(), here.world.step()]);
    await here.world.run(here.world.now + 48 * hourMs);
    expect(here.pbx.system.refusedLogins).toBe(2);
    expect((await stored(here))?.health).toMatchObject({ loginsRefused: 2, isTold: true });
    expect((await here.world.ports().incidents.list(profile))[0]?.reason).toContain('refuses the login');
    here.pbx.system.password = password;
    await replayDestination(here.world.ports(), (await stored(here))!);
    await here.world.run(here.world.now + hourMs);
    expect(here.pbx.user(101).phoneConfig.doNotDisturb).toBe(true);
    expect((await here.world.ports().incidents.list(profile))[0]?.closedAt).not.toBe('');
  });

  it('that failed on the way does not count as refused', async () => {
    const here = await open();
    here.pbx.failWith({ path: '/login', fault: 500, times: 3 }, { path: '/login', fault: 'lost', times: 3 });
    await here.world.want('anna', { doNotDisturb: true });
    await here.world.run(here.world.now + 24 * hourMs);
    expect(here.pbx.user(101).phoneConfig.doNotDisturb).toBe(true);
    expect((await stored(here))?.health).toMatchObject({ loginsRefused: 0, failingSince: '' });
  });
});

describe('the test', () => {
  const outcomeOf = async (here: StarfaceStage) => {
    here.world.now += 10_000;
    return (await testDestination(here.world.ports(), (await stored(here))!)).outcome;
  };

  it('logs in and tells a class', async () => {
    const here = await open({ timeoutMs: 300 });
    expect(await outcomeOf(here)).toBe('ok');
    here.pbx.system.password = 'another';
    expect(await outcomeOf(here)).toBe('auth');
    here.pbx.system.password = password;
    here.pbx.failWith({ path: '/users', fault: 403 });
    expect(await outcomeOf(here)).toBe('auth');
    here.pbx.failWith({ fault: 500 });
    expect(await outcomeOf(here)).toBe('status');
    here.pbx.failWith({ fault: 'lost' });
    expect(await outcomeOf(here)).toBe('unreachable');
    here.pbx.failWith();
    here.pbx.system.delayMs = 1000;
    expect(await outcomeOf(here)).toBe('timeout');
  });

  it('is refused right after another one', async () => {
    const here = await open();
    expect(await outcomeOf(here)).toBe('ok');
    await expect(testDestination(here.world.ports(), (await stored(here))!)).rejects.toMatchObject({
      kind: 'throttled',
    });
  });
});
