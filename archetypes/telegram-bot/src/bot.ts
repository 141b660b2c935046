import { Bot, type BotConfig, type Context } from 'grammy';
import { loadCommands } from './commands.ts';

/** A bot that answers the commands of `src/commands/`. It does not talk to Telegram yet. */
export async function createBot(token: string, config?: BotConfig<Context>): Promise<Bot> {
  const bot = new Bot(token, config);
  for (const [name, command] of await loadCommands()) {
    bot.command(name, async (context) => {
      await context.reply(await command.reply(context.match));
    });
  }
  bot.chatType('private').on('message', async (context) => {
    await context.reply('I know only commands. Send /help to see them.');
  });
  return bot;
}

/** Shows the commands in Telegram's menu, then answers until the bot is stopped. */
export async function runBot(bot: Bot, onStart: (username: string) => void): Promise<void> {
  const commands = await loadCommands();
  await bot.api.setMyCommands(
    [...commands].map(([command, { description }]) => ({ command, description })),
  );
  await bot.start({ onStart: ({ username }) => onStart(username) });
}
