import { describe, expect, it } from 'vitest';
import { ConflictError } from '../../../shared/errors.ts';
import { jobGroups, type JobGroups } from '../../../shared/runs/job-groups.ts';
import type { Job } from '../../../shared/runs/job.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { noCounts } from '../../../shared/sync/counts.ts';

const now = new Date('2026-11-02T08:00:00Z');
const job = (key: string): Job => ({
  key,
  name: key,
  source: { kind: 'users' },
  requestsSoFar: 0,
  releasedHold: '',
  unguarded: false,
});

function ledger(): JobGroups {
  return jobGroups(memoryTable(), 'p1', 'r1');
}

describe('the ledger of a run', () => {
  it('knows what waits until it is finished, together with what takes over', async () => {
    const groups = ledger();
    await groups.add([{ group: '0', jobs: [job('a'), job('b')] }], now);
    const group = await groups.get('0');
    if (!group) throw new Error('It is gone.');
    await groups.finish(group, [], [{ group: '0-x', jobs: [job('b')], dueAt: new Date(now.getTime() + 60_000) }], now);
    expect(await groups.waiting(9)).toEqual(['0-x']);
    expect(await groups.get('0')).toMatchObject({ state: 'done' });
    expect(await groups.get('0-x')).toMatchObject({ state: 'waiting', updatedAt: new Date('2026-11-02T08:01:00Z') });
    await expect(groups.finish(group, [], [{ group: 'late', jobs: [] }], now)).rejects.toThrow(ConflictError);
    await expect(groups.update(group, now)).rejects.toThrow(ConflictError);
    expect(await groups.get('late')).toBeUndefined();
  });

  it('takes hundreds of groups', async () => {
    const groups = ledger();
    const many = Array.from({ length: 333 }, (_, n) => ({ group: String(n).padStart(6, '0'), jobs: [job(String(n))] }));
    await groups.add(many, now);
    expect(await groups.waiting(Number.MAX_SAFE_INTEGER)).toHaveLength(333);
    expect(await groups.waiting(1)).toEqual(['000000']);
    expect((await groups.list()).map(({ group }) => group)).toEqual(many.map(({ group }) => group));
  });

  it('keeps long lists of jobs and texts in several cells', async () => {
    const groups = ledger();
    const jobs = Array.from({ length: 20 }, (_, n) => ({ ...job(`k${n}`), name: 'ä'.repeat(4000) }));
    await groups.add([{ group: '0', jobs }], now);
    expect((await groups.get('0'))?.jobs).toEqual(jobs);
  });

  it('shows progress beside the group, and forgets it when that is done', async () => {
    const groups = ledger();
    await groups.add([{ group: '0', jobs: [job('a')] }], now);
    await groups.note('0', { ...noCounts(), read: 5 }, new Date(now.getTime() + 5000));
    const [group] = await groups.list();
    expect(group).toMatchObject({ progress: { read: 5 }, updatedAt: new Date(now.getTime() + 5000) });
    if (!group) throw new Error('It is gone.');
    await groups.finish(group, [], [], now);
    expect((await groups.list())[0]?.progress).toBeUndefined();
  });

  it('is cleared by two at the same moment', async () => {
    const groups = ledger();
    const many = Array.from({ length: 120 }, (_, n) => ({ group: String(n), jobs: [job(String(n))] }));
    await groups.add(many, now);
    await Promise.all([groups.clear(), groups.clear(), groups.clear()]);
    expect(await groups.list()).toEqual([]);
    expect(await groups.waiting(9)).toEqual([]);
  });
});
