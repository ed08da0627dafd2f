import { z } from 'zod';

/** What people and machines may do, least first: each role may all that the ones before it may. */
export const roles = ['reader', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** The role of a caller: one of the ladder, or `phone`, which may only what a route marks so, of its own profile. */
export const callerRoleSchema = z.enum(['admin', 'operator', 'reader', 'phone']);
export type CallerRole = z.infer<typeof callerRoleSchema>;

/** Whether a role of the ladder includes another. */
export function includes(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

/** Who asks, once it is known. */
export interface Caller {
  /** The id of the API key, the object id of the person, or the client id of the app; `local-admin` for the local key. */
  id: string;
  role: CallerRole;
  /** The only profile this caller may touch; undefined for all. */
  profile: string | undefined;
  via: 'key' | 'token' | 'local';
}
