import { expect, it } from 'vitest';
import { stage } from './stage/stage.ts';
import { office, ANNA } from './stage/office.ts';
import { createConnection, createProfile, profileBody } from './stage/setup.ts';
import { runNow } from './stage/runs.ts';
import { ExpectedBooks, recordsOf, sorted } from './stage/expected-books.ts';

const set = stage({ tenant: office() });
it('works', async () => {
  const s = set();
  console.time('conn');
  const connection = await createConnection(s);
  console.timeEnd('conn');
  const profile = await createProfile(s.admin, profileBody(connection));
  console.time('run');
  const run = await runNow(s.admin, profile);
  console.timeEnd('run');
  console.log(JSON.stringify(run, null, 1));
  const books = new ExpectedBooks(s.simulator, s.clientSecret);
  expect(await recordsOf(s, profile, 'account:anna')).toEqual(sorted(await books.mailbox(ANNA, 'anna')));
  const company = [...(await books.mailbox('office@contoso.example')), ...(await books.directory())];
  expect(await recordsOf(s, profile, 'company')).toEqual(sorted(company));
  await books.close();
}, 60000);
