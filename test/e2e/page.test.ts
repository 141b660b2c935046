import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Bot } from 'grammy';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type Playground, startPlayground } from '#playground/playground.ts';
import { startBrowser } from './browser.ts';
import { ALLOWED, COMMANDS, HOSTILE, pageBot, picture } from './page-bot.ts';

const ARTIFACTS = path.join(import.meta.dirname, '../.artifacts');
const OWNER = { id: 1001, name: 'Olga', languageCode: 'en' };
const DEVELOPER = { id: 1003, name: 'Dan', languageCode: 'en' };
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
  browser = await startBrowser();
  await mkdir(ARTIFACTS, { recursive: true });
  playground = await startPlayground({
    host: '127.0.0.1',
    port: 0,
    owner: OWNER,
    developer: DEVELOPER,
    stranger: STRANGER,
    status: () => status,
  });
  bot = pageBot(playground.botToken, playground.apiRoot);
  await bot.api.setMyCommands(COMMANDS);
  polling = bot.start({ allowed_updates: [...ALLOWED] });
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
  await page.getByRole('heading', { name: 'What can this bot do?' }).waitFor();
  await photograph('hint-desktop');

  await page.getByRole('button', { name: '/new telegram-bot demo' }).click();

  await said('Echo: /new telegram-bot demo').waitFor();
  await page.getByRole('button', { name: 'add a /ping command with a test' }).waitFor();
  await photograph('next-step-desktop');
  await page.getByRole('button', { name: 'add a /ping command with a test' }).click();
  await said('Echo: add a /ping command with a test').waitFor();
  expect(await said('Echo: add a /ping command with a test').count()).toBe(1);
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
  await page.getByRole('button', { name: 'Copy code' }).last().click();
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
  await page.getByText('The bot does not know you').waitFor();
  await photograph('stranger-desktop');
  await write(HOSTILE);
  await said(`Echo: ${HOSTILE}`).waitFor();

  expect(await page.locator('img[src="x"]').count()).toBe(0);
  expect(await page.title()).not.toBe('pwned');
});

it('speaks the language of the person and changes it for them', async () => {
  await open(DESKTOP);
  await page.getByRole('button', { name: 'Русский' }).click();

  await page.getByText('Писать от имени').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('ru');
  await write('language');
  await said('Echo: language (ru)').waitFor();
  await page.getByRole('button', { name: 'Sam' }).click();
  await page.getByText('Speak as').waitFor();
  await page.getByRole('button', { name: 'Olga' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByText('Speak as').waitFor();
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
  status = 'The agent: installing, 260 of about 650 MB, 20 of about 60 s';
  await open(DESKTOP);
  await page.getByText('The agent: installing, 260 of about 650 MB').waitFor();
  expect(await page.locator('progress').getAttribute('value')).toBe('260');

  status = undefined;

  await page.getByText('The agent: installing').waitFor({ state: 'hidden' });
});

it('explains an address of an earlier start', async () => {
  await open(DESKTOP, { key: 'of-yesterday' });
  const heading = page.getByRole('heading', { name: 'This address is no longer valid' });
  await heading.waitFor();
  expect(await page.locator('#app').isVisible()).toBe(false);
  troubles = troubles.filter((line) => !/401|wrong-key/u.test(line));
});

it('answers, changes and takes back through the menu of a message', async () => {
  await open(DESKTOP);
  await write('to be changed');
  await said('Echo: to be changed').waitFor();

  await said('Echo: to be changed').click({ button: 'right' });
  await photograph('message-menu-desktop');
  await page.getByRole('menuitem', { name: 'Reply' }).click();
  await write('because of that');
  const reply = page.locator('.message.own', { hasText: 'because of that' }).last();
  expect(await reply.locator('.reply').textContent()).toContain('Echo: to be changed');

  const field = page.getByLabel('Message', { exact: true });
  await field.press('ArrowUp');
  expect(await field.inputValue()).toBe('because of that');
  await field.fill('because of this');
  await field.press('Enter');
  await said('You changed it to: because of this').waitFor();
  const own = page.locator('.message.own', { hasText: 'because of this' }).last();
  await own.locator('.edited').click();
  await page.getByRole('dialog').getByText('because of that').waitFor();
  await page.keyboard.press('Escape');

  await own.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await own.waitFor({ state: 'detached' });
});

it('opens the menu of a message by a long press and by the keyboard', async () => {
  await open(PHONE, { isTouch: true });
  await write('press me');
  const message = said('Echo: press me');
  await message.waitFor();
  await message.dispatchEvent('pointerdown', {
    pointerType: 'touch',
    clientX: 90,
    clientY: 400,
    bubbles: true,
  });
  await page.getByRole('menu').waitFor();
  await photograph('message-menu-phone');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('menu').count()).toBe(0);

  await page.locator('#timeline').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'React with 👎' }).click();
  await said('Reaction: 👎').waitFor();
});

it('tells two buttons with one label apart', async () => {
  await open(DESKTOP);
  await write('twins');
  await page.getByRole('button', { name: 'Approve' }).nth(1).waitFor();
  await page.getByRole('button', { name: 'Approve' }).last().click();
  await page.getByText('This was the second').waitFor();
  expect(await page.getByText('This was the first').count()).toBe(0);
});

it('copies from a button, and a disabled one does nothing', async () => {
  await open(DESKTOP);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await write('looks');
  await page.getByRole('button', { name: 'Copy the hash' }).last().click();
  await page.getByText('Copied').waitFor();

  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('4f2c91a');
  expect(
    await page.getByRole('button', { name: 'Approved', exact: true }).last().isDisabled(),
  ).toBe(true);
});

it('offers the keys of the bot, and answers the message that asks for a reply', async () => {
  await open(PHONE, { isTouch: true });
  await write('keys');
  const key = page.locator('#reply-keys').getByRole('button', { name: 'production' });
  await key.waitFor();
  await photograph('reply-keys-phone');
  await key.tap();
  await said('Echo: production').waitFor();
  expect(await key.isVisible()).toBe(false);

  await write('force');
  await page.locator('#about', { hasText: 'Why not?' }).waitFor();
  await expect.poll(() => page.locator('#text').getAttribute('placeholder')).toBe('the reason');
  await write('it is Friday');
  const own = page.locator('.message.own', { hasText: 'it is Friday' }).last();
  expect(await own.locator('.reply').textContent()).toContain('Why not?');
  await write('and this is new');
  const next = page.locator('.message.own', { hasText: 'and this is new' }).last();
  expect(await next.locator('.reply').count()).toBe(0);
});

it('shows what the bot is writing, and stops it', async () => {
  await open(PHONE, { isTouch: true });
  await write('draft');
  await page.locator('#draft').getByText('I look at the tests first').waitFor();
  await photograph('draft-phone');

  await page.getByRole('button', { name: 'Stop' }).tap();

  await said('Stopped draft 1').waitFor();
  expect(await page.locator('#draft').isVisible()).toBe(false);
});

it('shows a rich message with headings, a table, tasks, code and details', async () => {
  await open(DESKTOP);
  await write('rich');
  const rich = page.locator('.message.bot .rich').last();
  await rich.getByRole('heading', { name: 'Deploy report' }).waitFor();
  expect(await rich.locator('td').first().textContent()).toBe('build');
  const boxes = rich.getByRole('checkbox');
  expect([await boxes.first().isChecked(), await boxes.last().isChecked()]).toEqual([true, false]);
  expect(await rich.locator('.code-keyword').first().textContent()).toBe('def');
  await rich.getByText('All warnings').click();
  await rich.getByText('older than a month').waitFor();
  await photograph('rich-desktop');
});

it('colours code and loses no character of it', async () => {
  await open(DESKTOP);
  await write('code');
  const code = page.locator('.message.bot pre code').last();
  await code.locator('.code-keyword').first().waitFor();

  expect(await code.textContent()).toContain(
    'await bot.reply(`pong after ${Date.now() - started} ms`, { times: 2 });',
  );
  expect(await code.locator('.code-comment').first().textContent()).toBe('/** Answers /ping. */');
});

it('sends photos with a preview, several as one album, and shows them whole', async () => {
  await open(PHONE, { isTouch: true });
  const file = (name: string) => ({
    name,
    mimeType: 'image/png',
    buffer: Buffer.from(picture(name)),
  });
  await page.locator('#file').setInputFiles([file('one.png'), file('two.png')]);
  await page.locator('#attached img').nth(1).waitFor();
  await photograph('attached-phone');
  await write('look');
  await page.locator('.message.bot', { hasText: 'A photo: look (album)' }).waitFor();
  const photos = page.locator('.album.own .photo');
  expect(await photos.count()).toBe(2);
  await write('album');
  await page.locator('.album.bot .photo').nth(2).waitFor();
  await photograph('album-phone');

  await photos.first().tap();
  await page.locator('#viewer img').waitFor();
  await photograph('viewer-phone');
  await page.keyboard.press('Escape');
  expect(await page.locator('#viewer img').count()).toBe(0);
});

it('says before sending what is too big, and takes what is pasted and dropped', async () => {
  await open(DESKTOP);
  await page.evaluate(dropFile, { name: 'heavy.bin', megabytes: 21 });
  await page.locator('.chip.heavy', { hasText: 'bots can download 20 MB' }).waitFor();
  await page.getByRole('button', { name: 'Remove: heavy.bin' }).click();
  await page.evaluate(dropFile, { name: 'huge.bin', megabytes: 51 });
  await page.getByText('50 MB at most').waitFor();
  expect(await page.locator('.chip').count()).toBe(0);

  await page.evaluate(dropFile, { name: 'dropped.txt', megabytes: 0 });
  await page.locator('.chip', { hasText: 'dropped.txt' }).waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.message.bot .document', { hasText: 'copy-of-dropped.txt' }).waitFor();
});

it('plays a voice message', async () => {
  await open(DESKTOP);
  await write('voice');
  const player = page.locator('.message.bot audio').last();
  await player.waitFor();
  await expect
    .poll(() => player.evaluate((node) => (node as unknown as { duration: number }).duration))
    .toBeGreaterThan(0);
});

it('pins, and goes to what is pinned', async () => {
  await open(PHONE, { isTouch: true });
  await write('pin');
  const bar = page.locator('#pins');
  await bar.getByText('Read this first').waitFor();
  for (const number of [1, 2]) await write(`below ${number}\n${'and more\n'.repeat(40)}`);
  await said(`Echo: below 2`)
    .or(page.locator('.message.bot', { hasText: 'Echo: below 2' }))
    .first()
    .waitFor();
  await bar.getByRole('button').tap();
  await expect
    .poll(() =>
      page.locator('.message.flash', { hasText: 'Read this first' }).last().evaluate(isInView),
    )
    .toBe(true);
});

it('makes a group with topics, keeps them apart and counts what is unread', async () => {
  await open(DESKTOP);
  await write('private hello');
  await said('Echo: private hello').waitFor();
  await page.getByRole('button', { name: 'New chat or topic' }).click();
  await page.getByRole('menuitem', { name: 'New group…' }).click();
  await page.getByLabel('Name').fill('Shop team');
  await page.getByLabel('With topics').check();
  await photograph('new-group-desktop');
  await page.getByRole('button', { name: 'Make the group' }).click();
  await page.getByRole('heading', { name: 'Shop team' }).waitFor();
  await page.getByRole('button', { name: 'New topic' }).click();
  await page.getByLabel('Name of the topic').fill('Checkout');
  await page.getByRole('button', { name: 'Make', exact: true }).click();
  await page.getByRole('button', { name: 'Checkout', pressed: true }).waitFor();
  await write('in the topic');
  await said('Echo: in the topic').waitFor();
  await photograph('forum-desktop');

  await page.getByRole('button', { name: 'General' }).click();
  await page.getByRole('button', { name: 'General', pressed: true }).waitFor();
  expect(await page.getByText('in the topic').count()).toBe(0);
  await page.getByRole('button', { name: 'Dan', exact: true }).click();
  await page.getByRole('heading', { name: 'Shop team' }).waitFor();
  await page.locator('.chat-row', { hasText: 'CodeFoundry', hasNotText: 'Shop team' }).click();
  await page.getByRole('heading', { name: 'CodeFoundry' }).waitFor();
  await bot.api.sendMessage(-1_001_000_000_001, 'news for all');
  const unread = page.locator('.chat-row', { hasText: 'Shop team' }).locator('.badge');
  await unread.waitFor();
  expect(await unread.textContent()).toBe('1 unread');
  await photograph('unread-desktop');
  await page.locator('.chat-row', { hasText: 'Shop team' }).click();
  await said('news for all').waitFor();
  expect(await page.locator('.chat-row .badge').count()).toBe(0);
});

it('makes trouble with Telegram, shows it, and ends it with one tap', async () => {
  await open(PHONE, { isTouch: true });
  await write('all is well');
  await said('Echo: all is well').waitFor();
  await page.getByRole('button', { name: 'Trouble with Telegram' }).tap();
  await page.getByRole('button', { name: 'Slow answers' }).tap();
  await page.getByRole('dialog').getByText('Slow answers · 5 s').waitFor();
  await photograph('network-phone');
  await page.keyboard.press('Escape');
  await page.locator('#trouble', { hasText: 'Slow answers' }).waitFor();
  await page.locator('#trouble').getByRole('button', { name: 'Clear' }).tap();
  await page.locator('#trouble').waitFor({ state: 'hidden' });
  await write('well again');
  await said('Echo: well again').waitFor();
  expect(await page.locator('#network').getAttribute('class')).not.toContain('troubled');
});

it('finds messages by their words', async () => {
  await open(DESKTOP);
  await write('a needle in the hay');
  await said('Echo: a needle in the hay').waitFor();
  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('searchbox').fill('NEEDLE');
  await page.locator('.result').first().waitFor();
  await photograph('search-desktop');
  await page.locator('.result').last().click();
  const found = page.locator('.message.flash', { hasText: 'needle' });
  await found.waitFor();
  expect(await found.evaluate(isInView)).toBe(true);
});

it('tells its keys, and changes the chat by them', async () => {
  await open(DESKTOP);
  await page.keyboard.press('Control+/');
  await page.getByRole('dialog', { name: 'Help and keys' }).waitFor();
  await photograph('help-desktop');
  await page.keyboard.press('Escape');
  const before = await page.locator('#chat-title').textContent();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(() => page.locator('#chat-title').textContent()).not.toBe(before);
});

it('stays quick with thousands of messages, and loads what is above when asked', async () => {
  await open(DESKTOP);
  await page.getByRole('button', { name: 'Dan', exact: true }).click();
  const chat = {
    person: String(DEVELOPER.id),
    key: new URL(playground.pageUrl).searchParams.get('key') ?? '',
  };
  const url = new URL(`/api/messages?${new URLSearchParams(chat).toString()}`, playground.pageUrl);
  await bot.stop();
  await polling;
  try {
    for (const batch of Array.from({ length: 25 }, (_, index) => index))
      await fetch(url, {
        method: 'POST',
        body: JSON.stringify({ text: `batch ${batch}\n${`${'x'.repeat(4_000)}\n`.repeat(50)}` }),
      });
  } finally {
    polling = bot.start({ allowed_updates: [...ALLOWED], drop_pending_updates: true });
  }
  const started = Date.now();
  await page.reload();
  await page.locator('.message').first().waitFor();

  expect(Date.now() - started).toBeLessThan(12_000);
  expect(await page.locator('.message').count()).toBeLessThan(300);
  await page.locator('#scroll').evaluate((node) => node.scrollTo(0, 0));
  await expect.poll(() => page.locator('.message').count()).toBeGreaterThan(60);
});

it.each(['light', 'dark'] as const)('is accessible in %s, with every panel', async (scheme) => {
  await open(PHONE, { scheme, isTouch: true });
  for (const scene of ['showcase', 'rich', 'looks', 'keys', 'pin']) await write(scene);
  await page.locator('#pins').getByText('Read this first').waitFor();
  await page.locator('.rich').last().waitFor();
  expect(await barriers()).toEqual([]);
  await page.getByRole('button', { name: 'Chats and people' }).tap();
  expect(await barriers()).toEqual([]);
  await page.keyboard.press('Escape');
  for (const name of ['Trouble with Telegram', 'Help and keys']) {
    await page.getByRole('button', { name }).tap();
    await page.getByRole('dialog').waitFor();
    expect(await barriers()).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await page.getByLabel('Message', { exact: true }).fill('/');
  await page.getByRole('option').first().waitFor();
  expect(await barriers()).toEqual([]);
  await page.getByLabel('Message', { exact: true }).fill('');
  await page.setViewportSize(DESKTOP);
  const newest = page.locator('.message.bot').last();
  // What moves while the window still changes its size closes a menu that is open already.
  await vi.waitFor(async () => {
    await newest.click({ button: 'right', position: { x: 20, y: 12 } });
    await page.getByRole('menu').waitFor({ timeout: 3_000 });
  }, 60_000);
  expect(await barriers()).toEqual([]);
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
      await page.getByRole('button', { name: 'Chats and people' }).click();
      await page.getByText('Speak as').waitFor();
      await photograph(`${name}-${scheme}-people`);
    });
  }
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
  page.setDefaultTimeout(60_000);
  troubles = [];
  const origin = new URL(playground.pageUrl).origin;
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') troubles.push(line.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    const isOwn = request
      .url()
      .replace(/^blob:/u, '')
      .startsWith(`${origin}/`);
    if (!isOwn) troubles.push(`asked ${request.url()}`);
  });
  const address = new URL(playground.pageUrl);
  if (key !== undefined) address.searchParams.set('key', key);
  await page.goto(address.href);
  if (key === undefined) await page.locator('#app').waitFor();
}

/** What axe finds in the page that keeps somebody out. */
async function barriers(): Promise<unknown[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ id: string; impact: string; targets: string }[]>(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, impact, nodes }) => ({
        id, impact, targets: nodes.slice(0, 4).map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary.slice(0, 300)).join(' | '),
      })))`,
  );
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
}

/** Drops a file on the page, as from a file manager. */
function dropFile({ name, megabytes }: { name: string; megabytes: number }): void {
  const { document, DataTransfer, DragEvent, File } = globalThis as unknown as {
    document: { dispatchEvent(event: unknown): void };
    DataTransfer: new () => { items: { add(file: unknown): void } };
    DragEvent: new (kind: string, options: object) => unknown;
    File: new (parts: readonly unknown[], name: string) => unknown;
  };
  const dataTransfer = new DataTransfer();
  const bytes = new Uint8Array(megabytes * 1024 * 1024 || 5).fill(65);
  dataTransfer.items.add(new File([bytes], name));
  for (const kind of ['dragenter', 'dragover', 'drop'])
    document.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}

function isInView(node: { getBoundingClientRect(): { top: number; bottom: number } }): boolean {
  const { top, bottom } = node.getBoundingClientRect();
  return top >= 0 && bottom <= 844;
}

/** The newest message with exactly that text. */
function said(text: string) {
  const exact = new RegExp(
    `^${text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)}(?:edited)?\\d?\\d:`,
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
