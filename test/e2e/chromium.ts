import { existsSync } from 'node:fs';

/** How Chromium is started for tests. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @throws when there is none: a page that nobody looked at is not tested */
export function findChromium(): string {
  const { CHROMIUM } = process.env;
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = [CHROMIUM, ...places].find((file) => file !== undefined && existsSync(file));
  if (found === undefined)
    throw new Error('No Chromium: run `apt-get install chromium`, or set CHROMIUM to its path.');
  return found;
}
