/** Follows https://grammy.dev/plugins/runner and https://grammy.dev/advanced/scaling. */
import { run, sequentialize } from '@grammyjs/runner';
import type { Context } from 'grammy';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

function getSessionKey(ctx: Context): string | undefined {
  return ctx.chat?.id.toString();
}

it('serves chats at once and the messages of one chat in order', async () => {
  const bot = stage.bot();
  const released = Promise.withResolvers<void>();
  bot.use(sequentialize(getSessionKey));
  bot.hears('slow', async (ctx) => {
    await released.promise;
    await ctx.reply('slow is done');
  });
  bot.on('message', (ctx) => ctx.reply('quick is done'));
  const handle = run(bot);
  stage.onClose(() => handle.stop());
  const bob = stage.emulator.person({ id: 102, name: 'Bob' }).chat(stage.handle);

  stage.alice.says('slow');
  stage.alice.says('quick');
  bob.says('quick');
  await stage.emulator.waitFor(() => bob.lastMessage()?.text === 'quick is done');
  expect(stage.texts()).toEqual(['slow', 'quick']);
  released.resolve();
  await stage.sees('quick is done');

  expect(stage.texts()).toEqual(['slow', 'quick', 'slow is done', 'quick is done']);
  expect(handle.isRunning()).toBe(true);
});
