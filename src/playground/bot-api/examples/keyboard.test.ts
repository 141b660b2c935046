/** Follows https://grammy.dev/plugins/keyboard. */
import { InlineKeyboard, Keyboard } from 'grammy';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

it('answers the taps on an inline keyboard', async () => {
  const bot = stage.bot();
  const inlineKeyboard = new InlineKeyboard()
    .text('« 1', 'first')
    .text('‹ 3', 'prev')
    .text('· 4 ·', 'stay')
    .row()
    .url('About', 'https://telegram.me/example');
  bot.command('start', (ctx) => ctx.reply('Page 4', { reply_markup: inlineKeyboard }));
  bot.callbackQuery('first', async (ctx) => {
    await ctx.answerCallbackQuery({ text: 'You were curious, indeed!', show_alert: true });
    await ctx.editMessageText('Page 1');
  });
  bot.on('callback_query:data', async (ctx) => {
    await ctx.answerCallbackQuery();
  });
  stage.start(bot);

  stage.alice.says('/start');
  await stage.sees('Page 4');
  const buttons = stage.alice.lastMessage()?.buttons;
  const unknown = await stage.alice.taps('· 4 ·');
  const alert = await stage.alice.taps('« 1');
  await stage.sees('Page 1');

  expect(buttons).toEqual([['« 1', '‹ 3', '· 4 ·'], ['About']]);
  expect(unknown).toEqual({});
  expect(alert).toEqual({ text: 'You were curious, indeed!', show_alert: true });
  expect(stage.alice.lastMessage()?.buttons).toEqual([]);
});

it('hears the buttons of a custom keyboard as text, and takes it away', async () => {
  const bot = stage.bot();
  const keyboard = new Keyboard()
    .text('Yes, they certainly are')
    .row()
    .text("I'm not quite sure")
    .resized()
    .oneTime();
  bot.command('start', (ctx) => ctx.reply('Are keyboards useful?', { reply_markup: keyboard }));
  bot.hears(/certainly/u, (ctx) =>
    ctx.reply('Thank you!', { reply_markup: { remove_keyboard: true } }),
  );
  stage.start(bot);
  const shown: unknown[] = [];
  stage.emulator.events.subscribe((event) => {
    if (event.kind === 'reply-keyboard') shown.push(event.keyboard);
  });

  stage.alice.says('/start');
  await stage.sees('Are keyboards useful?');
  stage.alice.says('Yes, they certainly are');
  await stage.sees('Thank you!');

  expect(shown).toMatchObject([
    {
      keyboard: [[{ text: 'Yes, they certainly are' }], [{ text: "I'm not quite sure" }]],
      resize_keyboard: true,
      one_time_keyboard: true,
    },
    undefined,
  ]);
});
