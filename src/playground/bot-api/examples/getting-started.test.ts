/** Follows https://grammy.dev/guide/getting-started and https://grammy.dev/guide/basics. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

it('answers /start once, and every other message', async () => {
  const bot = stage.bot();
  bot.command('start', (ctx) => ctx.reply('Welcome! Up and running.'));
  bot.on('message', (ctx) => ctx.reply('Got another message!'));
  stage.start(bot);

  stage.alice.says('/start');
  await stage.sees('Welcome! Up and running.');
  stage.alice.says('Hello');
  await stage.sees('Got another message!');

  expect(stage.texts()).toEqual([
    '/start',
    'Welcome! Up and running.',
    'Hello',
    'Got another message!',
  ]);
});

it('replies to the message, with formatting in HTML and in MarkdownV2', async () => {
  const bot = stage.bot();
  bot.hears('html', (ctx) =>
    ctx.reply('<b>Hi!</b> <i>Welcome</i> to <a href="https://grammy.dev">grammY</a>.', {
      parse_mode: 'HTML',
      reply_parameters: { message_id: ctx.msg.message_id },
    }),
  );
  bot.hears('markdown', (ctx) =>
    ctx.reply('*Hi\\!* _Welcome_ to [grammY](https://grammy.dev)\\.', { parse_mode: 'MarkdownV2' }),
  );
  stage.start(bot);
  const formats = [
    { type: 'bold', offset: 0, length: 3 },
    { type: 'italic', offset: 4, length: 7 },
    { type: 'text_link', offset: 15, length: 6, url: 'https://grammy.dev/' },
  ];

  const asked = stage.alice.says('html');
  await stage.sees('Hi! Welcome to grammY.');
  const inHtml = stage.alice.lastMessage();
  stage.alice.says('markdown');
  await stage.emulator.waitFor(() => stage.texts().length === 4);

  expect(inHtml).toMatchObject({ entities: formats, reply_to_message_id: asked.message_id });
  expect(stage.alice.lastMessage()).toMatchObject({ text: inHtml?.text, entities: formats });
});

it('reports to bot.catch what the Bot API refuses', async () => {
  const bot = stage.bot();
  const caught = Promise.withResolvers<string>();
  bot.on('message', (ctx) => ctx.reply(''));
  bot.catch(({ error }) => caught.resolve(String(error)));
  stage.start(bot);

  stage.alice.says('Hello');

  expect(await caught.promise).toContain('400: Bad Request: message text is empty');
});
