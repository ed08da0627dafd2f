import { describe, expect, it } from 'vitest';
import type { FormValues } from '../../../../shared/cards/page/connect-form.ts';
import { german } from '../../../../shared/cards/page/texts.de.ts';
import { english } from '../../../../shared/cards/page/texts.en.ts';
import { visitorFaults } from '../../../../shared/cards/page/visitor-faults.ts';

const faultsAt = (pointers: string[], values: FormValues = {}): { pointer: string; detail: string }[] =>
  visitorFaults(
    pointers.map((pointer) => ({ pointer, detail: 'must be something' })),
    values,
    'de',
  );

describe('faults for visitors', () => {
  it.each<[string, FormValues, string]>([
    ['/firstName', {}, german.faults.firstName],
    ['/lastName', { lastName: ' ' }, german.faults.lastName],
    ['/lastName', { lastName: 'a\u0007' }, german.faults.unfit],
    ['/firstName', { firstName: 'a'.repeat(101) }, german.faults.tooLong],
    ['/email', {}, german.faults.reach],
    ['/phone', {}, german.faults.reach],
    ['/email', { email: 'anna@' }, german.faults.email],
    ['/phone', { phone: '12' }, german.faults.phone],
    ['/website', { website: 'nope' }, german.faults.website],
    ['/note', { note: 'a'.repeat(2001) }, german.faults.tooLong],
    ['/consent', {}, german.faults.consent],
    ['/token', {}, german.faults.token],
  ])('at %s with %j: %s', (pointer, values, detail) => {
    expect(faultsAt([pointer], values)).toEqual([{ pointer, detail }]);
  });

  it('are one for each place, and one for all that a visitor cannot place', () => {
    const told = faultsAt(['/lastName', '/lastName', '/siteKey', '/unknown', '']);
    expect(told).toEqual([
      { pointer: '/lastName', detail: german.faults.lastName },
      { pointer: '', detail: german.faults.other },
    ]);
  });

  it('are told in the language of the page', () => {
    const [fault] = visitorFaults([{ pointer: '/consent', detail: 'is missing' }], {}, 'en');
    expect(fault?.detail).toBe(english.faults.consent);
  });
});
