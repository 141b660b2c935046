import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Bot } from 'grammy';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Playground, startPlayground } from '#playground/playground.ts';
import { COMMANDS, HOSTILE, pageBot } from './page-bot.ts';

const ARTIFACTS = path.join(import.meta.dirname, '../.artifacts');
const OWNER = { id: 1001, name: 'Olga', languageCode: 'en' };
const STRANGER = { id: 1002, name: `Sam ${HOSTILE}`, languageCode: 'ru' };
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

let browser: Browser;
let playground: Playground;
let bot: Bot;
let polling: Promise<void>;
let context: BrowserContext;
let page: Page;
let troubles: string[];
let status: string | undefined;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
  await mkdir(ARTIFACTS, { recursive: true });
  playground = await startPlayground({
    host: '127.0.0.1',
    port: 0,
    owner: OWNER,
    stranger: STRANGER,
    status: () => status,
  });
  bot = pageBot(playground.botToken, playground.apiRoot);
  await bot.api.setMyCommands(COMMANDS);
  polling = bot.start();
});

afterEach(async () => {
  await context.close();
  expect(troubles).toEqual([]);
});

afterAll(async () => {
  await bot?.stop();
  await polling;
  await playground?.close();
  await browser?.close();
});

it('shows newcomers what to type and sends it when tapped', async () => {
  await open(DESKTOP);
  expect(await page.getByRole('heading', { name: 'What can this bot do?' }).isVisible()).toBe(true);
  await photograph('hint-desktop');

  await page.getByRole('button', { name: '/new telegram-bot demo' }).click();

  await said('Echo: /new telegram-bot demo').waitFor();
  await page.getByRole('button', { name: 'add a /ping command with a test' }).waitFor();
  await photograph('next-step-desktop');
  await page.getByRole('button', { name: 'add a /ping command with a test' }).click();
  await said('Echo: add a /ping command with a test').waitFor();
});

it('sends what is typed on Enter and shows the answer, line breaks by Shift+Enter', async () => {
  await open(DESKTOP);
  const field = page.getByLabel('Message', { exact: true });
  await field.pressSequentially('first line');
  await field.press('Shift+Enter');
  await field.pressSequentially('second line');
  const grown = await field.evaluate((node) => node.clientHeight);

  await field.press('Enter');

  await said('Echo: first line\nsecond line').waitFor();
  expect(grown).toBeGreaterThan(await field.evaluate((node) => node.clientHeight));
  expect(await field.inputValue()).toBe('');
  expect(await said('first line\nsecond line').first().getAttribute('class')).toContain('own');
});

it('shows an edit in place, marked as edited', async () => {
  await open(DESKTOP);
  await write('begin');
  const card = page.locator('.message.bot', { hasText: 'Working…' });
  await card.waitFor();
  const id = await card.getAttribute('data-id');

  await write('finish');

  const edited = page.locator(`.message[data-id="${id}"]`);
  await edited.getByText('Finished').waitFor();
  expect(await edited.locator('.edited').textContent()).toBe('edited');
  expect(await page.getByText('Working…').count()).toBe(0);
});

it('taps a button, shows the answer as a toast and the changed message', async () => {
  await open(PHONE, { isTouch: true });
  await write('buttons');
  await page.getByRole('button', { name: 'Approve' }).tap();

  await page.getByRole('status').getByText('Approved by Olga').waitFor();
  await page.locator('.message.bot', { hasText: 'Approved ✅' }).waitFor();
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
});

it('shows an alert as a dialog that the keyboard closes', async () => {
  await open(DESKTOP);
  await write('buttons');
  await page.getByRole('button', { name: 'Why?' }).last().click();
  await page.getByRole('dialog').getByText('Because production').waitFor();

  await page.keyboard.press('Escape');

  expect(await page.getByRole('dialog').count()).toBe(0);
});

it('makes elements of entities and links of safe addresses only', async () => {
  await open(DESKTOP);
  await write('entities');
  const text = page.locator('.message.bot', { hasText: 'nested' }).last().locator('.text');
  await text.waitFor();

  expect(await text.locator('strong').allTextContents()).toEqual(['bold nested', 'x']);
  expect(await text.locator('strong em').textContent()).toBe('nested');
  expect(await text.locator('s').textContent()).toBe('gone');
  expect(await text.locator('code').first().textContent()).toBe('npm test');
  expect(await text.locator('blockquote').first().textContent()).toBe('quoted');
  expect(await text.locator('.code-head').textContent()).toContain('ts');
  expect(await text.locator('pre').textContent()).toBe('const a = "<b>";\nexport { a };');
  const links = await text
    .locator('a')
    .evaluateAll((nodes) =>
      nodes.map((node) => [node.getAttribute('href'), node.getAttribute('rel')]),
    );
  expect(links).toEqual([['https://example.com/a?b=1', 'noopener noreferrer']]);
  expect(await text.getByText('trap').count()).toBe(1);
  const quote = text.locator('blockquote.expandable');
  const folded = await quote.evaluate((node) => node.clientHeight);
  await quote.getByRole('button', { name: 'Show all' }).click();
  expect(await quote.evaluate((node) => node.clientHeight)).toBeGreaterThan(folded);
});

it('copies code', async () => {
  await open(DESKTOP);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await write('entities');
  await page.getByRole('button', { name: 'Copy' }).last().click();
  await page.getByText('Copied').waitFor();

  const copied = await page.evaluate('navigator.clipboard.readText()');

  expect(copied).toBe('const a = "<b>";\nexport { a };');
});

it('leaves hostile text text, in names, messages, buttons and file names', async () => {
  await open(DESKTOP);
  await write(HOSTILE);
  await said(`Echo: ${HOSTILE}`).waitFor();
  await write('hostile');
  await page.getByRole('button', { name: HOSTILE, exact: true }).waitFor();
  const file = {
    name: '<img src=x onerror=alert(1)>.txt',
    mimeType: 'text/html',
    buffer: Buffer.from(HOSTILE),
  };
  await page.locator('#file').setInputFiles(file);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.message.own .file-name', { hasText: '<img' }).waitFor();
  await page.getByRole('button', { name: 'Sam' }).click();
  await page.getByText('Бот вас не знает').waitFor();
  await photograph('stranger-desktop');
  await write(HOSTILE);
  await said(`Echo: ${HOSTILE}`).waitFor();

  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.title()).not.toBe('pwned');
});

it('speaks the language of the person and changes it for them', async () => {
  await open(DESKTOP);
  await page.getByRole('button', { name: 'Sam' }).click();
  await page.getByText('Писать от имени').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('ru');

  await page.getByRole('button', { name: 'English' }).click();

  await page.getByText('Speak as').waitFor();
  await write('language');
  await said('Echo: language (en)').waitFor();
});

it('completes commands from the keyboard', async () => {
  await open(DESKTOP);
  const field = page.getByLabel('Message', { exact: true });
  await field.pressSequentially('/sta');
  await page.getByRole('option', { name: '/status' }).waitFor();
  await field.press('Tab');
  expect(await field.inputValue()).toBe('/start ');

  await field.fill('');
  await field.pressSequentially('/sta');
  await field.press('ArrowDown');
  await field.press('ArrowDown');
  await field.press('Enter');

  await said('Echo: /status').waitFor();
});

it('sends a file with a caption and downloads what comes back', async () => {
  await open(DESKTOP);
  const buffer = Buffer.from('hello file');
  await page.locator('#file').setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer });
  await write('please read');
  const card = page.locator('.message.bot .document', { hasText: 'copy-of-notes.txt' });
  const downloading = page.waitForEvent('download');
  await card.click();

  const file = await downloading;

  expect(file.suggestedFilename()).toBe('copy-of-notes.txt');
  const chunks = await (await file.createReadStream()).toArray();
  expect(Buffer.concat(chunks).toString()).toBe('hello file');
});

it('stays where somebody reads and counts what came below', async () => {
  await open(PHONE);
  for (const number of [1, 2, 3, 4]) await write(`line ${number}\n${'and more\n'.repeat(20)}`);
  await page.locator('.message.bot', { hasText: 'Echo: line 4' }).waitFor();
  const scroll = page.locator('#scroll');
  await scroll.evaluate((node) => node.scrollTo(0, 0));
  const down = page.getByRole('button', { name: 'To the newest message' });
  await down.waitFor();

  await bot.api.sendMessage(OWNER.id, 'unasked');
  await page.locator('.message.bot', { hasText: 'unasked' }).waitFor();

  expect(await scroll.evaluate((node) => node.scrollTop)).toBe(0);
  expect(await down.textContent()).toBe('1');
  await down.click();
  await expect.poll(() => scroll.evaluate(distanceToBottom)).toBeLessThan(2);
  await down.waitFor({ state: 'hidden' });

  await bot.api.sendMessage(OWNER.id, 'followed');

  await page.locator('.message.bot', { hasText: 'followed' }).waitFor();
  await expect.poll(() => scroll.evaluate(distanceToBottom)).toBeLessThan(2);
});

it('shows that the bot is typing until it has written', async () => {
  await open(DESKTOP);
  await write('hello');
  await said('Echo: hello').waitFor();
  const subtitle = page.locator('#subtitle');

  await bot.api.sendChatAction(OWNER.id, 'typing');

  await expect.poll(() => subtitle.textContent()).toBe('typing');
  await bot.api.sendMessage(OWNER.id, 'written');
  await expect.poll(() => subtitle.textContent()).toBe('bot');
});

it('says what is still being installed, and stops saying so', async () => {
  status = "installing the agent's gateway, 40 %";
  await open(DESKTOP);
  await page.getByText("installing the agent's gateway, 40 %").waitFor();
  expect(await page.locator('progress').getAttribute('value')).toBe('40');

  status = undefined;

  await page.getByText("installing the agent's gateway").waitFor({ state: 'hidden' });
});

it('explains an address of an earlier start', async () => {
  await open(DESKTOP, { key: 'of-yesterday' });
  const heading = page.getByRole('heading', { name: 'This address is no longer valid' });
  await heading.waitFor();
  expect(await page.locator('#app').isVisible()).toBe(false);
  troubles = troubles.filter((line) => !/401|wrong-key/u.test(line));
});

for (const scheme of ['light', 'dark'] as const) {
  for (const [name, size] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    it(`fits a ${name} in ${scheme}`, async () => {
      await open(size, { scheme, isTouch: name === 'phone' });
      await write('showcase');
      await page.locator('.rings', { hasText: 'Deploy to production?' }).waitFor();
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow).toBe(0);
      await expect.poll(() => page.locator('#scroll').evaluate(distanceToBottom)).toBeLessThan(2);
      await photograph(`${name}-${scheme}`);
      await page.locator('#scroll').evaluate((node) => node.scrollBy(0, -node.clientHeight * 0.85));
      await photograph(`${name}-${scheme}-above`);
      await page.getByLabel('Message', { exact: true }).fill('/');
      await page.getByRole('option').first().waitFor();
      await photograph(`${name}-${scheme}-commands`);
      if (name === 'desktop') return;
      await page.getByLabel('Message', { exact: true }).fill('');
      await page.getByRole('button', { name: 'Switch person' }).click();
      await page.getByText('Speak as').waitFor();
      await photograph(`${name}-${scheme}-people`);
    });
  }
}

const FLAGS = [
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
function findChromium(): string {
  const { CHROMIUM } = process.env;
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = [CHROMIUM, ...places].find((file) => file !== undefined && existsSync(file));
  if (found === undefined)
    throw new Error('No Chromium: run `apt-get install chromium`, or set CHROMIUM to its path.');
  return found;
}

async function open(
  viewport: { width: number; height: number },
  options: { scheme?: 'light' | 'dark'; isTouch?: boolean; key?: string } = {},
): Promise<void> {
  const { scheme = 'light', isTouch = false, key } = options;
  context = await browser.newContext({
    viewport,
    colorScheme: scheme,
    hasTouch: isTouch,
    isMobile: isTouch,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  troubles = [];
  const origin = new URL(playground.pageUrl).origin;
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') troubles.push(line.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) troubles.push(`asked ${request.url()}`);
  });
  const address = new URL(playground.pageUrl);
  if (key !== undefined) address.searchParams.set('key', key);
  await page.goto(address.href);
}

/** The newest message with exactly that text. */
function said(text: string) {
  const exact = new RegExp(
    `^${text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)}\\d?\\d:`,
    'u',
  );
  return page.locator('.message', { has: page.locator('.text', { hasText: exact }) }).last();
}

async function write(text: string): Promise<void> {
  const field = page.locator('#text');
  await field.fill(text);
  await field.press('Enter');
  await expect.poll(() => field.inputValue()).toBe('');
}

async function photograph(name: string): Promise<void> {
  await page.screenshot({ path: path.join(ARTIFACTS, `page-${name}.png`) });
}

function distanceToBottom(node: {
  scrollHeight: number;
  scrollTop: number;
  clientHeight: number;
}): number {
  return node.scrollHeight - node.scrollTop - node.clientHeight;
}
