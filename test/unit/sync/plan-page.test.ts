import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../shared/contacts/contact.ts';
import { prepareEntry, type Digest } from '../../../shared/phonebook/entry-rows.ts';
import { entryKey } from '../../../shared/phonebook/projection.ts';
import type { ContactPage } from '../../../shared/source/source.ts';
import { planPage } from '../../../shared/sync/plan-page.ts';
import { projectionFor } from './bench.ts';

const projection = projectionFor({ exclude: { categories: ['Private'], withoutNumber: true } });
const key = (id: string): string => entryKey('feed', id);

function contactOf(id: string, more: Partial<Contact> = {}): Contact {
  const values = { DisplayName: id, PhoneNumbers_BusinessPhone: '+49 841 1234567' };
  return { id, version: '1', categories: [], values, ...more };
}

function digestOf(contact: Contact): Digest {
  const entry = projection.project(contact, 'feed', undefined);
  if (typeof entry === 'string') throw new Error(entry);
  return prepareEntry(entry).digest;
}

/** Plans a page against what is stored of these contacts. */
function planOf(page: Partial<ContactPage>, stored: Contact[] = []) {
  const digests = new Map(stored.map((contact) => [key(contact.id), digestOf(contact)]));
  const whole: ContactPage = {
    contacts: [],
    removed: [],
    confirmed: [],
    position: 'p',
    phase: 'changing',
    last: true,
    ...page,
  };
  const plan = planPage({
    page: whole,
    feed: 'feed',
    account: undefined,
    projection,
    digest: (each) => digests.get(each),
  });
  const { created, updated, unchanged, skipped, read, deleted } = plan.counts;
  return {
    writes: plan.writes.map(({ prepared, isNew, stale }) => ({ key: prepared.entry.key, isNew, stale })),
    renewed: plan.renewed.map((each) => each.key),
    doomed: plan.doomed,
    proven: plan.proven,
    counts: [read, created, updated, unchanged, deleted],
    skipped,
  };
}

const nothing = { writes: [], renewed: [], doomed: [], proven: [], counts: [0, 0, 0, 0, 0], skipped: {} };
const anna = contactOf('anna');
const otherNumber = { DisplayName: 'anna', PhoneNumbers_BusinessPhone: '+49 841 7654321' };
const noNumber = { DisplayName: 'anna' };

describe('the plan of a page', () => {
  it.each<[string, Partial<ContactPage>, Contact[], Partial<ReturnType<typeof planOf>>]>([
    ['an empty page asks for nothing', {}, [anna], {}],
    [
      'a new contact is written',
      { contacts: [anna] },
      [],
      { writes: [{ key: key('anna'), isNew: true, stale: false }], proven: [key('anna')], counts: [1, 1, 0, 0, 0] },
    ],
    ['an equal one is not', { contacts: [anna] }, [anna], { proven: [key('anna')], counts: [1, 0, 0, 1, 0] }],
    [
      'one that only has another version is kept in mind',
      { contacts: [contactOf('anna', { version: '2' })] },
      [anna],
      { renewed: [key('anna')], proven: [key('anna')], counts: [1, 0, 0, 1, 0] },
    ],
    [
      'another name is written over the old one',
      { contacts: [contactOf('anna', { values: { ...anna.values, CompanyName: 'X' } })] },
      [anna],
      { writes: [{ key: key('anna'), isNew: false, stale: false }], proven: [key('anna')], counts: [1, 0, 1, 0, 0] },
    ],
    [
      'another number makes the old index rows stale',
      { contacts: [contactOf('anna', { values: otherNumber })] },
      [anna],
      { writes: [{ key: key('anna'), isNew: false, stale: true }], proven: [key('anna')], counts: [1, 0, 1, 0, 0] },
    ],
    [
      'a contact that is left out is counted and proves nothing',
      { contacts: [contactOf('anna', { categories: ['PRIVATE'] }), contactOf('ben', { values: noNumber })] },
      [],
      { counts: [2, 0, 0, 0, 0], skipped: { excludedCategory: 1, withoutNumber: 1 } },
    ],
    [
      'its entry goes when it has one',
      { contacts: [contactOf('anna', { values: noNumber })] },
      [anna],
      { doomed: [key('anna')], counts: [1, 0, 0, 0, 0], skipped: { withoutNumber: 1 } },
    ],
    [
      'so is one that is too large for a row',
      {
        contacts: [
          contactOf('anna', {
            values: { ...anna.values, FileAs: 'x'.repeat(40_000), DisplayName: 'x'.repeat(40_000) },
          }),
          contactOf('ben'),
        ],
      },
      [],
      {
        writes: [{ key: key('ben'), isNew: true, stale: false }],
        proven: [key('ben')],
        counts: [2, 1, 0, 0, 0],
        skipped: { tooLarge: 1 },
      },
    ],
    ['a removed contact is doomed', { removed: ['anna'] }, [anna], { doomed: [key('anna')] }],
    ['an unknown one is nothing', { removed: ['ghost'] }, [anna], {}],
    ['a confirmed contact is proven', { confirmed: ['anna'] }, [anna], { proven: [key('anna')] }],
  ])('%s', (_name, page, stored, expected) => {
    expect(planOf(page, stored)).toEqual({ ...nothing, ...expected });
  });
});
