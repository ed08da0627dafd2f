import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { german } from '../../shared/cards/page/texts.de.ts';
import { english } from '../../shared/cards/page/texts.en.ts';
import { serveCard, type CardServer } from './card-server.ts';
import { startBrowser, withoutBrowser } from './stage/browser.ts';
import { focused, openPage, overflowOf, type WatchedPage } from './stage/watched-page.ts';

const card = '/api/cards/sales-4fd0';
const long = 'Donaudampfschifffahrtsgesellschaftskapitänsanwärterinnen';

describe.skipIf(withoutBrowser('the pages of cards in a browser'))('the page of a card in a browser', () => {
  let browser: Browser;
  let server: CardServer;
  let watched: WatchedPage | undefined;

  beforeAll(async () => {
    [browser, server] = await Promise.all([startBrowser(), serveCard()]);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });
  afterEach(async () => {
    const { complaints = [], requests = [] } = watched ?? {};
    await watched?.close();
    watched = undefined;
    expect(complaints).toEqual([]);
    expect(requests).not.toEqual([]);
    expect(requests.filter((address) => !address.startsWith('http://127.0.0.1:'))).toEqual([]);
  });

  /** Whatever a test opens, it must have complained of nothing and asked nobody else. */
  async function open(path: string, options: Parameters<typeof openPage>[1] = {}): Promise<WatchedPage['page']> {
    watched = await openPage(browser, { locale: 'de-DE', ...options });
    await watched.page.goto(`${server.address}${path}`);
    return watched.page;
  }

  it('is filled in and sent with the keyboard alone', async () => {
    const page = await open(card, { viewport: { width: 1280, height: 900 } });
    const tab = async (): Promise<unknown> => {
      await page.keyboard.press('Tab');
      return focused(page);
    };
    const passed = [await tab()];
    while (passed.at(-1) !== 'firstName' && passed.length < 20) passed.push(await tab());
    expect(passed).toEqual([
      ...[`${card}?language=en`, 'tel:+4984112345678', 'tel:+491701234567'],
      ...['mailto:anna-katharina.mueller@muster-soehne.example', 'https://www.muster-soehne.example/team/'],
      ...[`${card}/card.vcf`, 'firstName'],
    ]);
    await page.keyboard.type('Bènoît & "Ben"');
    const texts = ['<Berg>', 'ben@example.org', '+49 841 99', 'Beispiel AG', 'Käufer'];
    const order = ['lastName', 'email', 'phone', 'company', 'jobTitle'];
    for (const [index, name] of order.entries()) {
      expect(await tab()).toBe(name);
      await page.keyboard.type(texts[index] ?? '');
    }
    expect(await tab()).toBe('SUMMARY');
    await page.keyboard.press('Enter');
    for (const name of ['website', 'street', 'postalCode', 'city', 'country']) {
      expect(await tab()).toBe(name);
      await page.keyboard.type(name === 'website' ? 'www.example.org' : `x ${name}`);
    }
    expect(await tab()).toBe('note');
    await page.keyboard.type('Erste Zeile');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Zweite 😀');
    expect(await tab()).toBe('consent');
    await page.keyboard.press('Space');
    expect(await tab()).toBe('https://www.example.org/privacy');
    expect(await tab()).toBe('BUTTON');
    await Promise.all([page.waitForURL('**/api/connect/**'), page.keyboard.press('Enter')]);
    expect(server.sent.at(-1)).toEqual({
      origin: server.address,
      type: 'application/x-www-form-urlencoded',
      fields: {
        ...{ siteKey: 'site-1', token: 'token-1', language: 'de', homepage2: '', consent: 'true' },
        ...{ firstName: 'Bènoît & "Ben"', lastName: '<Berg>', email: 'ben@example.org', phone: '+49 841 99' },
        ...{ company: 'Beispiel AG', jobTitle: 'Käufer', website: 'www.example.org', street: 'x street' },
        ...{ postalCode: 'x postalCode', city: 'x city', country: 'x country' },
        note: 'Erste Zeile\r\nZweite 😀',
      },
    });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(german.sent.title);
    await page.getByRole('link', { name: german.card.back }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Anna-Katharina Müller');
  });

  it('does not send what the browser can see is missing', async () => {
    const page = await open(card);
    const before = server.sent.length;
    await page.getByRole('button', { name: german.form.send }).click();
    expect(await focused(page)).toBe('firstName');
    expect(server.sent.length).toBe(before);
  });

  it.each([
    ['de-DE', german, 'English', english],
    ['en-GB', english, 'Deutsch', german],
    ['fr-FR', english, 'Deutsch', german],
  ])('is in the language of a browser set to %s, and can be switched', async (locale, texts, link, others) => {
    const page = await open(card, { locale });
    const title = (): Promise<string | null> => page.getByRole('heading', { level: 2 }).first().textContent();
    expect(await title()).toBe(texts.form.title);
    await page.getByRole('link', { name: link }).click();
    expect(await title()).toBe(others.form.title);
  });

  it('names its fields and describes them to those who do not see them', async () => {
    const page = await open(card, { locale: 'en-GB' });
    const { fields } = english.form;
    await page.getByText(english.form.more).click();
    for (const label of Object.values(fields)) await page.getByRole('textbox', { name: label, exact: true }).focus();
    expect(await page.getByRole('textbox').count()).toBe(Object.keys(fields).length);
    await page.getByRole('checkbox', { name: /^I agree that Anna-Katharina Müller stores/ }).check();
    const tree = await page.locator('form').ariaSnapshot();
    expect(tree).toContain(`group "${english.form.reach}"`);
    expect(tree).not.toContain(english.form.trap);
  });

  it('keeps its trap out of sight and out of reach', async () => {
    const page = await open(card);
    const box = await page.locator('#homepage2').boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(0);
    const passed = [];
    for (let times = 0; times < 40; times += 1) {
      await page.keyboard.press('Tab');
      passed.push(await focused(page));
    }
    expect(passed).toContain('note');
    expect(passed).not.toContain('homepage2');
  });

  it('puts those who have to correct something at the summary, which leads to the fields', async () => {
    const page = await open('/faulty');
    expect(await focused(page)).toBe('faults');
    for (const [text, field] of [
      [german.faults.email, 'email'],
      [german.faults.website, 'website'],
      [german.faults.consent, 'consent'],
    ] as const) {
      await page.getByRole('alert').getByRole('link', { name: text }).click();
      expect(await focused(page)).toBe(field);
      expect(await page.locator(`#${field}`).getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator(`#${field}-fault`).isVisible()).toBe(true);
    }
    expect(await page.locator('#note').inputValue()).toBe('Hallo');
  });

  it.each([320, 390, 1280])('fits into %d pixels, whatever stands on it', async (width) => {
    const most = `${long} ${long}`.slice(0, 120);
    const other = await serveCard({
      ...{ displayName: most, title: 'x'.repeat(120), company: most, phone: 'y'.repeat(60) },
      ...{ email: `${'a'.repeat(60)}@${'b'.repeat(60)}.example`, website: `https://example.org/${'z'.repeat(300)}` },
    });
    const page = await open(card, { viewport: { width, height: 844 } });
    expect(await overflowOf(page)).toBe(0);
    for (const address of [`${other.address}${card}`, `${server.address}/faulty`, `${server.address}/nowhere`]) {
      await page.goto(address);
      expect(await overflowOf(page), address).toBe(0);
    }
    other.close();
  });

  it('gives fingers enough to touch', async () => {
    const page = await open('/faulty', { viewport: { width: 390, height: 844 } });
    for (const place of await page.locator('a, button, summary, .field input, textarea, label[for=consent]').all()) {
      const box = await place.boundingBox();
      expect(box?.height ?? 0, await place.innerText()).toBeGreaterThanOrEqual(44);
    }
  });

  it.each(['light', 'dark'] as const)('takes the colours of a %s screen', async (colorScheme) => {
    const page = await open(card, { colorScheme });
    const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(ground).toBe({ light: 'rgb(242, 244, 243)', dark: 'rgb(15, 21, 20)' }[colorScheme]);
  });
});
