import { createBot, runBot } from './bot.ts';

const token = process.env['BOT_TOKEN'];
if (!token) {
  console.error('BOT_TOKEN is not set. Get a token from @BotFather, then: BOT_TOKEN=... npm start');
  process.exit(1);
}

// Another Bot API server, such as a local one; Telegram's own unless it is set.
const apiRoot = process.env['TELEGRAM_API_ROOT'];
const bot = await createBot(token, apiRoot ? { client: { apiRoot } } : {});
bot.catch(({ error, ctx }) => console.error(`Update ${ctx.update.update_id} failed:`, error));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void bot.stop());

await runBot(bot, (username) => console.log(`@${username} is listening.`));
