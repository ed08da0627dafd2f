import { reasonOf } from '../errors.ts';
import { addCounts, noCounts, type Counts } from '../sync/counts.ts';
import type { JobGroup } from './job-groups.ts';
import type { JobMessage } from './messages.ts';
import type { RunPorts } from './ports.ts';

const noteEveryMs = 2000;

/** Notes now and then how far a group is. */
export function progressWatcher(
  ports: RunPorts,
  { profile, run }: JobMessage,
  group: JobGroup,
): { add(counts: Counts): void; end(): Promise<void> } {
  const soFar = group.jobs.reduce((sum, job) => addCounts(sum, job.soFar ?? noCounts()), noCounts());
  let sum = soFar;
  let noted = ports.now().getTime();
  let writing: Promise<void> = Promise.resolve();
  return {
    add(counts) {
      sum = addCounts(sum, counts);
      const now = ports.now();
      if (now.getTime() - noted < noteEveryMs) return;
      noted = now.getTime();
      const note = (): Promise<void> => ports.groups(profile, run).note(group.group, sum, now);
      // Whoever watches sees it later; the work itself is not stopped for it.
      const failed = (error: unknown): void =>
        ports.log.warn('jobs.noteFailed', { profile, run, reason: reasonOf(error) });
      writing = writing.then(note).catch(failed);
    },
    end: () => writing,
  };
}
