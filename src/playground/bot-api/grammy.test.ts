import { Bot, InlineKeyboard, InputFile } from 'grammy';
import { afterEach, expect, it } from 'vitest';
import { createEmulator, type Emulator } from './emulator.ts';
import type { Listening } from './server.ts';

/** grammY as its documentation shows it, against the emulator over HTTP. */
const running: { bot: Bot; server: Listening }[] = [];

afterEach(async () => {
  for (const { bot, server } of running.splice(0)) {
    await bot.stop().catch(() => undefined);
    await server.close();
  }
});

async function start(emulator: Emulator, prepare: (bot: Bot) => void) {
  const handle = emulator.bot();
  const server = await emulator.listen({ host: '127.0.0.1', port: 0 });
  const bot = new Bot(handle.token, { client: { apiRoot: server.url } });
  running.push({ bot, server });
  prepare(bot);
  void bot.start({ allowed_updates: ['message', 'callback_query'] }).catch(() => undefined);
  const alice = emulator.person({ id: 101, name: 'Alice', languageCode: 'en' });
  return { alice: alice.chat(handle), bot, handle, server };
}

it('lets a grammY bot echo', async () => {
  const emulator = createEmulator();
  const { alice } = await start(emulator, (bot) => {
    bot.command('start', (ctx) => ctx.reply('Welcome! Up and running.'));
    bot.on('message:text', (ctx) => ctx.reply(ctx.message.text));
  });

  alice.says('/start');
  await emulator.waitFor(() => alice.lastMessage()?.text === 'Welcome! Up and running.');
  alice.says('hello');
  await emulator.waitFor(() => alice.messages().length === 4);

  expect(alice.messages().map(({ text }) => text)).toEqual([
    '/start',
    'Welcome! Up and running.',
    'hello',
    'hello',
  ]);
});

it('lets a grammY bot offer a button, answer its tap and edit its message', async () => {
  const emulator = createEmulator();
  const { alice } = await start(emulator, (bot) => {
    const keyboard = new InlineKeyboard().text('Go', 'go').url('Docs', 'https://grammy.dev');
    bot.command('start', (ctx) => ctx.reply('Ready?', { reply_markup: keyboard }));
    bot.callbackQuery('go', async (ctx) => {
      await ctx.answerCallbackQuery({ text: 'Going' });
      await ctx.editMessageText('Gone');
    });
  });

  alice.says('/start');
  await emulator.waitFor(() => alice.lastMessage()?.buttons[0]?.[0] === 'Go');
  const answer = await alice.taps('Go');
  await emulator.waitFor(() => alice.lastMessage()?.edits === 1);

  expect(answer).toEqual({ text: 'Going' });
  expect(alice.lastMessage()).toMatchObject({ text: 'Gone', buttons: [] });
  expect(alice.lastMessage()?.versions.map(({ text }) => text)).toEqual(['Ready?', 'Gone']);
});

it('lets a grammY bot send a file, and fetch one', async () => {
  const emulator = createEmulator();
  const { alice } = await start(emulator, (bot) => {
    bot.on('message:document', async (ctx) => {
      const file = await ctx.getFile();
      const root = running.at(-1)!.server.url;
      const response = await fetch(`${root}/file/bot${bot.token}/${file.file_path}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      await ctx.replyWithDocument(new InputFile(bytes, 'copy.txt'), { caption: 'A copy' });
    });
  });

  alice.sendsDocument('note.txt', Buffer.from('héllo'), 'Keep this');
  await emulator.waitFor(() => alice.lastMessage()?.text === 'A copy');

  expect(alice.lastMessage()?.document).toMatchObject({ file_name: 'copy.txt', file_size: 6 });
});

it('makes a second bot with the same token end the first one with 409', async () => {
  const emulator = createEmulator();
  const handle = emulator.bot();
  const server = await emulator.listen({ host: '127.0.0.1', port: 0 });
  const first = new Bot(handle.token, { client: { apiRoot: server.url } });
  const second = new Bot(handle.token, { client: { apiRoot: server.url } });
  running.push({ bot: second, server });

  const ended = first.start().then(
    () => 'stopped',
    (error: unknown) => String(error),
  );
  await emulator.waitFor(() => emulator.calls.some(({ method }) => method === 'deleteWebhook'));
  await expect.poll(() => emulator.pollsOf(handle)).toBe(1);
  void second.start().catch(() => undefined);

  expect(await ended).toContain('409: Conflict: terminated by other getUpdates request');
});
