/**
 * The bare bot that ours is measured against: grammY with its runner, as its documentation shows,
 * and nothing else.
 */
import { run } from '@grammyjs/runner';
import { Bot } from 'grammy';

const bot = new Bot(process.env['TELEGRAM_BOT_TOKEN'] ?? '', {
  client: { apiRoot: process.env['TELEGRAM_API_ROOT'] ?? '' },
});
bot.on('message:text', (context) => context.reply(context.message.text));
run(bot);
