import { describe, expect, it } from 'vitest';
import { healthOf, type Health, type Problem } from '../../../shared/connections/health.ts';
import { noteRefusal, noteSignedIn } from '../../../shared/connections/note-sign-in.ts';
import { SignInError, UnavailableError } from '../../../shared/errors.ts';
import { silentLog } from '../../../shared/log.ts';
import { someConnection } from '../runs/world.ts';

const now = new Date('2026-11-02T08:00:00.000Z');
const expired = new SignInError('The secret has expired.', { code: 'secretExpired' });
const warning: Problem = { permission: 'Mail.Send', level: 'warning', detail: 'Mail.Send is not proven.' };

function recorder(fails = false) {
  const written: Health[] = [];
  const recordHealth = (_id: string, health: Health): Promise<void> => {
    if (fails) return Promise.reject(new UnavailableError('Storage does not answer.'));
    written.push(health);
    return Promise.resolve();
  };
  return { written, ports: { recordHealth, log: silentLog, now: () => now } };
}

describe('a sign-in that a run is refused', () => {
  it('makes the connection failing, at the field that causes it, beside what the test has found', async () => {
    const { written, ports } = recorder();
    const tested = new Date('2026-11-01T08:00:00.000Z');
    await noteRefusal(ports, someConnection({ health: healthOf([warning], tested) }), 'r1', expired);
    const problem = { field: '/credential/secret', level: 'error', detail: 'The secret has expired.', run: 'r1' };
    expect(written).toEqual([{ state: 'failing', testedAt: tested.toISOString(), problems: [problem, warning] }]);
  });

  it('says so of a connection that was never tested, and names no field when none causes it', async () => {
    const { written, ports } = recorder();
    await noteRefusal(ports, someConnection(), 'r1', new SignInError('A policy forbids it.', { code: 'other' }));
    const problem = { level: 'error', detail: 'A policy forbids it.', run: 'r1' };
    expect(written).toEqual([{ state: 'failing', testedAt: now.toISOString(), problems: [problem] }]);
  });

  it('is written once, and anew when the reason changes', async () => {
    const { written, ports } = recorder();
    await noteRefusal(ports, someConnection(), 'r1', expired);
    const [health = healthOf([], now)] = written;
    await noteRefusal(ports, someConnection({ health }), 'r2', expired);
    expect(written).toHaveLength(1);
    await noteRefusal(ports, someConnection({ health }), 'r2', new SignInError('It is disabled.'));
    expect(written[1]?.problems).toEqual([{ level: 'error', detail: 'It is disabled.', run: 'r2' }]);
  });

  it('is over once a run could sign in; what the test has found stays', async () => {
    const { written, ports } = recorder();
    await noteRefusal(ports, someConnection({ health: healthOf([warning], now) }), 'r1', expired);
    const [health = healthOf([], now)] = written;
    await noteSignedIn(ports, someConnection({ health }));
    expect(written[1]).toEqual(healthOf([warning], now));
    await noteSignedIn(ports, someConnection({ health: healthOf([warning], now) }));
    await noteSignedIn(ports, someConnection());
    expect(written).toHaveLength(2);
  });

  it('keeps nobody from working when it cannot be written', async () => {
    await expect(noteRefusal(recorder(true).ports, someConnection(), 'r1', expired)).resolves.toBeUndefined();
  });
});
