import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoveredMailbox } from '../../../shared/profiles/covered-mailboxes.ts';
import {
  bookOf,
  chooseJobs,
  groupJobs,
  jobsPerMessage,
  wantedDirectory,
  wantedPersonal,
  wantedShared,
  type Choice,
} from '../../../shared/runs/choose-jobs.ts';
import { jobId } from '../../../shared/runs/job.ts';

const now = new Date('2026-11-02T10:00:00Z');
const later = '2026-11-02T10:00:00.001Z';
const earlier = '2026-11-02T10:00:00.000Z';

const mailbox = (name: string) => ({
  id: name,
  userPrincipalName: `${name}@contoso.com`,
  mail: undefined,
  displayName: name,
});

const anna = (account = 'A') => wantedPersonal(mailbox('anna'), account);

/** A personal mailbox as it is known after a read. */
function known(changes: Partial<CoveredMailbox> = {}): CoveredMailbox {
  return {
    ...anna(),
    formerAccounts: '',
    enabled: true,
    covered: true,
    held: false,
    readWith: 'v1',
    entries: 5,
    retryAt: '',
    ...changes,
  };
}

function choose(
  wanted: ReturnType<typeof anna>[],
  covered: CoveredMailbox[],
  more: Partial<Parameters<typeof chooseJobs>[0]> = {},
): Choice {
  return chooseJobs({ wanted, unlisted: new Set(), covered, readWith: 'v1', evenParked: false, now, ...more });
}

/** A choice in short: `reads anna A`, `clears anna A`, `clears anna A unasked`, with `*` when it travels alone. */
function short({ jobs }: Choice): string[] {
  return jobs.map(({ job, changesOnly }) => {
    const verb = job.source.kind === 'nothing' ? 'clears' : 'reads';
    const mark = changesOnly ? '' : '*';
    return `${verb} ${job.key} ${job.account ?? 'company'}${job.unguarded ? ' unasked' : ''}${mark}`;
  });
}

describe('chooseJobs', () => {
  it.each<[string, Parameters<typeof choose>, string[], Choice['rows']]>([
    [
      'reads a new mailbox alone',
      [[anna()], []],
      ['reads anna A*'],
      [{ ...anna(), covered: true, formerAccounts: '' }],
    ],
    ['reads the changes of a known one', [[anna()], [known()]], ['reads anna A'], []],
    ['reads one alone that was never read to its end', [[anna()], [known({ readWith: '' })]], ['reads anna A*'], []],
    [
      'reads one alone after mapping or connection changed',
      [[anna()], [known({ readWith: 'v0' })]],
      ['reads anna A*'],
      [],
    ],
    ['names it once however often it is wanted', [[anna(), anna()], [known()]], ['reads anna A'], []],
    [
      'clears the old account at once when it belongs to another',
      [[anna('B')], [known()]],
      ['clears anna A unasked*', 'reads anna B*'],
      [{ ...anna('B'), covered: true, formerAccounts: 'A' }],
    ],
    [
      'clears an old account again until that is done',
      [[anna('B')], [known({ account: 'B', formerAccounts: 'A' })]],
      ['clears anna A unasked*', 'reads anna B'],
      [],
    ],
    [
      'clears two old accounts',
      [[anna('C')], [known({ account: 'B', formerAccounts: 'A' })]],
      ['clears anna A unasked*', 'clears anna B unasked*', 'reads anna C*'],
      [{ ...anna('C'), covered: true, formerAccounts: 'A\nB' }],
    ],
    [
      'does not clear an old account that is its own again',
      [[anna('A')], [known({ account: 'B', formerAccounts: 'A' })]],
      ['clears anna B unasked*', 'reads anna A*'],
      [{ ...anna('A'), covered: true, formerAccounts: 'B' }],
    ],
    ['clears what is no longer wanted, guarded', [[], [known()]], ['clears anna A'], [{ key: 'anna', covered: false }]],
    ['goes on clearing', [[], [known({ covered: false })]], ['clears anna A'], []],
    [
      'clears it unasked when its account has another mailbox now',
      [[wantedPersonal(mailbox('ben'), 'A')], [known()]],
      ['reads ben A*', 'clears anna A unasked*'],
      [
        { ...wantedPersonal(mailbox('ben'), 'A'), covered: true, formerAccounts: '' },
        { key: 'anna', covered: false },
      ],
    ],
    [
      'clears its old accounts too',
      [[], [known({ account: 'B', formerAccounts: 'A' })]],
      ['clears anna A unasked*', 'clears anna B'],
      [{ key: 'anna', covered: false }],
    ],
    [
      'leaves alone what a source that could not be listed covers',
      [[], [known()], { unlisted: new Set(['personal']) }],
      [],
      [],
    ],
    [
      'reads one that is wanted again',
      [[anna()], [known({ covered: false })]],
      ['reads anna A'],
      [{ ...anna(), covered: true, formerAccounts: '' }],
    ],
    ['leaves out one that is switched off', [[anna()], [known({ enabled: false })]], [], []],
    [
      'clears the old account of one that is switched off',
      [[anna('B')], [known({ enabled: false })]],
      ['clears anna A unasked*'],
      [{ ...anna('B'), covered: true, formerAccounts: 'A' }],
    ],
    ['leaves out one that is parked', [[anna()], [known({ retryAt: later })]], [], []],
    ['reads a parked one when its time has come', [[anna()], [known({ retryAt: earlier })]], ['reads anna A'], []],
    [
      'reads a parked one when somebody asks',
      [[anna()], [known({ retryAt: later })], { evenParked: true }],
      ['reads anna A'],
      [],
    ],
    [
      'follows a mailbox that was renamed',
      [[anna()], [known({ name: 'old@contoso.com' })]],
      ['reads anna A'],
      [{ ...anna(), covered: true, formerAccounts: '' }],
    ],
  ])('%s', (_name, input, jobs, rows) => {
    const choice = choose(...input);
    expect(short(choice)).toEqual(jobs);
    expect(choice.rows).toEqual(rows);
  });

  it('counts the parked', () => {
    expect(choose([anna()], [known({ retryAt: later })]).parked).toBe(1);
    expect(choose([anna()], [known({ retryAt: later, enabled: false })]).parked).toBe(0);
    expect(choose([anna()], [known({ retryAt: later })], { evenParked: true }).parked).toBe(0);
  });

  it('tells shared folders of one mailbox apart, and puts shared mailboxes and the directory into the company book', () => {
    const [whole, folder] = [wantedShared(mailbox('info'), undefined), wantedShared(mailbox('info'), 'Kunden')];
    const { jobs } = choose([whole, folder, wantedDirectory('users'), wantedDirectory('organisationContacts')], []);
    expect(new Set(jobs.map(({ job }) => job.key)).size).toBe(4);
    expect(jobs.map(({ job }) => bookOf(job))).toEqual(['company', 'company', 'company', 'company']);
    expect(jobs.map(({ job }) => job.source)).toEqual([
      { kind: 'mailbox', mailbox: 'info' },
      { kind: 'mailbox', mailbox: 'info', folder: 'Kunden' },
      { kind: 'users' },
      { kind: 'organisationContacts' },
    ]);
    expect(choose([anna()], []).jobs.map(({ job }) => bookOf(job))).toEqual(['account:A']);
  });

  it('gives every job of a run an id of its own, and clears every book that is not wanted', () => {
    const account = fc.constantFrom('A', 'B', 'C');
    const names = fc.constantFrom('anna', 'ben', 'cleo');
    const rows = fc.uniqueArray(
      fc.record({
        name: names,
        account,
        former: fc.uniqueArray(account),
        covered: fc.boolean(),
        enabled: fc.boolean(),
      }),
      { selector: ({ name }) => name },
    );
    const wanted = fc.uniqueArray(fc.record({ name: names, account }), { selector: ({ name }) => name });
    fc.assert(
      fc.property(rows, wanted, (known_, wants) => {
        const covered = known_.map(({ name, account: own, former, ...more }) => {
          const formerAccounts = former.filter((each) => each !== own).join('\n');
          return known({ ...wantedPersonal(mailbox(name), own), ...more, formerAccounts });
        });
        const choice = choose(
          wants.map((want) => wantedPersonal(mailbox(want.name), want.account)),
          covered,
        );
        const ids = choice.jobs.map(({ job }) => jobId(job));
        expect(new Set(ids).size).toBe(ids.length);
        for (const { key, account: own, formerAccounts } of covered) {
          const want = wants.find(({ name }) => name === key);
          const held = [own, ...formerAccounts.split('\n').filter(Boolean)];
          const cleared = choice.jobs.filter(({ job }) => job.key === key && job.source.kind === 'nothing');
          const expected = held.filter((each) => each !== want?.account);
          expect(cleared.map(({ job }) => job.account).sort()).toEqual(expected.sort());
        }
      }),
    );
  });
});

describe('groupJobs', () => {
  const jobs = (count: number, changesOnly: boolean): Choice['jobs'] =>
    Array.from({ length: count }, (_, n) => ({
      job: {
        key: `${changesOnly}${n}`,
        name: '',
        source: { kind: 'users' },
        requestsSoFar: 0,
        releasedHold: '',
        unguarded: false,
      },
      changesOnly,
    }));

  it.each([
    [0, 0, []],
    [1, 0, [1]],
    [20, 0, [20]],
    [21, 0, [20, 1]],
    [0, 3, [1, 1, 1]],
    [41, 2, [1, 1, 20, 20, 1]],
  ])('puts %i changes and %i first reads into groups of %j', (small, large, sizes) => {
    const groups = groupJobs([...jobs(small, true), ...jobs(large, false)]);
    expect(groups.map((group) => group.jobs.length)).toEqual(sizes);
    expect(new Set(groups.map(({ group }) => group)).size).toBe(groups.length);
    expect(jobsPerMessage).toBe(20);
  });
});
