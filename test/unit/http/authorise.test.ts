import { describe, expect, it } from 'vitest';
import { DeniedError } from '../../../shared/errors.ts';
import { authorise, profileParamOf } from '../../../shared/http/authorise.ts';
import { callerRoleSchema, roles, type Caller, type CallerRole, type Role } from '../../../shared/http/roles.ts';

const caller = (role: CallerRole, profile?: string): Caller => ({ id: 'x', role, profile, via: 'key' });
const may = (
  who: Caller,
  rule: { role: Role; phone?: boolean; profileParam?: string },
  params: Record<string, string> = {},
): boolean => {
  try {
    authorise({ phone: false, profileParam: undefined, ...rule }, who, params);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(DeniedError);
    return false;
  }
};

/** Who may (yes) and who may not (-), for every least role with and without phones. */
const table: [Role, boolean, Record<CallerRole, boolean>][] = [
  ['reader', false, { reader: true, operator: true, admin: true, phone: false }],
  ['operator', false, { reader: false, operator: true, admin: true, phone: false }],
  ['admin', false, { reader: false, operator: false, admin: true, phone: false }],
  ['reader', true, { reader: true, operator: true, admin: true, phone: true }],
  ['operator', true, { reader: false, operator: true, admin: true, phone: true }],
  ['admin', true, { reader: false, operator: false, admin: true, phone: true }],
];

describe('a rule', () => {
  it.each(table)('for %s (phone: %s) lets exactly the right roles pass', (role, phone, expected) => {
    for (const who of callerRoleSchema.options) {
      const passes = may(caller(who, 'p1'), { role, phone, profileParam: 'id' }, { id: 'p1' });
      expect([who, passes]).toEqual([who, expected[who]]);
    }
  });

  it('binds every key with a profile to it, whatever its role', () => {
    for (const who of [...roles, 'phone'] as const) {
      const rule = { role: 'reader', phone: true, profileParam: 'id' } as const;
      expect(may(caller(who, 'p1'), rule, { id: 'p1' })).toBe(true);
      for (const id of ['p2', 'P1', 'p1 ', '', 'p1/', '%70%31'])
        expect(may(caller(who, 'p1'), rule, { id })).toBe(false);
      expect(may(caller(who, 'p1'), rule)).toBe(false);
      expect(may(caller(who, 'p1'), { role: 'reader', phone: true })).toBe(false);
      expect(may(caller(who, 'p1'), { role: 'reader', phone: true }, { id: 'p1' })).toBe(false);
    }
  });

  it('lets callers without a profile pass everywhere, but never a phone', () => {
    expect(may(caller('admin'), { role: 'admin' })).toBe(true);
    expect(may(caller('reader'), { role: 'reader', profileParam: 'id' }, { id: 'p9' })).toBe(true);
    expect(may(caller('phone'), { role: 'reader', phone: true, profileParam: 'id' }, { id: 'p1' })).toBe(false);
    expect(may(caller('phone'), { role: 'reader', phone: true, profileParam: 'id' })).toBe(false);
  });

  it('is not fooled by names that objects have anyway', () => {
    expect(may(caller('phone', 'p1'), { role: 'reader', phone: true, profileParam: 'constructor' }, {})).toBe(false);
  });
});

describe('the profile of a path', () => {
  it.each([
    ['/profiles/{id}', 'id'],
    ['/profiles/{profile}/runs/{run}', 'profile'],
    ['/profiles', undefined],
    ['/connections/{id}', undefined],
    ['/cards/{card}', undefined],
    ['/x/profiles/{id}', undefined],
    ['/profiles/{id}x', undefined],
  ])('of %s is named by %s', (path, name) => {
    expect(profileParamOf(path)).toBe(name);
  });
});
