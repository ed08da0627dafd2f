import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createCard,
  createTeam,
  readSubmission,
  settledSubmission,
  submissionsOf,
} from '../integration/stage/cards.ts';
import { ANNA, BERT, office, OFFICE } from '../integration/stage/office.ts';
import { createConnection } from '../integration/stage/setup.ts';
import { stage } from '../integration/stage/stage.ts';
import { waitFor } from '../integration/stage/wait.ts';
import { startBrowser, withoutBrowser } from './stage/browser.ts';
import { openPage } from './stage/watched-page.ts';

const missing = withoutBrowser('a visitor presses the Connect button of a running stack');

describe.skipIf(missing)('a visitor of a business card', () => {
  const set = stage({ tenant: office() });
  let browser: Browser;
  let connection = '';

  beforeAll(async () => {
    browser = await startBrowser();
    connection = await createConnection(set());
  });

  afterAll(async () => {
    await browser.close();
  });

  it.each([
    ['de-DE', 'additional', 'Nachricht', [ANNA, BERT], BERT],
    ['en-GB', 'exclusive', 'Message', [OFFICE], OFFICE],
  ])('who reads %s leaves a contact (%s)', async (locale, mailboxMode, word, mailboxes, mailbox) => {
    const profile = await createTeam(set(), connection, { mailbox, mailboxMode });
    const card = await createCard(set(), profile, { title: 'Geschäftsführerin', phone: '+49 841 123 0' });
    const { page, complaints, requests, close } = await openPage(browser, { locale });
    const openedAt = Date.now();
    await page.goto(`${set().host.url}/api/cards/${card.id}`);
    expect(await page.textContent('body')).toContain(word);
    await page.fill('[name=firstName]', 'Łukasz');
    await page.fill('[name=lastName]', "O'Neil-Müßig");
    await page.fill('[name=email]', 'lukasz@oneil.example');
    await page.fill('[name=phone]', '0171 / 392 00-01');
    await page.fill('[name=company]', '<b>Müßig & Co. KG</b>');
    await page.fill('[name=note]', 'Bitte anrufen 🙂\nDanke');
    await page.check('[name=consent]');
    await waitFor('a person to fill in the form', () => Date.now() - openedAt > 4000);
    await page.click('button[type=submit]');
    await page.waitForSelector('[role=status]');
    const [submission] = await submissionsOf(set(), profile);
    const settled = await settledSubmission(set(), profile, submission?.id ?? '');
    expect(settled.targets.map(({ state }) => state)).toEqual(mailboxes.map(() => 'created'));
    for (const [index, name] of mailboxes.entries()) {
      const { contact } = settled.targets[index]!;
      const made = set()
        .simulator.control.contacts(name)
        .find(({ id }) => id === contact);
      expect(made?.properties).toMatchObject({
        displayName: "Łukasz O'Neil-Müßig",
        companyName: '<b>Müßig & Co. KG</b>',
        mobilePhone: '+491713920001',
        emailAddresses: [{ address: 'lukasz@oneil.example' }],
      });
    }
    expect((await readSubmission(set(), profile, settled.id)).visitor).toMatchObject({ phone: '0171 / 392 00-01' });
    expect(complaints).toEqual([]);
    expect(new Set(requests.map((request) => new URL(request).origin))).toEqual(new Set([set().host.url]));
    await close();
  });
});
