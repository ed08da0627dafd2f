import { describe, expect, it } from 'vitest';
import { SignInError } from '../../../shared/errors.ts';
import { startRun } from '../../../shared/runs/start-run.ts';
import { runNow, staffed } from './staff.ts';
import { lastRun } from './truth.ts';

const refused = new SignInError('The secret has expired.', { code: 'secretExpired' });

describe('the health of a connection', () => {
  it.each(['mailboxes', 'contacts'])('says that a run was refused (%s), until one can sign in', async (call) => {
    const all = await staffed();
    const { made, profile } = all;
    made.tenant.trouble = ({ do: asked }) => (asked === call ? refused : undefined);
    await runNow(all);
    const { id: run, state } = await lastRun(made, profile);
    expect(state).toBe('failed');
    const problem = { field: '/credential/secret', level: 'error', detail: 'The secret has expired.', run };
    expect(made.connection.health).toMatchObject({ state: 'failing', problems: [problem] });
    await runNow(all);
    expect(made.connection.health.problems).toMatchObject([{ field: problem.field, detail: problem.detail }]);
    made.tenant.trouble = () => undefined;
    await runNow(all);
    expect(await lastRun(made, profile)).toMatchObject({ state: 'succeeded' });
    expect(made.connection.health).toMatchObject({ state: 'ok', problems: [] });
  });

  it('is said to be good by a job alone, where nothing has to be asked to plan a run', async () => {
    const all = await staffed({ sources: { directory: { users: true } } });
    const { made } = all;
    made.tenant.trouble = () => refused;
    await runNow(all);
    expect(made.connection.health.state).toBe('failing');
    made.tenant.trouble = () => undefined;
    await startRun(made.ports(), all.profile);
    await all.functions.deliver();
    expect(made.connection.health.state).toBe('failing');
    await all.functions.settle();
    expect(made.connection.health.state).toBe('ok');
  });

  it('is written by no run that finds it as it was', async () => {
    const all = await staffed();
    await runNow(all);
    await runNow(all);
    expect(all.made.failing.calls.filter((call) => call === 'record health')).toEqual([]);
    all.made.tenant.trouble = () => refused;
    await runNow(all);
    await runNow(all);
    expect(all.made.failing.calls.filter((call) => call === 'record health')).toHaveLength(1);
  });
});
