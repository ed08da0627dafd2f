import { z } from 'zod';

/** One thing that a test, or a run, found: at which field or permission, whether it stops the work, and what to do about it. */
export const problemSchema = z
  .strictObject({
    field: z
      .string()
      .optional()
      .meta({ description: 'Pointer to the field of the connection, e.g. /credential/secret' }),
    permission: z
      .string()
      .optional()
      .meta({ description: 'The application permission of Microsoft Graph, e.g. Contacts.Read' }),
    level: z.enum(['error', 'warning']),
    detail: z.string().meta({ description: 'What is wrong and what to do, in words' }),
    run: z.string().optional().meta({ description: 'The run whose sign-in was refused; absent when a test found it' }),
  })
  .meta({ id: 'HealthProblem', description: 'One thing that a test of a connection, or a run, found.' });
export type Problem = z.infer<typeof problemSchema>;

/** What is known about a connection since it was last tested; `unknown` when it was not, or when nobody answered. */
export const healthSchema = z
  .strictObject({
    state: z.enum(['unknown', 'ok', 'failing']),
    testedAt: z.iso.datetime().optional(),
    problems: z.array(problemSchema),
  })
  .meta({ id: 'Health', description: 'What the last test of a connection found, and whether runs can sign in.' });
export type Health = z.infer<typeof healthSchema>;

/** The health of a connection that was never tested as it is now. */
export const untested: Health = { state: 'unknown', problems: [] };

/** The health that follows from what a test found: any error is failing, warnings alone are not. */
export function healthOf(problems: readonly Problem[], testedAt: Date): Health {
  const state = problems.some((problem) => problem.level === 'error') ? 'failing' : 'ok';
  return { state, testedAt: testedAt.toISOString(), problems: [...problems] };
}

/** What a run has found since the last test, if anything. */
export function runProblem({ problems }: Health): Problem | undefined {
  return problems.find(({ run }) => run !== undefined);
}

/** The health after a run has found a problem; what the last test found stays. */
export function withRunProblem(health: Health, problem: Problem, now: Date): Health {
  const tested = withoutRunProblem(health);
  return {
    state: 'failing',
    testedAt: tested.testedAt ?? now.toISOString(),
    problems: [problem, ...tested.problems],
  };
}

/** The health once what a run has found is over. */
export function withoutRunProblem(health: Health): Health {
  if (!runProblem(health)) return health;
  const problems = health.problems.filter(({ run }) => run === undefined);
  return { ...health, state: problems.some(({ level }) => level === 'error') ? 'failing' : 'ok', problems };
}
