import { z } from 'zod';
import { profileSchema, scheduleOf, type Profile } from './profile.ts';
import type { ProfileState } from './profile-state.ts';
import { nextTick } from './schedule.ts';

/** A profile as the API answers it: what it was saved with, and how it stands. */
export const profileViewSchema = z
  .object({
    id: z.string(),
    profile: profileSchema,
    activeRun: z.string().nullable().meta({ description: 'The run that is going on' }),
    nextRunAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When the schedule starts the next run; null when it is off' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Profile' });

export type ProfileView = z.infer<typeof profileViewSchema>;

export function profileView(profile: Profile, state: ProfileState): ProfileView {
  const { id, body, createdAt, updatedAt } = profile;
  const schedule = scheduleOf(body);
  const next = schedule && nextTick(schedule, state.lastTick);
  return {
    id,
    profile: body,
    activeRun: state.activeRun ?? null,
    nextRunAt: next?.toISOString() ?? null,
    createdAt,
    updatedAt,
  };
}
