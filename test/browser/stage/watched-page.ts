import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page with a record of everything that a sound page does not do. */
export interface WatchedPage {
  page: Page;
  /** Errors and warnings of the console, uncaught errors, and what the content security policy refused. */
  complaints: string[];
  /** Addresses of all requests, `data:` left out. */
  requests: string[];
  close(): Promise<void>;
}

const reportRefusals = `addEventListener('securitypolicyviolation', (event) =>
  console.error('refused by ' + event.violatedDirective + ': ' + event.blockedURI))`;

/** Opens a page of its own, without cookies or memory of others. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  await context.addInitScript(reportRefusals);
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  context.on('request', (request) => {
    if (!request.url().startsWith('data:')) requests.push(request.url());
  });
  return { page, complaints, requests, close: () => context.close() };
}

/** By how many pixels the page is wider than the window. */
export async function overflowOf(page: Page): Promise<unknown> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** The id, or else the address, or else the tag of what has the focus. */
export async function focused(page: Page): Promise<unknown> {
  return page.evaluate(
    '(({ id, tagName }, link) => id || link || tagName)(document.activeElement, document.activeElement.getAttribute("href"))',
  );
}
