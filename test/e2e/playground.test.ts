import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { processStart, signalGroup } from '#lib/process-identity.ts';
import { pinnedVersion } from '#ports/gateway/embedded/install.ts';
import { recordStore } from '#ports/gateway/embedded/record.ts';
import { LOCALES, pageWordsIn, startBrowser } from './browser.ts';
import { type BotProcess, killBots, startBot, until } from './bot.ts';
import { GATEWAY_DIR } from './setup.ts';
import { either, runLanguage, wordsIn } from './words.ts';

/** Somebody at the page with a device of their own. */
interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained about, and what it asked of another host. */
  readonly troubles: string[];
}

const { language, say, words } = wordsIn(runLanguage());
const pageWord = await pageWordsIn(language);
const ARTIFACTS = path.join(import.meta.dirname, '../.artifacts');
/** The machine may be busy; nothing here is waited for longer than it takes. */
const PATIENCE_MS = 90_000;
const DEVICES = [
  { device: 'desktop', project: 'demo', viewport: { width: 1280, height: 800 }, isTouch: false },
  { device: 'phone', project: 'pocket', viewport: { width: 390, height: 844 }, isTouch: true },
] as const;
type Device = (typeof DEVICES)[number];

let root: string;
let dataDir: string;
let browser: Browser;
let bot: BotProcess;
let pageUrl: string;
const visits = new Map<string, Visit>();

beforeAll(async () => {
  await mkdir(ARTIFACTS, { recursive: true });
  root = await mkdtemp(path.join(tmpdir(), 'codefoundry-e2e-'));
  dataDir = path.join(root, 'data');
  const version = await pinnedVersion(path.join(import.meta.dirname, '../../gateway'));
  await mkdir(path.join(dataDir, 'gateway'), { recursive: true, mode: 0o700 });
  await symlink(GATEWAY_DIR, path.join(dataDir, 'gateway', `openclaw-${version}`));
  browser = await startBrowser();
  bot = await startBot({ DATA_DIR: dataDir });
  pageUrl = await until(() => /Open\s+(http:\S+)/u.exec(bot.output())?.[1], PATIENCE_MS);
  await Promise.all(DEVICES.map(open));
});

afterEach(() => {
  for (const { troubles } of visits.values()) expect(troubles.splice(0)).toEqual([]);
});

afterAll(async () => {
  const gateway = dataDir && (await recordStore(gatewayState()).read());
  try {
    await browser?.close();
    await bot?.stop();
  } finally {
    await killBots();
    if (gateway && (await processStart(gateway.pid)) === gateway.start)
      signalGroup(gateway.pid, 'SIGKILL');
    if (root) await rm(root, { recursive: true, force: true });
  }
});

describe('before the agent is there', () => {
  it.each(DEVICES)('says on a $device what it waits for', async (device) => {
    const { page } = at(device);
    await waitingLine(page).waitFor();

    const said = await waitingLine(page).textContent();
    expect(said).toMatch(either(words('gateway-installing'), words('gateway-starting')));
    expect(said).not.toMatch(/false|null|undefined|NaN/u);
    await photograph(device, 'starting');
  });

  it.each(DEVICES)(
    'makes a project on a $device, told in one card that changes',
    async (device) => {
      const { page } = at(device);
      const request = `/new telegram-bot ${device.project}`;
      if (device.isTouch) await write(page, request);
      // An empty chat offers this one to newcomers.
      else await page.getByRole('button', { name: request }).click();

      expect(await seeProjectMade(device)).toMatch(/ 0%[^]* (?:25|50)%/u);
    },
  );

  it('takes the line away on every device once the agent is there', async () => {
    await until(async () => (await bot.health())['gatewayStatus'] === 'up', 120_000);

    for (const { page } of visits.values())
      await expect.poll(() => waitingLine(page).isVisible(), patient).toBe(false);
  });
});

describe.each(DEVICES)('on a $device', (device) => {
  const { project, isTouch } = device;
  let page: Page;

  beforeAll(() => {
    ({ page } = at(device));
  });

  it('shows the steps of a turn in one card, then the answer with its commit', async () => {
    const request = 'add a /ping command with a test';
    const use = await write(page, `/use ${project}`);
    await answerTo(use, words('use-done', { name: project })).waitFor();
    if (isTouch) await write(page, request);
    else await page.getByRole('button', { name: request }).click();
    const card = messageWith(page, await idOf(fromBot(page, `🔨 ${project} · Olga`)));
    await card.getByText('src/commands/ping.ts').first().waitFor();
    await photograph(device, 'turn-running');

    const final = fromBot(page, new RegExp(String.raw`📦 ${project} [0-9a-f]{7}`, 'u'));
    await final.waitFor();

    expect(await final.innerText()).toContain(git(project, 'rev-parse', '--short=7', 'HEAD'));
    expect(git(project, 'log', '-1', '--format=%an: %s')).toMatch(/^Olga: Add a \//iu);
    expect(git(project, 'show', '--stat', '--format=')).toContain('ping.test.ts');
    const ended = words('turn-ended', { project, actor: 'Olga', steps: /[1-9]\d*/u });
    await expect.poll(() => card.innerText(), patient).toMatch(ended);
    expect(await stopButtons(page).count()).toBe(0);
    expect((await versions(page, card)).join('\n')).toMatch(words('turn-working'));
    await photograph(device, 'turn-ended');
  });

  it('asks before a command runs, and goes on when it is allowed with a tap', async () => {
    const file = path.join(dataDir, 'projects', project, 'asked.txt');
    const own = await write(
      page,
      demo({ tool: 'exec', arguments: { command: 'touch asked.txt' } }, { text: 'It ran.' }),
    );
    const ask = messageWith(page, await idOf(answerTo(own, words('ask-approval', { project }))));
    await ask.getByText('touch asked.txt').waitFor();
    expect(existsSync(file)).toBe(false);
    await photograph(device, 'asked');

    await press(ask.getByRole('button', { name: say('ask-button-once') }));

    await page.getByRole('status').getByText(say('ask-toast-once')).waitFor();
    await answerTo(own, /^It ran\./u).waitFor();
    await ask.getByText(say('ask-decided-once', { actor: 'Olga' })).waitFor();
    expect(await ask.getByRole('button', { name: say('ask-button-once') }).count()).toBe(0);
    expect(existsSync(file)).toBe(true);
    await photograph(device, 'allowed');
  });

  it('sends a file, which is saved where its caption says, in a commit', async () => {
    const choosing = page.waitForEvent('filechooser');
    await press(page.getByRole('button', { name: pageWord('attach') }));
    const buffer = Buffer.from('to be read');
    const name = `notes-${project}.txt`;
    await (await choosing).setFiles({ name, mimeType: 'text/plain', buffer });
    await page.getByRole('button', { name: `${pageWord('remove')}: ${name}` }).waitFor();

    const own = await write(page, `save as docs/${name}`);

    expect(await own.innerText()).toContain('save as');
    expect(await download(own.getByRole('link', { name }))).toEqual({ name, text: 'to be read' });
    await answerTo(own, `docs/${name} +1`).first().waitFor();
    await photograph(device, 'file-sent');
  });

  it('opens a file of the bot: code too long for a chat', async () => {
    const code = Array.from({ length: 70 }, (_, at) => `export const ${project}${at} = ${at};`);
    const own = await write(page, demo({ text: `Long:\n\n\`\`\`ts\n${code.join('\n')}\n\`\`\`` }));
    const note = answerTo(own, words('telegram-code-in-file', { lines: 70 }));

    const { name, text } = await download(
      answerTo(own).getByRole('link', { name: pageWord('download') }),
    );

    expect(await note.innerText()).toContain(name);
    expect(text.trimEnd()).toBe(code.join('\n'));
    await photograph(device, 'file-received');
  });

  it.each(['light', 'dark'] as const)('keeps nobody out of the real chat in %s', async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme });
    await photograph(device, scheme);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await expectAccessible(page);
  });

  it('refuses whom the bot does not know, and leaves the chat of the owner as it was', async () => {
    await expect.poll(() => stopButtons(page).count(), patient).toBe(0);
    const before = await transcript(page);

    await beSomebody(device, 'Sam');
    await write(page, '/status');
    await fromBot(page, REFUSAL).first().waitFor();
    await photograph(device, 'sam');

    await beSomebody(device, 'Olga');
    await expect.poll(() => transcript(page), patient).toEqual(before);
    const own = await write(page, '/status');
    await answerTo(own, words('status-gateway-up')).waitFor();

    // What was asked before the owner asked is answered by now, if at all: once may be enough.
    await beSomebody(device, 'Sam');
    await fromBot(page, REFUSAL).first().waitFor();
    expect(await fromBot(page, '').filter({ hasNotText: REFUSAL }).allInnerTexts()).toEqual([]);
  });

  it('serves the developer what a developer may, and refuses the rest', async () => {
    await beSomebody(device, 'Dmitri');
    const asked = await write(page, '/status');
    const isolation = either(words('status-isolated'), words('status-not-isolated'));
    await answerTo(asked, isolation).first().waitFor();
    const users = await write(page, '/users');
    await answerTo(users, words('dispatch-forbidden', { needs: 'owner' }))
      .first()
      .waitFor();
    expect(await fromBot(page, REFUSAL).count()).toBe(0);
    await beSomebody(device, 'Olga');
  });
});

it('ends with its gateway and its page on SIGTERM', async () => {
  const gateway = await recordStore(gatewayState()).read();
  for (const { context } of visits.values()) await context.close();

  expect(await bot.stop()).toBe(0);

  await until(async () => (await processStart(gateway?.pid ?? 0)) === undefined, 10_000);
  await expect(fetch(pageUrl)).rejects.toThrow('fetch failed');
});

const patient = { timeout: PATIENCE_MS };
const REFUSAL = words('dispatch-stranger');

async function open({ device, viewport, isTouch }: Device): Promise<void> {
  const context = await browser.newContext({
    viewport,
    hasTouch: isTouch,
    isMobile: isTouch,
    locale: LOCALES[language],
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  const { origin } = new URL(pageUrl);
  page.on('console', (entry) => {
    if (entry.type() === 'error' || entry.type() === 'warning') troubles.push(entry.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  context.on('request', (request) => {
    const isOwn = request
      .url()
      .replace(/^blob:/u, '')
      .startsWith(`${origin}/`);
    if (!isOwn) troubles.push(`asked ${request.url()}`);
  });
  await page.goto(pageUrl);
  await page.getByRole('combobox').waitFor();
  visits.set(device, { context, page, troubles });
}

function at({ device }: Device): Visit {
  const visit = visits.get(device);
  if (!visit) throw new Error(`the page is not open on the ${device}`);
  return visit;
}

/** Waits until the project is there; resolves with all that its one card has shown before. */
async function seeProjectMade(device: Device): Promise<string> {
  const { page } = at(device);
  const { project } = device;
  const card = messageWith(page, await idOf(fromBot(page, words('new-title', { name: project }))));
  await card.getByText(either(words('new-step-install'), words('new-step-test'))).waitFor();
  await photograph(device, 'new-running');
  await card.getByText(words('new-ended', { name: project })).waitFor();
  const ready = words('new-done', { name: project, archetype: 'telegram-bot' });
  await fromBot(page, ready).waitFor();
  await photograph(device, 'new-ready');
  expect(git(project, 'log', '--format=%s')).toBe(`Create ${project} from telegram-bot`);
  return (await versions(page, card)).join('\n');
}

/** What is not ready yet, in the page's own line about it. */
function waitingLine(page: Page): Locator {
  return page.locator('#progress');
}

function messages(page: Page): Locator {
  return page.getByRole('log').getByRole('article');
}

function fromBot(page: Page, text: string | RegExp): Locator {
  return page
    .getByRole('log')
    .getByRole('article', { name: /^CodeFoundry, / })
    .filter({ hasText: text });
}

/** What came after a message; edits do not move what was there before. */
function answerTo(message: Locator, text: string | RegExp = ''): Locator {
  return message.locator('xpath=following-sibling::*[@role="article"]').filter({ hasText: text });
}

function messageWith(page: Page, id: number): Locator {
  return page.locator(`[data-id="${id}"]`);
}

async function idOf(message: Locator): Promise<number> {
  return Number(await message.first().getAttribute('data-id'));
}

function stopButtons(page: Page): Locator {
  return messages(page).getByRole('button', { name: say('turn-stop') });
}

/** Every message with what it says and offers, without what only the eye sees. */
async function transcript(page: Page): Promise<readonly string[]> {
  const all = await messages(page).all();
  return Promise.all(
    all.map(async (each) => `${await each.getAttribute('data-id')} ${await each.innerText()}`),
  );
}

/** What a message showed before each of its edits, as the page tells it. */
async function versions(page: Page, message: Locator): Promise<readonly string[]> {
  await press(message.getByRole('button', { name: pageWord('edited') }));
  const dialog = page.getByRole('dialog', { name: pageWord('versions') });
  await dialog.getByRole('listitem').first().waitFor();
  const told = await dialog.getByRole('listitem').allInnerTexts();
  await press(dialog.getByRole('button', { name: pageWord('close') }));
  return told;
}

/** Sends what is written, with what is attached, and resolves with it once it is in the chat. */
async function write(page: Page, text: string): Promise<Locator> {
  const own = page
    .getByRole('log')
    .getByRole('article', { name: new RegExp(`^${pageWord('you')}, `, 'u') });
  const before = await own.count();
  const field = page.getByRole('combobox', { name: pageWord('write') });
  await field.fill(text);
  await field.press('Enter');
  await expect.poll(() => own.count(), patient).toBe(before + 1);
  return messageWith(page, await idOf(own.last()));
}

/** A tap where there are fingers, a click elsewhere. */
async function press(target: Locator): Promise<void> {
  const hasFingers = await target.page().evaluate('navigator.maxTouchPoints > 0');
  await (hasFingers ? target.tap() : target.click());
}

/** Speaks as somebody of the cast from now on. */
async function beSomebody(device: Device, name: string): Promise<void> {
  const { page } = at(device);
  if (device.isTouch) await press(page.getByRole('button', { name: pageWord('chatsAndPeople') }));
  const person = page
    .getByRole('group', { name: pageWord('speakAs') })
    .getByRole('button', { name });
  await press(person);
  await page.getByText(pageWord('connecting')).waitFor({ state: 'hidden' });
}

/** What a message links to. */
async function download(link: Locator): Promise<{ name: string; text: string }> {
  const downloading = link.page().waitForEvent('download');
  await press(link);
  const file = await downloading;
  const chunks = await (await file.createReadStream()).toArray();
  return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString() };
}

/** Runs axe in the page: nothing that keeps somebody out may be found. */
async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ impact: string }[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, impact, nodes }) => ({
        id, impact, where: nodes.slice(0, 4).map(({ html }) => html.slice(0, 200)),
      })))`,
  );
  expect(found.filter(({ impact }) => ['serious', 'critical'].includes(impact))).toEqual([]);
}

async function photograph(device: Device, name: string): Promise<void> {
  const file = path.join(ARTIFACTS, `playground-${name}-${device.device}.png`);
  await at(device).page.screenshot({ path: file });
}

function demo(...steps: readonly object[]): string {
  return `#demo ${JSON.stringify({ steps })}`;
}

function git(project: string, ...args: readonly string[]): string {
  const cwd = path.join(dataDir, 'projects', project);
  return execFileSync('git', args, { cwd }).toString().trim();
}

function gatewayState(): string {
  return path.join(dataDir, 'gateway', 'state');
}
