import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Playground, startPlayground } from '#playground/playground.ts';
import { killBots, startBot } from './bot.ts';
import { LOCALES, pageWordsIn, startBrowser } from './browser.ts';
import { type HttpsRepository, httpsRepository } from './https-repository.ts';
import { runLanguage, wordsIn } from './words.ts';

/** The cards of a change of 3,000 lines as the chat shows them on a phone: real bot, no agent. */
const ARTIFACTS = path.join(import.meta.dirname, '../.artifacts');
const PHONE = { width: 390, height: 844 };
const { language, say, words } = wordsIn(runLanguage());
const pageWord = await pageWordsIn(language);
const OWNER = { id: 1001, name: 'Olga', languageCode: language };
const STRANGER = { id: 1002, name: 'Sam', languageCode: language };
/** Of a finger. */
const TAP_SIZE = 40;
const TELEGRAM_CHARACTERS = 4096;
const patient = { timeout: 60_000 };

let root: string;
let theirs: HttpsRepository;
let playground: Playground;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  await mkdir(ARTIFACTS, { recursive: true });
  root = await mkdtemp(path.join(tmpdir(), 'diff-chat-'));
  theirs = await httpsRepository(root, largeChange());
  browser = await startBrowser();
  playground = await startPlayground({
    host: '127.0.0.1',
    port: 0,
    owner: OWNER,
    stranger: STRANGER,
  });
  await startBot({
    TELEGRAM_BOT_TOKEN: playground.botToken,
    TELEGRAM_API_ROOT: playground.apiRoot,
    OWNER_IDS: String(OWNER.id),
    DATA_DIR: path.join(root, 'data'),
    PROJECTS_DIR: path.join(root, 'projects'),
    GIT_SSL_CAINFO: theirs.certificate,
    // Nobody answers there, and nobody is asked.
    GATEWAY_URL: 'ws://127.0.0.1:9',
    GATEWAY_TOKEN: 'none',
  });
});

afterEach(async () => {
  await context?.close();
  expect(troubles).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await killBots();
  await playground?.close();
  await theirs?.close();
  if (root) await rm(root, { recursive: true, force: true });
});

it.each(['light', 'dark'] as const)(
  'reads a change of 3,000 lines on a phone in %s: card, files, pages',
  async (scheme) => {
    await open(scheme);
    if (scheme === 'light') {
      await write(`/new from ${theirs.url}`);
      await said(words('clone-done', { name: 'shop' })).waitFor(patient);
    }
    await write('/diff');
    const counts = { added: /(?<added>\d[\d\s,]*)/u, removed: /(?<removed>\d[\d\s,]*)/u };
    const head = words('diff-head', { project: 'shop', files: 12, ...counts });
    const card = said(head);
    await card.waitFor(patient);
    const { added = '', removed = '' } = head.exec(await textOf(card))?.groups ?? {};
    const [more = 0, less = 0] = [added, removed].map((each) => Number(each.replace(/\D/gu, '')));
    expect(more + less).toBeGreaterThanOrEqual(3_000);
    await expectReadable(card);
    await photograph(`card-${scheme}`);

    const id = await card.getAttribute('data-id');
    const shown = page.locator(`.message[data-id="${id}"]`);
    await tap(shown, '▶');
    await shown.getByText(say('diff-files-page', { page: 2, pages: 2 })).waitFor(patient);
    await expectReadable(shown);
    await photograph(`files-${scheme}`);

    await tap(shown, /app\.ts/u);
    await shown.getByText(pageOfLines(1)).waitFor(patient);
    await expectReadable(shown);
    expect(await shown.locator('.diff-removed').count()).toBeGreaterThan(0);
    await photograph(`hunk-${scheme}`);
    await tap(shown, '▶');
    await shown.getByText(pageOfLines(2)).waitFor(patient);
    expect(await shown.locator('.diff-added').count()).toBeGreaterThan(0);
    await tap(shown, '⏩');
    await shown.getByText(pageOfLines(/1[0-9]/u)).waitFor(patient);
    await expectReadable(shown);
    await photograph(`hunk-middle-${scheme}`);

    await tap(shown, say('diff-files'));
    await shown.getByText(say('diff-files-page', { page: 2, pages: 2 })).waitFor(patient);
    await tap(shown, '◀');
    await shown.getByText(say('diff-files-page', { page: 1, pages: 2 })).waitFor(patient);
    await tap(shown, /long lines/u);
    await shown
      .getByText(/long lines\.md/u)
      .first()
      .waitFor(patient);
    await shown.getByText('↳').first().waitFor(patient);
    await expectReadable(shown);
    await photograph(`long-lines-${scheme}`);

    await tap(shown, say('diff-whole'));
    await said(words('diff-page-file', { project: 'shop' })).waitFor(patient);
    const file = page.locator('.message.bot', { has: page.locator('.file-name') }).last();
    await expect
      .poll(() => file.locator('.file-name').innerText(), patient)
      .toMatch(/^shop-[0-9a-f]{7}\.html$/u);
    await expectReadable(file);
    await photograph(`whole-${scheme}`);
  },
);

/** A phone with the chat of the owner. */
async function open(colorScheme: 'light' | 'dark'): Promise<void> {
  context = await browser.newContext({
    viewport: PHONE,
    colorScheme,
    hasTouch: true,
    isMobile: true,
    locale: LOCALES[language],
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  troubles = [];
  page.on('console', (line) => {
    // Another process of this machine has got a network interface: the page connects again.
    const isOfMachine = line.text().includes('ERR_NETWORK_CHANGED');
    if (!isOfMachine && ['error', 'warning'].includes(line.type())) troubles.push(line.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(playground.pageUrl);
  await page.locator('#app').waitFor();
}

async function write(text: string): Promise<void> {
  await page.locator('#text').fill(text);
  await page.getByRole('button', { name: pageWord('send') }).tap();
  await expect.poll(() => page.locator('#text').inputValue()).toBe('');
}

/** The newest message of the bot with that text. */
function said(text: RegExp | string): Locator {
  return page.locator('.message.bot', { hasText: text }).last();
}

/** Of one file, and not of the list of files. */
function pageOfLines(page: number | RegExp): RegExp {
  return new RegExp(`· ${words('diff-page', { page, pages: /\d+/u }).source}`, 'u');
}

function textOf(message: Locator): Promise<string> {
  return message.locator('.text').innerText();
}

async function tap(message: Locator, label: RegExp | string): Promise<void> {
  const button = message.getByRole(
    'button',
    typeof label === 'string' ? { name: label, exact: true } : { name: label },
  );
  await button.tap();
}

/** What makes a message hard to read or to use on a phone. */
async function expectReadable(message: Locator): Promise<void> {
  await message.scrollIntoViewIfNeeded();
  expect((await textOf(message)).length).toBeLessThanOrEqual(TELEGRAM_CHARACTERS);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  const [bubble] = await rectanglesOf(message.locator('.bubble'));
  expect(bubble?.left).toBeGreaterThanOrEqual(0);
  expect(bubble?.right).toBeLessThanOrEqual(PHONE.width);
  for (const block of await rectanglesOf(message.locator('pre'))) {
    expect(block.left).toBeGreaterThanOrEqual(bubble?.left ?? 0);
    expect(block.right).toBeLessThanOrEqual(bubble?.right ?? 0);
  }
  // Nothing of code is cut off, and all of it is on the screen with its buttons.
  expect(await message.locator('pre').evaluateAll(cutOff)).toEqual([]);
  const screen = await page.locator('#scroll').evaluate((node) => node.clientHeight);
  const [whole] = await rectanglesOf(message);
  expect(whole?.height).toBeLessThanOrEqual(screen);
  for (const button of await rectanglesOf(message.locator('.keyboard button'))) {
    expect(button.height).toBeGreaterThanOrEqual(TAP_SIZE);
    expect(button.width).toBeGreaterThanOrEqual(TAP_SIZE);
    expect(button.right).toBeLessThanOrEqual(PHONE.width);
  }
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ impact: string }[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, impact, nodes }) => ({
        id, impact, where: nodes.slice(0, 4).map(({ html }) => html.slice(0, 200)),
      })))`,
  );
  expect(found.filter(({ impact }) => ['serious', 'critical'].includes(impact))).toEqual([]);
}

interface Box {
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

function cutOff(nodes: readonly Box[]): readonly string[] {
  return nodes
    .filter(
      ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
        scrollWidth > clientWidth || scrollHeight > clientHeight,
    )
    .map(({ scrollWidth, scrollHeight }) => `${scrollWidth} x ${scrollHeight}`);
}

interface Rectangle {
  readonly left: number;
  readonly right: number;
  readonly width: number;
  readonly height: number;
}

function rectanglesOf(target: Locator): Promise<readonly Rectangle[]> {
  return target.evaluateAll((nodes) =>
    nodes.map((node) => {
      const { left, right, width, height } = node.getBoundingClientRect();
      return { left, right, width, height };
    }),
  );
}

async function photograph(name: string): Promise<void> {
  await page.screenshot({ path: path.join(ARTIFACTS, `diff-chat-${name}.png`) });
}

/** For `git fast-import`: what was before, and one commit that changes 3,000 lines in 12 files. */
function largeChange(): string {
  const lines = (count: number, line: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => line(at)).join('\n');
  const source = (word: string) =>
    lines(1_500, (at) => {
      const isChanged = at % 30 < 20;
      const name = isChanged ? word : 'steady';
      return `${'  '.repeat(at % 4)}const ${name}${at} = await ${name === 'steady' ? 'keep' : 'load'}(${at});`;
    });
  const prose = (word: string) =>
    lines(40, (at) => `${at}. ${`${word} длинная строка, `.repeat(9)}日本語のテキスト`);
  const before: Record<string, string> = {
    'src/старый/app.ts': source('before'),
    'docs/long lines.md': prose('старая'),
  };
  const after: Record<string, string> = {
    'src/старый/app.ts': source('after'),
    'docs/long lines.md': prose('новая'),
    [`src/${'very-long-name-'.repeat(8)}.ts`]: lines(
      1_000,
      (at) => `export const line${at} = ${at};`,
    ),
  };
  for (let at = 1; at <= 9; at += 1) {
    before[`src/part-${at}/index.ts`] = `export const part = ${at};\n`;
    after[`src/part-${at}/index.ts`] = `export const part = '${at}';\n`;
  }
  return [commit('Before', before, 1), commit('Load what was kept', after, 2)].join('');
}

function commit(subject: string, files: Readonly<Record<string, string>>, at: number): string {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const who = `Мария Ёлкина <maria@example.org> ${1_700_000_000 + at} +0000`;
  const changes = Object.entries(files).map(
    ([name, text]) => `M 100644 inline ${name}\n${data(text)}`,
  );
  return `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\n${data(subject)}${changes.join('')}\n`;
}
