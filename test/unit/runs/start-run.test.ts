import { describe, expect, it } from 'vitest';
import { ConflictError, UnavailableError } from '../../../shared/errors.ts';
import { startDueRuns, startRun } from '../../../shared/runs/start-run.ts';
import { newRunId } from '../../../shared/runs/run.ts';
import { profileView } from '../../../shared/profiles/profile-view.ts';
import { staffed } from './staff.ts';
import { lastRun, runsOf } from './truth.ts';

describe('the schedule', () => {
  it('does not start a new profile before its first tick, then starts it once a tick', async () => {
    const { made, profile, functions } = await staffed();
    const view = profileView(await made.ports().profiles.get(profile), await made.ports().states.get(profile));
    expect(view).toMatchObject({ nextRunAt: '2026-11-02T11:00:00.000Z', activeRun: null });
    const starts: string[] = [];
    for (let minute = 0; minute < 3 * 24 * 60; minute += 10) {
      if ((await startDueRuns(made.ports())) > 0) starts.push(new Date(made.now).toISOString().slice(0, 16));
      await functions.drain();
      made.later(10);
    }
    expect(starts).toEqual(['2026-11-02T11:00', '2026-11-03T11:00', '2026-11-04T11:00']);
  });

  it('catches up once on what it missed', async () => {
    const { made, profile, functions } = await staffed({ schedule: { everyMinutes: 60 } });
    made.later(10 * 60 + 7);
    expect(await startDueRuns(made.ports())).toBe(1);
    expect(await startDueRuns(made.ports())).toBe(0);
    await functions.drain();
    made.later(52);
    expect(await startDueRuns(made.ports())).toBe(0);
    made.later(1);
    expect(await startDueRuns(made.ports())).toBe(1);
    expect(await runsOf(made, profile)).toHaveLength(2);
  });

  it('does not start a profile that is off; somebody who asks does', async () => {
    const { made, profile } = await staffed({ enabled: false });
    made.later(48 * 60);
    expect(await startDueRuns(made.ports())).toBe(0);
    await expect(startRun(made.ports(), profile)).resolves.toMatchObject({ trigger: 'manual' });
  });

  it('is not answered by a run that somebody starts', async () => {
    const { made, profile, functions } = await staffed();
    made.later(60);
    await startRun(made.ports(), profile);
    await functions.drain();
    made.later(2 * 60);
    expect(await startDueRuns(made.ports())).toBe(1);
  });
});

describe('a start', () => {
  it('of a profile that does not exist is refused', async () => {
    const { made } = await staffed();
    await expect(startRun(made.ports(), 'none')).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('that lost against another leaves no run behind', async () => {
    const { made, profile } = await staffed();
    const ports = made.ports();
    const { insert } = ports.runs;
    ports.runs.insert = async (...given) => {
      await insert(...given);
      await startRun(made.ports(), profile);
    };
    await expect(startRun(ports, profile)).rejects.toThrow(ConflictError);
    expect(await runsOf(made, profile)).toHaveLength(1);
  });

  it('that was cut off before it held the lock is cleared away by the next', async () => {
    const { made, profile, functions } = await staffed();
    const ports = made.ports();
    ports.states.change = () => Promise.reject(new UnavailableError('Storage fails.'));
    await expect(startRun(ports, profile)).rejects.toThrow('Storage fails.');
    made.later(1);
    const { id } = await startRun(made.ports(), profile);
    expect((await runsOf(made, profile)).map((run) => run.id)).toEqual([id]);
    await functions.settle();
  });

  it('whose lock was taken by a write that was sent twice has started', async () => {
    const { made, profile, functions } = await staffed();
    const ports = made.ports();
    const { change } = ports.states;
    ports.states.change = async (...given) => {
      await change(...given);
      await change(...given);
    };
    const { id } = await startRun(ports, profile);
    expect(await made.ports().states.get(profile)).toMatchObject({ activeRun: id });
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ id, state: 'succeeded' });
  });

  it('whose lock was taken although the answer was lost is carried out by the watch', async () => {
    const { made, profile, functions } = await staffed();
    made.later(4 * 60);
    const ports = made.ports();
    const { change } = ports.states;
    ports.states.change = async (...given) => {
      await change(...given);
      throw new UnavailableError('The answer is lost.');
    };
    await expect(startDueRuns(ports)).rejects.toThrow('The answer is lost.');
    await functions.settle();
    expect(await lastRun(made, profile)).toMatchObject({ trigger: 'schedule', state: 'succeeded' });
    expect(await runsOf(made, profile)).toHaveLength(1);
  });
});

describe('newRunId', () => {
  it('sorts the newest first', () => {
    const times = [0, 1, 1000, 86_400_000, 20 * 365 * 86_400_000].map((more) => new Date(Date.UTC(2026, 0, 1) + more));
    const ids = times.map(newRunId);
    expect([...ids].sort().reverse()).toEqual(ids);
    for (const id of ids) expect(id).toMatch(/^[0-9a-z]{13}$/);
  });
});
