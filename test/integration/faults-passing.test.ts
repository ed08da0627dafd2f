import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from './stage/wait.ts';
import type { FaultEffect } from '../../local/graph-simulator/traffic/faults.ts';
import { ANNA, BERT, CARLA, OFFICE, office } from './stage/office.ts';
import { endOf, entriesOf, readRun, runNow, startRun } from './stage/runs.ts';
import { created, createConnection, createProfile, profileBody } from './stage/setup.ts';
import { stage } from './stage/stage.ts';
import { editEverywhere, expectBooksAsInGraph, expectTidy, workNow } from './stage/world.ts';

const set = stage({ tenant: office(), pageSizes: { deltaMaximum: 10 } });
let profile = '';
let turn = 0;
let slow: { profile: string; run: string };

beforeAll(async () => {
  const { admin, simulator } = set();
  const connection = await createConnection(set());
  profile = await createProfile(admin, profileBody(connection));
  expect((await runNow(admin, profile)).state).toBe('succeeded');
  // Takes longer than a request may, so it goes on beside the other tests; the last one looks at its end.
  simulator.control.addFault({ match: { mailbox: CARLA, times: 1 }, effect: { delayMs: 31_000 } });
  const one = profileBody(connection, { sources: { shared: [{ mailbox: CARLA }] } });
  const { id } = await admin.ask(created, 'POST', '/profiles', one);
  slow = { profile: id, run: await startRun(admin, id) };
});

afterEach(() => {
  const { control } = set().simulator;
  control.clearQuirks();
  control.setLatency(0);
});

/** Edits, runs, and finds the books as they should be, with all jobs done. */
async function expectRunAsIfNothing(): Promise<number> {
  editEverywhere(set(), ++turn);
  const began = Date.now();
  const run = await runNow(set().admin, profile);
  const took = Date.now() - began;
  expect([run.state, run.reason, run.totals.jobs.done]).toEqual(['succeeded', undefined, 5]);
  await expectBooksAsInGraph(set(), profile);
  return took;
}

/** Lets a fault strike the requests for a mailbox for as long as `within` takes. */
async function faulty(
  mailbox: string,
  effect: FaultEffect,
  within: () => Promise<unknown>,
  times?: number,
): Promise<number> {
  const fault = set().simulator.control.addFault({ match: { mailbox, ...(times !== undefined && { times }) }, effect });
  await within();
  fault.remove();
  return fault.fired;
}

describe('a fault that passes by itself is not noticed', () => {
  it('429 with a short Retry-After, which is kept to', async () => {
    let took = 0;
    const fired = await faulty(
      ANNA,
      { status: 429, headers: { 'Retry-After': '1' } },
      async () => {
        took = await expectRunAsIfNothing();
      },
      2,
    );
    expect(fired).toBe(2);
    expect(took).toBeGreaterThan(1000);
  });

  it.each([
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['502 in HTML', { html: '<html><body>Bad Gateway</body></html>' }],
    ['500', { status: 500 }],
    ['a connection cut before the request arrived', { drop: 'before' }],
    ['a connection cut before the answer', { drop: 'after' }],
    ['a connection cut within the answer', { dropAfterBytes: 60 }],
    ['an answer that is cut but says it is whole', { status: 200, html: '{"value":[{"id":' }],
  ] as [string, FaultEffect][])('%s', async (_name, effect) => {
    expect(await faulty(BERT, effect, expectRunAsIfNothing, 1)).toBe(1);
  });

  it('slow answers', async () => {
    set().simulator.control.setLatency(150);
    await expectRunAsIfNothing();
  });

  it('an access token that is refused', async () => {
    const { control } = set().simulator;
    control.expireTokens();
    await expectRunAsIfNothing();
  });

  it('items that are partial, come twice, late or by half pages, after empty ones, and removals of nothing', async () => {
    const { control } = set().simulator;
    for (const quirk of [
      'partialItems',
      'duplicateItems',
      'shortPages',
      'emptyFirstPage',
      'unknownRemovals',
      'encodedDollar',
    ] as const) {
      control.setQuirk(quirk);
    }
    await expectRunAsIfNothing();
    control.expireSyncState();
    await expectRunAsIfNothing();
    control.setQuirk('lateChanges');
    editEverywhere(set(), ++turn);
    await runNow(set().admin, profile);
    expect((await runNow(set().admin, profile)).state).toBe('succeeded');
    await expectBooksAsInGraph(set(), profile);
  });

  it('a few requests at a time, which is all that a mailbox allows', async () => {
    const { control } = set().simulator;
    control.expireSyncState();
    control.resetRequests();
    control.setLatency(20);
    await expectRunAsIfNothing();
    const { maxConcurrency, throttled } = control.requests;
    expect(throttled).toBe(0);
    expect(Math.max(...Object.values(maxConcurrency))).toBeLessThanOrEqual(4);
  });
});

describe('a fault that lasts for a while', () => {
  it('of one mailbox puts it off for as long as Graph asks, and nobody else', async () => {
    const { admin, simulator, tap } = set();
    editEverywhere(set(), ++turn);
    const sent = tap.writes.length;
    const effect = { status: 429, headers: { 'Retry-After': '120' } };
    const fault = simulator.control.addFault({ match: { mailbox: BERT }, effect });
    const run = await startRun(admin, profile);
    const waiting = await waitFor('the others', async () => {
      const detail = await readRun(admin, profile, run);
      return detail.totals.jobs.done === 4 && detail;
    });
    expect(waiting.mailboxes.find(({ name }) => name === BERT)).toMatchObject({ outcome: 'waiting' });
    const messages = tap.writes.slice(sent).filter(({ service, method }) => service === 'queue' && method === 'POST');
    await waitFor('the message', () => tap.writes.some(({ path }) => path.includes('visibilitytimeout=120')));
    expect(messages.length).toBeLessThan(5);
    const asked = fault.matched;
    expect(asked).toBeLessThanOrEqual(3);
    fault.remove();
    await workNow(set(), profile, run);
    expect((await endOf(admin, profile, run)).state).toBe('succeeded');
    await expectBooksAsInGraph(set(), profile);
  });

  it('of all mailboxes lets the run go on later where it was', async () => {
    const { admin, simulator } = set();
    editEverywhere(set(), ++turn);
    const effects = new Map<string, FaultEffect>([
      [ANNA, { status: 503 }],
      [BERT, { html: '<html>', status: 502 }],
      [OFFICE, { drop: 'before' }],
    ]);
    const faults = [...effects].map(([mailbox, effect]) => simulator.control.addFault({ match: { mailbox }, effect }));
    const run = await startRun(admin, profile);
    await waitFor('the faults to be noticed', async () => {
      const { totals, mailboxes } = await readRun(admin, profile, run);
      return (
        totals.jobs.done === 2 &&
        mailboxes.filter(({ reason }) => reason !== undefined).length >= 0 &&
        totals.jobs.waiting === 3
      );
    });
    await waitFor(
      'each to be put off',
      () => set().lines.filter((line) => line.includes('job.failed') && line.includes(run)).length >= 3,
      30_000,
    );
    for (const fault of faults) fault.remove();
    await workNow(set(), profile, run);
    expect((await endOf(admin, profile, run)).state).toBe('succeeded');
    await expectBooksAsInGraph(set(), profile);
    await expectTidy(set(), profile);
  }, 60_000);

  it('an answer that never comes is given up after 30 seconds, then asked for again', async () => {
    const { admin } = set();
    const run = await endOf(admin, slow.profile, slow.run);
    expect([run.state, run.totals.counts.created]).toEqual(['succeeded', 3]);
    expect((await entriesOf(admin, slow.profile, 'company')).length).toBe(3);
    expect(set().lines.some((line) => line.includes('did not answer within 30 seconds'))).toBe(true);
  }, 90_000);
});
