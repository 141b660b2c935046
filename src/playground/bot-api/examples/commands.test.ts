/** Follows https://grammy.dev/guide/commands. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

it('gets what stands behind a command, and the payload of a deep link', async () => {
  const bot = stage.bot();
  bot.command('add', (ctx) => ctx.reply(`Adding ${ctx.match}`));
  bot.command('start', (ctx) => ctx.reply(`Started by ${ctx.match}`));
  bot.command(['help', 'settings'], (ctx) => ctx.reply('Here you are.'));
  stage.start(bot);

  stage.alice.says('/add apple pie');
  await stage.sees('Adding apple pie');
  stage.alice.says('/start payload');
  await stage.sees('Started by payload');
  stage.alice.says('/settings@example_bot');
  await stage.sees('Here you are.');

  expect(stage.texts()).toHaveLength(6);
});

it('shows its commands to everybody, and other ones in another language', async () => {
  const bot = stage.bot();
  await bot.api.setMyCommands([
    { command: 'start', description: 'Start the bot' },
    { command: 'help', description: 'Show help text' },
  ]);
  await bot.api.setMyCommands([{ command: 'start', description: 'Запустить бота' }], {
    language_code: 'ru',
  });

  const russian = [{ command: 'start', description: 'Запустить бота' }];
  expect(await bot.api.getMyCommands({ language_code: 'ru' })).toEqual(russian);
  expect(stage.emulator.commandsOf(stage.handle)).toMatchObject({ 'default/ru': russian });
  expect(await bot.api.getMyCommands()).toHaveLength(2);
});
