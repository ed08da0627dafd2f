import { DeniedError } from '../errors.ts';
import { includes, type Caller, type Role } from './roles.ts';

/** Who may use a route. */
export interface AccessRule {
  /** The least role that may. */
  role: Role;
  /** Whether the phones of a profile may, too. */
  phone: boolean;
  /** The placeholder of the path that names the profile; undefined when the route is not about one profile. */
  profileParam: string | undefined;
}

/** Lets a caller pass or throws denied. A caller that is bound to a profile may only what is about that profile. */
export function authorise(rule: AccessRule, caller: Caller, params: Readonly<Record<string, string>>): void {
  const fits = caller.role === 'phone' ? rule.phone : includes(caller.role, rule.role);
  if (!fits)
    throw new DeniedError(
      `This takes the role ${rule.role}${rule.phone ? ' or phone' : ''}; the caller has ${caller.role}.`,
    );
  if (caller.profile === undefined && caller.role !== 'phone') return;
  const profile = rule.profileParam === undefined ? undefined : params[rule.profileParam];
  if (profile === undefined || profile !== caller.profile) {
    throw new DeniedError('The caller is bound to one profile and may not do this outside of it.');
  }
}

/** The placeholder that names the profile in a path like `/profiles/{id}/books`. */
export function profileParamOf(path: string): string | undefined {
  return /^\/profiles\/\{(\w+)\}(?:\/|$)/.exec(path)?.[1];
}
