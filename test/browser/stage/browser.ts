import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Nothing that a browser does by itself: no updates, no reports, no look-ups. */
const quiet = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Where the machine has a Chromium; undefined when it has none. */
export const browserPath = places.find((path) => existsSync(path));

/** Starts the machine's Chromium without a window. */
export async function startBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error('This machine has no Chromium.');
  return chromium.launch({ executablePath: browserPath, args: quiet });
}

/** Says aloud which tests cannot run without a browser, and whether that is so; for `describe.skipIf`. */
export function withoutBrowser(tests: string): boolean {
  if (browserPath !== undefined) return false;
  const sentence = `NOT RUN, because there is no Chromium at ${places.join(' or ')}: ${tests}`;
  process.stderr.write(`\n${'!'.repeat(20)} ${sentence} ${'!'.repeat(20)}\n\n`);
  return true;
}
